import { PhraseMatcher } from '../lexical/phrase-matcher.js';
import { wordsOf, type Word } from '../lexical/words.js';
import { isRankWord } from './job-level.js';
import { occupationFiles } from './taxonomy-file.js';

/** An occupation read from a title; `confidence` falls when the title says more than the known name does. */
export interface OccupationMatch {
  readonly id: string;
  readonly confidence: number;
  readonly start: number;
  readonly end: number;
}

/** How close two occupations are, 1 (same) to 0 (strangers). */
export const CLOSENESS = { same: 1, close: 0.85, near: 0.5, family: 0.25, none: 0 } as const;

/** One-word titles that say little beside other words ("Delivery Driver" is told by its first word). */
const VAGUE = new Set('driver clerk consultant trainer host guide producer owner captain president operator coach instructor writer technician server porter developer programmer scientist inspector administrator secretary researcher artist editor author performer actor investigator educator messenger mover loader receiver steward minister trader buyer planner controller packer fitter turner builder guard groom pa ea counsel therapist doctor counselor tutor interpreter detective detailer crew consultant teller typist caretaker fabricator merchandiser stylist designer'.split(' '));

interface Title { readonly ids: string[]; readonly words: readonly string[] }

/** Occupations of the lexicon: reads them from titles, in any word order, and knows their neighbours. */
export class OccupationLexicon {
  private readonly matcher = new PhraseMatcher<string>();
  private readonly family = new Map<string, string>();
  private readonly neighbours = new Map<string, Map<string, number>>();
  private readonly titlesByWord = new Map<string, Title[]>();
  private readonly names = new Map<string, string>();

  constructor() {
    const titles = new Map<string, Title>();
    const entries = occupationFiles().flatMap((file) => Object.entries(file.families))
      .flatMap(([family, members]) => Object.entries(members).map(([id, entry]) => ({ family, id, ...entry })));
    for (const entry of entries) {
      this.family.set(entry.id, entry.family);
      this.names.set(entry.id, entry.titles.split('|')[0]!);
      for (const title of entry.titles.split('|')) this.addTitle(titles, title, entry.id);
      for (const other of entry.close?.split('|') ?? []) this.relate(entry.id, other, CLOSENESS.close);
      for (const other of entry.near?.split('|') ?? []) this.relate(entry.id, other, CLOSENESS.near);
    }
    for (const title of titles.values()) {
      for (const word of new Set(title.words)) this.titlesByWord.set(word, [...(this.titlesByWord.get(word) ?? []), title]);
    }
  }

  get size(): number {
    return this.family.size;
  }

  /** True for words that some title of the lexicon contains. */
  isTitleWord(folded: string): boolean {
    return this.titlesByWord.has(folded);
  }

  nameOf(id: string): string {
    return this.names.get(id) ?? id;
  }

  closeness(a: string, b: string): number {
    if (a === b) return CLOSENESS.same;
    const related = this.neighbours.get(a)?.get(b);
    if (related !== undefined) return related;
    const family = this.family.get(a);
    return family !== undefined && family === this.family.get(b) ? CLOSENESS.family : CLOSENESS.none;
  }

  /** Occupations that are close to or near one, with their closeness. */
  related(id: string): [string, number][] {
    return [...(this.neighbours.get(id) ?? [])];
  }

  /** Titles named literally, in running order. */
  findLiteral(words: readonly Word[]): OccupationMatch[] {
    return this.matcher.find(words).map((match) => ({ id: match.value, confidence: 1, start: match.start, end: match.end }));
  }

  /** Occupations of a title line; the best reading first, none when nothing is recognised. */
  readTitle(title: string): OccupationMatch[] {
    const words = wordsOf(title);
    const content = words.filter((word) => !isRankWord(word.folded) && !/^(of|the|and|for|in|at|to|a|m|f|d|w|x)$/.test(word.folded));
    if (content.length === 0) return [];
    const literal = this.matcher.find(words).map((m) => this.literalReading(m, words, content.length));
    const longest = Math.max(0, ...literal.map((m) => m.length));
    const loose = longest >= 2 ? [] : this.looseReadings(words, content, longest);
    return [...literal, ...loose].sort((a, b) => b.match.confidence - a.match.confidence || a.match.start - b.match.start)
      .map((reading) => reading.match);
  }

  private literalReading(m: { value: string; from: number; to: number; start: number; end: number }, words: readonly Word[], content: number) {
    const length = m.to - m.from;
    const covered = length / Math.max(length, content);
    const isVague = length === 1 && VAGUE.has(words[m.from]!.folded);
    const confidence = isVague ? 0.35 + 0.65 * covered : length >= 2 ? 0.8 + 0.2 * covered : 0.72 + 0.28 * covered;
    return { length, match: { id: m.value, confidence, start: words[m.from]!.start, end: words[m.to - 1]!.end } };
  }

  private looseReadings(words: readonly Word[], content: readonly Word[], atLeast: number) {
    const present = new Map(words.map((word) => [word.folded, word] as const));
    const seen = new Set<Title>();
    const readings: { length: number; match: OccupationMatch }[] = [];
    for (const word of content) {
      for (const title of this.titlesByWord.get(word.folded) ?? []) {
        if (seen.has(title) || title.words.length < 2 || title.words.length <= atLeast) continue;
        seen.add(title);
        if (!title.words.every((w) => present.has(w))) continue;
        const covered = title.words.length / Math.max(title.words.length, content.length);
        for (const id of title.ids) {
          const match = { id, confidence: 0.6 + 0.25 * covered, start: words[0]!.start, end: words[words.length - 1]!.end };
          readings.push({ length: title.words.length, match });
        }
      }
    }
    return readings;
  }

  private addTitle(titles: Map<string, Title>, title: string, id: string): void {
    const words = wordsOf(title).map((word) => word.folded);
    const key = words.join(' ');
    const known = titles.get(key);
    if (known?.ids.includes(id)) return;
    this.matcher.add(title, id);
    if (known) known.ids.push(id);
    else titles.set(key, { ids: [id], words });
  }

  private relate(a: string, b: string, value: number): void {
    for (const [from, to] of [[a, b], [b, a]] as const) {
      const known = this.neighbours.get(from) ?? new Map<string, number>();
      known.set(to, Math.max(value, known.get(to) ?? 0));
      this.neighbours.set(from, known);
    }
  }
}
