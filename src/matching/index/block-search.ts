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
 * documents; they only add to those the others have opened. The result equals adding up everything.
 */
export function searchBlock(
  block: PostingBlock, base: number, weights: ReadonlyMap<number, number>, top: TopList, accepts: (slot: number) => boolean, scratch: Scratch,
): void {
  const terms = termsOf(block, weights);
  const bounds = suffixBounds(terms);
  if (terms.length === 0 || bounds[0]! < top.bar) return;
  let essential = 0;
  while (essential < terms.length && bounds[essential]! >= top.bar) open(terms[essential++]!, scratch);
  const later = terms.slice(essential);
  keepReachable(scratch, bounds[essential]!, top.bar, base, accepts);
  later.forEach((term, i) => {
    addTo(term, scratch);
    keepReachable(scratch, bounds[essential + i + 1]!, top.bar, base, undefined);
  });
  offerAll(scratch, base, top);
}

/** Adds up every term for every document of a block; the reference for the pruned search, and the way to score all against all. */
export function scoreBlock(block: PostingBlock, weights: ReadonlyMap<number, number>, scratch: Scratch, visit: (doc: number, score: number) => void): void {
  for (const term of termsOf(block, weights)) open(term, scratch);
  const { sums, touched } = scratch;
  for (let i = 0; i < scratch.count; i++) {
    const doc = touched[i]!;
    visit(doc, sums[doc]!);
    sums[doc] = 0;
  }
  scratch.count = 0;
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

/** Drops documents that cannot reach the bar any more, or that the filter refuses. */
function keepReachable(scratch: Scratch, more: number, bar: number, base: number, accepts: ((slot: number) => boolean) | undefined): void {
  const { sums, touched } = scratch;
  let kept = 0;
  for (let i = 0; i < scratch.count; i++) {
    const doc = touched[i]!;
    if (sums[doc]! + more >= bar && (!accepts || accepts(base + doc))) touched[kept++] = doc;
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

function offerAll(scratch: Scratch, base: number, top: TopList): void {
  const { sums, touched } = scratch;
  for (let i = 0; i < scratch.count; i++) {
    const doc = touched[i]!;
    top.offer(base + doc, sums[doc]!);
    sums[doc] = 0;
  }
  scratch.count = 0;
}
