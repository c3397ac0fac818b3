import { BLOCK_SIZE, type PostingBlock, type PostingList } from './posting-block.js';
import type { TopList } from './top-list.js';

/** A query term within one block: its postings and the most it can add to a score. */
interface Term {
  readonly list: PostingList;
  readonly weight: number;
  readonly bound: number;
}

/** Working memory of a search, reused: one sum per document of a block. */
export class Scratch {
  readonly sums = new Int32Array(BLOCK_SIZE);
  readonly touched = new Uint16Array(BLOCK_SIZE);
  count = 0;
}

/**
 * Searches one block with MaxScore pruning. Terms that together cannot lift a document over the bar do not open new
 * documents; they only add to those the others have opened. While the list is not full, what the best have so far is the
 * bar already. The result equals adding up everything.
 */
export function searchBlock(
  block: PostingBlock, base: number, weights: ReadonlyMap<number, number>, top: TopList, accepts: (slot: number) => boolean, scratch: Scratch,
): void {
  const terms = termsOf(block, weights);
  const bounds = suffixBounds(terms);
  let { bar } = top;
  let essential = 0;
  while (essential < terms.length && bounds[essential]! >= bar) {
    open(terms[essential++]!, scratch);
    if (!top.isFull) bar = Math.max(bar, leastOfBest(scratch, top.limit, base, accepts));
  }
  addLater(terms.slice(essential), bar, scratch);
  offerAll(scratch, base, top, accepts);
}

/** Terms that open no documents any more: those first that tell most for what they cost. */
function addLater(terms: Term[], bar: number, scratch: Scratch): void {
  if (terms.length === 0) return;
  terms.sort((a, b) => b.bound / lengthOf(b) - a.bound / lengthOf(a));
  const more = suffixBounds(terms);
  keepReachable(scratch, more[0]!, bar);
  terms.forEach((term, i) => {
    addTo(term, scratch);
    keepReachable(scratch, more[i + 1]!, bar);
  });
}

const lengthOf = ({ list }: Term): number => list.to - list.from;

/** What the last of the best `limit` accepted documents has so far; 1 when there are fewer. */
function leastOfBest({ sums, touched, count }: Scratch, limit: number, base: number, accepts: (slot: number) => boolean): number {
  const best: number[] = [];
  for (let i = 0; i < count; i++) {
    const doc = touched[i]!;
    const sum = sums[doc]!;
    if (best.length === limit && sum <= best[limit - 1]!) continue;
    if (!accepts(base + doc)) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]! < sum) at--;
    best.splice(at, 0, sum);
    if (best.length > limit) best.pop();
  }
  return best.length === limit && limit > 0 ? best[limit - 1]! : 1;
}

/** Every document of a block that scores at least `bar`; with 0 everything is added up for everybody: the reference for the pruned search. */
export function scoreBlock(
  block: PostingBlock, weights: ReadonlyMap<number, number>, bar: number, scratch: Scratch, visit: (doc: number, score: number) => void,
): void {
  const terms = termsOf(block, weights);
  if (terms.reduce((sum, term) => sum + lengthOf(term), 0) > BLOCK_SIZE / DENSE) return scoreDensely(terms, bar, scratch, visit);
  const bounds = suffixBounds(terms);
  let essential = 0;
  while (essential < terms.length && bounds[essential]! >= bar) open(terms[essential++]!, scratch);
  addLater(terms.slice(essential), bar, scratch);
  const { sums, touched } = scratch;
  for (let i = 0; i < scratch.count; i++) {
    const doc = touched[i]!;
    if (sums[doc]! >= bar) visit(doc, sums[doc]!);
    sums[doc] = 0;
  }
  scratch.count = 0;
}

/** With so many postings for each document of a block it is cheaper to look at every document than to remember which were met. */
const DENSE = 2;

function scoreDensely(terms: readonly Term[], bar: number, { sums }: Scratch, visit: (doc: number, score: number) => void): void {
  for (const { list: { docs, impacts, from, to }, weight } of terms) {
    for (let i = from; i < to; i++) sums[docs[i]!]! += weight * impacts[i]!;
  }
  const least = Math.max(bar, 1);
  for (let doc = 0; doc < BLOCK_SIZE; doc++) if (sums[doc]! >= least) visit(doc, sums[doc]!);
  sums.fill(0);
}

function termsOf(block: PostingBlock, weights: ReadonlyMap<number, number>): Term[] {
  const terms: Term[] = [];
  for (const [term, weight] of weights) {
    const list = block.listOf(term);
    if (list) terms.push({ list, weight, bound: weight * list.maxImpact });
  }
  return terms.sort((a, b) => b.bound - a.bound);
}

/** `bounds[i]`: the most that terms i, i+1, … can add together. */
function suffixBounds(terms: readonly Term[]): number[] {
  const bounds = new Array<number>(terms.length + 1).fill(0);
  for (let i = terms.length - 1; i >= 0; i--) bounds[i] = bounds[i + 1]! + terms[i]!.bound;
  return bounds;
}

function open(term: Term, scratch: Scratch): void {
  const { docs, impacts, from, to } = term.list;
  const { sums, touched } = scratch;
  const { weight } = term;
  let { count } = scratch;
  for (let i = from; i < to; i++) {
    const doc = docs[i]!;
    const sum = sums[doc]!;
    if (sum === 0) touched[count++] = doc;
    sums[doc] = sum + weight * impacts[i]!;
  }
  scratch.count = count;
}

/** Drops documents that cannot reach the bar any more. */
function keepReachable(scratch: Scratch, more: number, bar: number): void {
  const { sums, touched } = scratch;
  let kept = 0;
  for (let i = 0; i < scratch.count; i++) {
    const doc = touched[i]!;
    if (sums[doc]! + more >= bar) touched[kept++] = doc;
    else sums[doc] = 0;
  }
  scratch.count = kept;
}

const SCAN_FACTOR = 12;

/** Adds a term to the documents already open only: by look-up when they are few, by one sweep when they are many. */
function addTo(term: Term, scratch: Scratch): void {
  const { docs, impacts, from, to } = term.list;
  const { sums, touched, count } = scratch;
  if (count * SCAN_FACTOR > to - from) {
    for (let i = from; i < to; i++) if (sums[docs[i]!]! > 0) sums[docs[i]!]! += term.weight * impacts[i]!;
    return;
  }
  for (let i = 0; i < count; i++) {
    const at = find(docs, from, to, touched[i]!);
    if (at >= 0) sums[touched[i]!]! += term.weight * impacts[at]!;
  }
}

function find(docs: Uint16Array | readonly number[], from: number, to: number, doc: number): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = docs[middle]!;
    if (value < doc) low = middle + 1;
    else if (value > doc) high = middle - 1;
    else return middle;
  }
  return -1;
}

/** Who may be found is asked last: few are left by then. */
function offerAll(scratch: Scratch, base: number, top: TopList, accepts: (slot: number) => boolean): void {
  const { sums, touched } = scratch;
  for (let i = 0; i < scratch.count; i++) {
    const doc = touched[i]!;
    if (sums[doc]! >= top.bar && accepts(base + doc)) top.offer(base + doc, sums[doc]!);
    sums[doc] = 0;
  }
  scratch.count = 0;
}
