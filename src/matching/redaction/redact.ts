import { foldWord, wordsOf } from '../lexical/words.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { isRankWord } from '../taxonomy/job-level.js';
import { findName } from './name-line.js';
import { PROTECTED, type ProtectedKind } from './protected-patterns.js';

/** A piece that was removed before anything was read. */
export interface Removed {
  readonly kind: ProtectedKind;
  readonly start: number;
  readonly end: number;
}

/**
 * A résumé without protected data. Every removed piece is one `REMOVED` character, whatever stood there, so that
 * nothing downstream can depend on it, not even on its length. Offsets lead back to the original text.
 */
export interface RedactedText {
  readonly text: string;
  readonly original: string;
  readonly removed: readonly Removed[];
  /** Position in the original text of the character at `index`. */
  originalAt(index: number): number;
}

/** Stands where something was removed. No letter, no break. */
export const REMOVED = '\u2591';

/** Removes name, contact, gender words and pronouns, age, birth, nationality, marital state, photo, address and id numbers. */
export function redact(original: string, lexicon: Lexicon): RedactedText {
  const spans: Removed[] = [];
  for (const [kind, pattern] of PROTECTED) {
    for (const match of original.matchAll(pattern)) {
      if (match[0].length > 0) spans.push({ kind, start: match.index, end: match.index + match[0].length });
    }
  }
  const name = findName(original, lexicon, isVocabularyOf(lexicon));
  if (name) {
    spans.push({ kind: 'name', ...name }, ...repeatsOf(original.slice(name.start, name.end), original, lexicon));
  }
  return without(original, merge(spans));
}

/** Further mentions of the name: whole, or a part of it that is not also the name of a job. */
function repeatsOf(name: string, text: string, lexicon: Lexicon): Removed[] {
  const parts = name.split(/\s+/).filter((part) => part.length > 2 && lexicon.occupations.readTitle(part).length === 0);
  const patterns = [name, ...parts].map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const mention = new RegExp(`(?<![\\p{L}])(?:${patterns.join('|')})(?:['’]s)?(?![\\p{L}])`, 'gu');
  return [...text.matchAll(mention)].map((m) => ({ kind: 'name', start: m.index, end: m.index + m[0].length }));
}

function merge(spans: Removed[]): Removed[] {
  const merged: Removed[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged[merged.length - 1];
    if (last && span.start < last.end) {
      if (span.end > last.end) merged[merged.length - 1] = { ...last, end: span.end };
    } else merged.push(span);
  }
  return merged;
}

function without(original: string, removed: readonly Removed[]): RedactedText {
  const parts: string[] = [];
  const kept: { at: number; original: number }[] = [];
  let length = 0;
  let from = 0;
  const keep = (start: number, end: number): void => {
    kept.push({ at: length, original: start });
    parts.push(original.slice(start, end));
    length += end - start;
  };
  for (const span of removed) {
    keep(from, span.start);
    kept.push({ at: length, original: span.start });
    parts.push(REMOVED);
    length += 1;
    from = span.end;
  }
  keep(from, original.length);
  return { text: parts.join(''), original, removed, originalAt: (index) => locate(kept, index) };
}

function locate(kept: readonly { at: number; original: number }[], index: number): number {
  let low = 0;
  let high = kept.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (kept[middle]!.at <= index) low = middle;
    else high = middle - 1;
  }
  return kept[low]!.original + (index - kept[low]!.at);
}

const vocabularies = new WeakMap<Lexicon, (folded: string) => boolean>();

function isVocabularyOf(lexicon: Lexicon): (folded: string) => boolean {
  const known = vocabularies.get(lexicon);
  if (known) return known;
  const test = (folded: string): boolean => isRankWord(folded) || lexicon.occupations.isTitleWord(folded)
    || lexicon.skills.find(wordsOf(folded), folded).length > 0 || lexicon.credentials.find(wordsOf(folded)).length > 0;
  const cached = new Map<string, boolean>();
  const vocabulary = (folded: string): boolean => {
    const answer = cached.get(folded) ?? test(foldWord(folded));
    cached.set(folded, answer);
    return answer;
  };
  vocabularies.set(lexicon, vocabulary);
  return vocabulary;
}
