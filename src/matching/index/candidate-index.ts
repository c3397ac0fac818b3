import { Scratch, scoreBlock, searchBlock } from './block-search.js';
import type { IndexDocument, IndexQuery } from './index-document.js';
import type { IndexStatistics } from './index-statistics.js';
import { BLOCK_SIZE, OpenBlock, SealedBlock, type PostingBlock } from './posting-block.js';
import { SlotSet } from './slot-set.js';
import { impactsOf, queryWeights } from './term-weights.js';
import { TopList, type Hit } from './top-list.js';

/** Who may be found. `require`: member of every one; `refuse`: member of none; `without`: not these people. */
export interface SearchFilter {
  readonly require?: readonly string[];
  readonly refuse?: readonly string[];
  readonly without?: ReadonlySet<string>;
}

/** Called once for every person with at least one query above the threshold, best first. */
export type VisitBest = (id: string, best: readonly { readonly query: number; readonly score: number }[]) => void;

/** The state of an index, for storing and loading. */
export interface IndexState {
  readonly terms: readonly string[];
  readonly ids: readonly string[];
  readonly lastActive: Float64Array;
  readonly alive: SlotSet;
  readonly groups: ReadonlyMap<string, SlotSet>;
  readonly blocks: readonly SealedBlock[];
}

/**
 * Inverted index of one tenant's people, in memory. Scores are BM25F in whole numbers, so the order never depends on the
 * machine; `search` returns exactly the best, pruned or not. Rebuilt from the database, never a second truth.
 */
export class CandidateIndex {
  private readonly termIds = new Map<string, number>();
  private readonly ids: string[] = [];
  private readonly slots = new Map<string, number>();
  private lastActive = new Float64Array(1024);
  private readonly alive: SlotSet;
  private readonly groups = new Map<string, SlotSet>();
  private readonly sealed: SealedBlock[] = [];
  private open = new OpenBlock();
  private readonly scratch = new Scratch();

  constructor(readonly statistics: IndexStatistics, state?: IndexState) {
    this.alive = state?.alive ?? new SlotSet();
    if (state) this.restore(state);
  }

  /** People in the index. */
  get size(): number {
    return this.slots.size;
  }

  /** Adds a person or replaces what was known of them. About 50 µs. */
  upsert(document: IndexDocument): void {
    this.delete(document.id);
    const slot = this.ids.length;
    if (slot === (this.sealed.length + 1) * BLOCK_SIZE) this.sealOpenBlock();
    this.ids.push(document.id);
    this.slots.set(document.id, slot);
    this.setLastActive(slot, document.lastActive ?? 0);
    this.alive.add(slot);
    for (const group of document.groups ?? []) this.group(group).add(slot);
    for (const [term, impact] of impactsOf(document, this.statistics)) this.open.add(this.termId(term), slot % BLOCK_SIZE, impact);
  }

  /** Takes a person out; unknown ids are ignored. Their terms go at the next `compact`. */
  delete(id: string): void {
    const slot = this.slots.get(id);
    if (slot === undefined) return;
    this.slots.delete(id);
    this.alive.delete(slot);
    this.ids[slot] = '';
  }

  /** Puts a known person into a group or takes them out of it. */
  setMembership(id: string, group: string, isMember: boolean): void {
    const slot = this.slots.get(id);
    if (slot === undefined) return;
    if (isMember) this.group(group).add(slot);
    else this.group(group).delete(slot);
  }

  /** The best people for a query: higher score first, then most recently active, then smaller id. Only positive scores. */
  search(query: IndexQuery, limit: number, filter: SearchFilter = {}): Hit[] {
    const weights = this.weightsOf(query);
    const top = new TopList(limit, (a, b) => this.comesFirst(a, b));
    const accepts = this.acceptor(filter);
    this.blocks().forEach((block, i) => searchBlock(block, i * BLOCK_SIZE, weights, top, accepts, this.scratch));
    return this.hits(top);
  }

  /** The same answer by adding up everything for everybody: the reference that tests compare `search` with. */
  searchExhaustively(query: IndexQuery, limit: number, filter: SearchFilter = {}): Hit[] {
    const top = new TopList(limit, (a, b) => this.comesFirst(a, b));
    const accepts = this.acceptor(filter);
    this.forEachScore(query, (slot, score) => {
      if (accepts(slot)) top.offer(slot, score);
    });
    return this.hits(top);
  }

