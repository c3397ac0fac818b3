/** Documents in one block: their numbers fit 16 bits. */
export const BLOCK_SIZE = 65_536;

/** Postings of one term within a block: document numbers in the block, ascending, with their impacts. */
export interface PostingList {
  readonly docs: Uint16Array | readonly number[];
  readonly impacts: Uint8Array | readonly number[];
  readonly from: number;
  readonly to: number;
  readonly maxImpact: number;
}

/** A block of postings that can be searched. */
export interface PostingBlock {
  listOf(term: number): PostingList | undefined;
}

/** The arrays of a sealed block, as they are stored. */
export interface SealedArrays {
  readonly terms: Uint32Array;
  readonly offsets: Uint32Array;
  readonly maxima: Uint8Array;
  readonly docs: Uint16Array;
  readonly impacts: Uint8Array;
}

/** A full block: three bytes a posting, sorted by term. */
export class SealedBlock implements PostingBlock {
  constructor(readonly arrays: SealedArrays) {}

  listOf(term: number): PostingList | undefined {
    const { terms, offsets, maxima, docs, impacts } = this.arrays;
    const at = positionOf(terms, term);
    return at < 0 ? undefined : { docs, impacts, from: offsets[at]!, to: offsets[at + 1]!, maxImpact: maxima[at]! };
  }

  /** The same block without the documents `isGone` names. */
  without(isGone: (doc: number) => boolean): SealedBlock {
    const open = new OpenBlock();
    const { terms, offsets, docs, impacts } = this.arrays;
    for (let t = 0; t < terms.length; t++) {
      for (let i = offsets[t]!; i < offsets[t + 1]!; i++) if (!isGone(docs[i]!)) open.add(terms[t]!, docs[i]!, impacts[i]!);
    }
    return open.seal();
  }
}

/** From this length a growing list is kept in typed arrays: three bytes a posting instead of sixteen. */
const TYPED_FROM = 32;

/** The postings of one term while they grow. */
class OpenList {
  private docs: Uint16Array | number[] = [];
  private impacts: Uint8Array | number[] = [];
  private maxImpact = 0;
  length = 0;

  add(doc: number, impact: number): void {
    if (this.length === this.docs.length && this.length >= TYPED_FROM) this.grow();
    this.docs[this.length] = doc;
    this.impacts[this.length] = impact;
    this.length += 1;
    this.maxImpact = Math.max(this.maxImpact, impact);
  }

  list(): PostingList {
    return { docs: this.docs, impacts: this.impacts, from: 0, to: this.length, maxImpact: this.maxImpact };
  }

  private grow(): void {
    const [docs, impacts] = [new Uint16Array(this.length * 2), new Uint8Array(this.length * 2)];
    docs.set(this.docs);
    impacts.set(this.impacts);
    this.docs = docs;
    this.impacts = impacts;
  }
}

/** The block that is being filled; searchable at any time. */
export class OpenBlock implements PostingBlock {
  private readonly lists = new Map<number, OpenList>();
  private postings = 0;

  /** Documents must come in ascending order. */
  add(term: number, doc: number, impact: number): void {
    let list = this.lists.get(term);
    if (!list) this.lists.set(term, (list = new OpenList()));
    list.add(doc, impact);
    this.postings += 1;
  }

  listOf(term: number): PostingList | undefined {
    return this.lists.get(term)?.list();
  }

  seal(): SealedBlock {
    const terms = Uint32Array.from([...this.lists.keys()].sort((a, b) => a - b));
    const offsets = new Uint32Array(terms.length + 1);
    const maxima = new Uint8Array(terms.length);
    const docs = new Uint16Array(this.postings);
    const impacts = new Uint8Array(this.postings);
    let at = 0;
    terms.forEach((term, i) => {
      const list = this.lists.get(term)!.list();
      for (let n = 0; n < list.to; n++) {
        docs[at + n] = list.docs[n]!;
        impacts[at + n] = list.impacts[n]!;
      }
      maxima[i] = list.maxImpact;
      at += list.to;
      offsets[i + 1] = at;
    });
    return new SealedBlock({ terms, offsets, maxima, docs, impacts });
  }
}

function positionOf(terms: Uint32Array, term: number): number {
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (terms[middle]! < term) low = middle + 1;
    else if (terms[middle]! > term) high = middle - 1;
    else return middle;
  }
  return -1;
}
