import { stemOf } from '../lexical/stems.js';
import { wordsOf, type Word } from '../lexical/words.js';
import { monthsAsked } from '../posting/amounts.js';
import { languageLevel, OTHER_THING } from '../posting/language-conditions.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { scopeOf } from './mention-scope.js';
import type { LanguageEvidence, Profile, Span } from './profile.js';
import type { ResumeLine } from './resume-lines.js';

const LINGUISTIC = /\b(fluen\w+|native|spoken|speak\w*|language|bilingual|multilingual|proficien\w+|conversational|mother tongue|written|flytande|modersmål|språk|muttersprache|fließend|kenntnisse|translat\w+|interpret\w+|[ABC][12]\b)/i;
const ENGLISH = /\b(the|and|of|with|for|to|in|as|at|from)\b/gi;

/** Languages a résumé claims, and English when it is written in it. */
export function readLanguages(text: string, lines: readonly ResumeLine[], lexicon: Lexicon): Map<string, LanguageEvidence> {
  const found = new Map<string, LanguageEvidence>();
  for (const line of lines) {
    const content = text.slice(line.start, line.end);
    const isList = line.section === 'languages';
    for (const match of lexicon.languages.find(wordsOf(content))) {
      const around = content.slice(Math.max(0, match.start - 45), match.end + 45);
      if (OTHER_THING.test(content.slice(match.end))) continue;
      if (!isList && (!LINGUISTIC.test(around) || scopeOf(text, line.start + match.start, line.start + match.end) !== 'plain')) continue;
      const before = content.slice(Math.max(0, match.start - 25), match.start);
      const entry = before.slice(Math.max(before.lastIndexOf(','), before.lastIndexOf(';')) + 1) + content.slice(match.start, match.end) + (/^[^,;|•]{0,40}/.exec(content.slice(match.end))?.[0] ?? '');
      const level = /\b(teach|taught|studied|class|course)\w*\b/i.test(entry) ? 1 : languageLevel(entry);
      const known = found.get(match.value);
      if (!known || level > known.level) found.set(match.value, { level, start: line.start + match.start, end: line.start + match.end });
    }
  }
  const sample = text.slice(0, 3000);
  const first = ENGLISH.exec(sample);
  ENGLISH.lastIndex = 0;
  if (!found.has('English') && first && (sample.match(ENGLISH)?.length ?? 0) / (wordsOf(sample).length + 1) > 0.03) {
    found.set('English', { level: 3, start: first.index, end: first.index + first[0].length });
  }
  return found;
}

/** The most experience the summary claims ("with 8 years in retail"). */
export function readStatedMonths(text: string, lines: readonly ResumeLine[]): Profile['statedMonths'] {
  let best: { months: number; span: Span } | undefined;
  for (const line of lines) {
    if (line.section === 'education' || line.section === 'other' || line.section === 'wishes') continue;
    const content = text.slice(line.start, line.end);
    if (!/\b(experience|background|in|as|of|erfarenhet|erfahrung|career)\b/i.test(content)) continue;
    const months = monthsAsked(content);
    if (months !== undefined && months <= 600 && months > (best?.months ?? 0)) best = { months, span: { start: line.start, end: line.end } };
  }
  return best;
}

const RIGHT = /\b(authori[sz]ed to work|eligible to work|right to work|work (permit|authori[sz]ation|visa)|legally (able|entitled|authori[sz]ed)|no (visa )?sponsorship|permanent resident|green card|arbetstillstånd|arbeitserlaubnis|settled status|indefinite leave)\b[^.;\n]{0,60}/i;
const NO_RIGHT = /\b((requires?|need(s|ing)?|seeking|will require) (a )?(visa|sponsorship|work permit|h-?1b)|no work (permit|authori[sz]ation)|not (yet )?(authori[sz]ed|eligible) to work)\b/i;

/** What a résumé says about the right to work, if anything. */
export function readWorkRight(text: string): Profile['workRight'] {
  const against = NO_RIGHT.exec(text);
  if (against) return { start: against.index, end: against.index + against[0].length, isGiven: false };
  const given = RIGHT.exec(text);
  return given ? { start: given.index, end: given.index + given[0].length, isGiven: true } : undefined;
}

const MOVES = /\b(open to (relocat\w+|remote|travel\w*)|willing(ness)? to (relocate|travel|move|commute)|relocating|able to relocate|remote (work|preferred)|flexible (location|shifts|hours|schedule)|available (for )?(shifts|weekends|nights|immediately|evenings))\b/i;

export function readOpenness(text: string): Span | undefined {
  const match = MOVES.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** Places named in the head, coarse as redaction left them, and in the lines of the work history that name an employer. */
export function readPlaces(text: string, words: readonly Word[], lines: readonly ResumeLine[]): Map<string, Span> {
  const headEnd = lines.find((line) => line.section !== 'head')?.start ?? Math.min(text.length, 300);
  const places = new Map<string, Span>();
  for (const word of words) {
    if (word.start >= headEnd) break;
    const stem = stemOf(word.folded);
    if (stem && /^\p{Lu}/u.test(word.raw) && !places.has(stem)) places.set(stem, { start: word.start, end: word.end });
  }
  return places;
}
