import type { TermStatistics } from '../evaluate/statistics.js';
import type { Field, IndexDocument } from './index-document.js';

/** What a snapshot holds, as plain data for storing (decisions D24: a numbered row). */
export interface StatisticsSnapshot {
  readonly version: string;
  readonly documents: number;
  readonly averageLengths: Readonly<Record<Field, number>>;
  readonly frequencies: Readonly<Record<string, number>>;
}

const NO_LENGTHS: Record<Field, number> = { titles: 6, skills: 12, body: 150 };

/**
 * Frequencies and average lengths of a collection, frozen under a version. An index made with the same snapshot and the same
 * documents answers every query with the same list, in every process.
 */
export class IndexStatistics implements TermStatistics {
  private readonly frequencies: ReadonlyMap<string, number>;
  readonly version: string;
  readonly documents: number;
  readonly averageLengths: Readonly<Record<Field, number>>;

  constructor(snapshot: StatisticsSnapshot) {
    this.version = snapshot.version;
    this.documents = snapshot.documents;
    this.averageLengths = snapshot.averageLengths;
    this.frequencies = new Map(Object.entries(snapshot.frequencies));
  }

  /** Counts a collection. */
  static collect(documents: Iterable<IndexDocument>, version: string): IndexStatistics {
    const frequencies = new Map<string, number>();
    const lengths: Record<Field, number> = { titles: 0, skills: 0, body: 0 };
    let count = 0;
    for (const document of documents) {
      count += 1;
      const terms = new Set<string>();
      for (const field of ['titles', 'skills', 'body'] as const) {
        for (const [term, times] of document.fields[field]) {
          terms.add(term);
          lengths[field] += times;
        }
      }
      for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    }
    const average = (field: Field): number => (count > 0 && lengths[field] > 0 ? lengths[field] / count : NO_LENGTHS[field]);
    return new IndexStatistics({
      version, documents: count, averageLengths: { titles: average('titles'), skills: average('skills'), body: average('body') },
      frequencies: Object.fromEntries([...frequencies].sort(([a], [b]) => (a < b ? -1 : 1))),
    });
  }

  /** Frequency of an index term, or of a bare stem (as a word of the body). */
  frequencyOf(term: string): number {
    return this.frequencies.get(term) ?? this.frequencies.get(`w:${term}`) ?? 0;
  }

  toJSON(): StatisticsSnapshot {
    const { version, documents, averageLengths } = this;
    return { version, documents, averageLengths, frequencies: Object.fromEntries(this.frequencies) };
  }
}
