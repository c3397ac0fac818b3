import { foldWord, wordsOf, type Word } from './words.js';

interface Entry<T> {
  readonly value: T;
  /** Exact spelling of each word, when the phrase is case-sensitive. */
  readonly exact?: readonly string[];
  readonly needsCompany: boolean;
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  readonly entries: Entry<T>[];
}

/** A phrase found in a text: words `from` to `to` (exclusive) and the same place in characters. */
export interface PhraseMatch<T> {
  readonly value: T;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  /** The phrase is ambiguous (`~Go`): it counts only beside other evidence. */
  readonly needsCompany: boolean;
}

/** Finds known phrases in one pass over the words of a text: longest first, never overlapping, never across a break. */
export class PhraseMatcher<T> {
  private readonly root: Node<T> = { next: new Map(), entries: [] };

  /** Adds one alias in the notation of the taxonomy (`=` exact spelling, `?` company, `~` both). */
  add(alias: string, value: T): void {
    const mark = /^[=~?]/.exec(alias)?.[0];
    const words = wordsOf(mark ? alias.slice(1) : alias);
    if (words.length === 0) return;
    let node = this.root;
    for (const word of words) {
      let next = node.next.get(word.folded);
      if (!next) node.next.set(word.folded, (next = { next: new Map(), entries: [] }));
      node = next;
    }
    const exact = mark && mark !== '?' ? words.map((w) => w.raw) : undefined;
    const needsCompany = mark === '~' || mark === '?';
    if (!exact && node.entries.some((entry) => entry.value === value && !entry.exact && entry.needsCompany === needsCompany)) return;
    node.entries.push({ value, exact, needsCompany });
  }

  find(words: readonly Word[]): PhraseMatch<T>[] {
    const found: PhraseMatch<T>[] = [];
    for (let from = 0; from < words.length; ) {
      const to = this.longestAt(words, from, found);
      from = to > from ? to : from + 1;
    }
    return found;
  }

  /** True when the whole text is one known phrase. */
  isPhrase(text: string): boolean {
    const words = wordsOf(text);
    let node: Node<T> | undefined = this.root;
    for (const word of words) node = node?.next.get(foldWord(word.raw));
    return words.length > 0 && (node?.entries.length ?? 0) > 0;
  }

  private longestAt(words: readonly Word[], from: number, found: PhraseMatch<T>[]): number {
    let node: Node<T> | undefined = this.root;
    let best: { to: number; entries: Entry<T>[] } | undefined;
    for (let i = from; i < words.length; i++) {
      const word = words[i]!;
      if (i > from && word.afterBreak) break;
      node = node.next.get(word.folded);
      if (!node) break;
      const entries = node.entries.filter((entry) => matchesExactly(entry, words, from));
      if (entries.length > 0) best = { to: i + 1, entries };
    }
    if (!best) return from;
    for (const { value, needsCompany } of best.entries) {
      found.push({ value, from, to: best.to, start: words[from]!.start, end: words[best.to - 1]!.end, needsCompany });
    }
    return best.to;
  }
}

function matchesExactly<T>(entry: Entry<T>, words: readonly Word[], from: number): boolean {
  return !entry.exact || entry.exact.every((raw, i) => words[from + i]!.raw === raw);
}