  /** For every person the best `perPerson` of many queries scoring at least `threshold` (a share of each query's best possible score). */
  matchAll(queries: readonly IndexQuery[], perPerson: number, visit: VisitBest, threshold = 0): void {
    const weights = queries.map((query) => this.weightsOf(query));
    const bars = weights.map((terms) => threshold * 255 * [...terms.values()].reduce((sum, weight) => sum + weight, 0));
    this.blocks().forEach((block, b) => {
      const tops = new Array<TopList | undefined>(BLOCK_SIZE);
      /** What a document's last query of enough scores: less, or as much from a later query, does not matter any more. */
      const least = new Int32Array(BLOCK_SIZE);
      weights.forEach((terms, q) => scoreBlock(block, terms, bars[q]!, this.scratch, (doc, score) => {
        if (score <= least[doc]! || !this.alive.has(b * BLOCK_SIZE + doc)) return;
        const top = (tops[doc] ??= new TopList(perPerson, (x, y) => x < y));
        top.offer(q, score);
        if (top.isFull) least[doc] = top.bar;
      }));
      tops.forEach((top, doc) => {
        if (top) visit(this.ids[b * BLOCK_SIZE + doc]!, top.slots.map((query, i) => ({ query, score: top.scores[i]! })));
      });
    });
  }

  /** Drops the terms of people who left or changed. Call now and then; answers do not change. */
  compact(): void {
    this.sealed.forEach((block, i) => {
      this.sealed[i] = block.without((doc) => !this.alive.has(i * BLOCK_SIZE + doc));
    });
  }

  /** Everything needed to load this index again. */
  state(): IndexState {
    return {
      terms: [...this.termIds.keys()], ids: this.ids, lastActive: this.lastActive.slice(0, this.ids.length),
      alive: this.alive, groups: this.groups, blocks: this.ids.length > 0 ? [...this.sealed, this.open.seal()] : [],
    };
  }

  private restore(state: IndexState): void {
    state.terms.forEach((term, i) => this.termIds.set(term, i));
    state.ids.forEach((id, slot) => {
      this.ids.push(id);
      if (this.alive.has(slot)) this.slots.set(id, slot);
    });
    this.lastActive = Float64Array.from(state.lastActive);
    for (const [name, members] of state.groups) this.groups.set(name, members);
    const full = Math.floor(state.ids.length / BLOCK_SIZE);
    state.blocks.forEach((block, i) => {
      if (i < full) this.sealed.push(block);
      else this.reopen(block);
    });
  }

  private reopen(block: SealedBlock): void {
    const { terms, offsets, docs, impacts } = block.arrays;
    for (let t = 0; t < terms.length; t++) {
      for (let i = offsets[t]!; i < offsets[t + 1]!; i++) this.open.add(terms[t]!, docs[i]!, impacts[i]!);
    }
  }

  private forEachScore(query: IndexQuery, visit: (slot: number, score: number) => void): void {
    const weights = this.weightsOf(query);
    this.blocks().forEach((block, i) => scoreBlock(block, weights, 0, this.scratch, (doc, score) => visit(i * BLOCK_SIZE + doc, score)));
  }

  private blocks(): PostingBlock[] {
    return [...this.sealed, this.open];
  }

  private sealOpenBlock(): void {
    this.sealed.push(this.open.seal());
    this.open = new OpenBlock();
  }

  private weightsOf(query: IndexQuery): Map<number, number> {
    const weights = new Map<number, number>();
    for (const [term, weight] of queryWeights(query, this.statistics)) {
      const id = this.termIds.get(term);
      if (id !== undefined) weights.set(id, weight);
    }
    return weights;
  }

  private acceptor(filter: SearchFilter): (slot: number) => boolean {
    const required = (filter.require ?? []).map((name) => this.groups.get(name) ?? new SlotSet());
    const refused = (filter.refuse ?? []).flatMap((name) => this.groups.get(name) ?? []);
    const without = new Set([...(filter.without ?? [])].map((id) => this.slots.get(id)));
    return (slot) => this.alive.has(slot) && required.every((set) => set.has(slot)) && !refused.some((set) => set.has(slot)) && !without.has(slot);
  }

  private comesFirst(a: number, b: number): boolean {
    const difference = this.lastActive[a]! - this.lastActive[b]!;
    return difference !== 0 ? difference > 0 : this.ids[a]! < this.ids[b]!;
  }

  private hits(top: TopList): Hit[] {
    return top.slots.map((slot, i) => ({ id: this.ids[slot]!, score: top.scores[i]! }));
  }

  private termId(term: string): number {
    let id = this.termIds.get(term);
    if (id === undefined) this.termIds.set(term, (id = this.termIds.size));
    return id;
  }

  private group(name: string): SlotSet {
    let members = this.groups.get(name);
    if (!members) this.groups.set(name, (members = new SlotSet()));
    return members;
  }

  private setLastActive(slot: number, at: number): void {
    if (slot >= this.lastActive.length) {
      const grown = new Float64Array(this.lastActive.length * 2);
      grown.set(this.lastActive);
      this.lastActive = grown;
    }
    this.lastActive[slot] = at;
  }
}
