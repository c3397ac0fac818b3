import { countStems, stemOf } from '../lexical/stems.js';
import { wordsOf, type Word } from '../lexical/words.js';
import { redact, type RedactedText } from '../redaction/redact.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { readCredentials } from './credential-reader.js';
import { monthNumber } from './dates.js';
import { readEducation } from './education-reader.js';
import { PositionReader } from './positions.js';
import type { Profile, Span } from './profile.js';
import { readFlags } from './profile-flags.js';
import { resumeLines, type ResumeLine } from './resume-lines.js';
import { readSkills } from './skill-reader.js';
import { readLanguages, readOpenness, readPlaces, readStatedMonths, readWorkRight } from './statement-reader.js';

/** A person as they come in. `text` is the résumé; never anything else about the person. */
export interface CandidateInput {
  readonly id: string;
  readonly text: string;
}

const HEAD_TITLE_LINES = 6;
/** Longer texts are cut here: nothing a person writes about themselves is longer. */
const MAX_CHARACTERS = 200_000;

/**
 * Reads a résumé: redacts first, then reads only what is left. Pure: `asOf` (YYYY-MM-DD) is the end of whatever is still
 * going on. A few milliseconds for four pages.
 */
export function readProfile(candidate: CandidateInput, asOf: string, lexicon: Lexicon): Profile {
  const month = monthNumber(asOf);
  const redacted = redact(candidate.text.slice(0, MAX_CHARACTERS), lexicon);
  const { text } = redacted;
  const words = wordsOf(text);
  const lines = resumeLines(text);
  const found = new PositionReader(text, lines, lexicon, month).read();
  const skills = readSkills(text, words, lines, found, lexicon);
  const back = spanMapper(redacted);
  const stated = readStatedMonths(text, lines);
  const right = readWorkRight(text);
  const openToMove = readOpenness(text);
  return {
    id: candidate.id, asOf: month, text: candidate.text,
    positions: found.map(({ firstLine: _first, lastLine: _last, ...position }) => ({ ...position, ...back(position) })),
    statedOccupations: statedOccupations(text, lines, lexicon).map((s) => ({ ...s, span: back(s.span) })),
    statedMonths: stated && { months: stated.months, span: back(stated.span) },
    skills: mapped(skills, back), credentials: mapped(readCredentials(text, words, lexicon, month), back),
    education: readEducation(text, lines).map((e) => ({ ...e, ...back(e) })),
    languages: mapped(readLanguages(text, lines, lexicon), back),
    workRight: right && { ...right, ...back(right) }, openToMove: openToMove && back(openToMove),
    placeStems: mapped(readPlaces(text, words, lines), back),
    stems: countStems(words), stemSpans: mapped(firstPlaces(words), back),
    hidden: redacted.removed.map(({ start, end }) => ({ start, end })),
    flags: readFlags(text, words, skills),
  };
}

function statedOccupations(text: string, lines: readonly ResumeLine[], lexicon: Lexicon): { id: string; confidence: number; span: Span }[] {
  const head = lines.filter((line) => line.section === 'head' || line.section === 'summary').slice(0, HEAD_TITLE_LINES);
  return head.flatMap((line, i) => {
    const content = text.slice(line.start, line.end);
    const isTitleLine = content.length <= 80 && i < 3 && !/[.!]$/.test(content);
    const matches = isTitleLine ? content.split(/[|,•/]|\s-\s/).flatMap((part) => lexicon.occupations.readTitle(part).slice(0, 2))
      : lexicon.occupations.findLiteral(wordsOf(content.slice(0, 220))).filter((m) => content.slice(m.start, m.end).includes(' ')).slice(0, 2);
    const weight = isTitleLine ? 1 : 0.8;
    return matches.map((m) => ({ id: m.id, confidence: m.confidence * weight, span: { start: line.start, end: Math.min(line.end, line.start + 200) } }));
  });
}

function firstPlaces(words: readonly Word[]): Map<string, Span> {
  const places = new Map<string, Span>();
  for (const word of words) {
    const stem = stemOf(word.folded);
    if (stem && !places.has(stem)) places.set(stem, { start: word.start, end: word.end });
  }
  return places;
}

function spanMapper(redacted: RedactedText): (span: Span) => Span {
  return (span) => ({ start: redacted.originalAt(span.start), end: redacted.originalAt(Math.max(span.start, span.end - 1)) + 1 });
}

function mapped<T extends Span>(found: ReadonlyMap<string, T>, back: (span: Span) => Span): Map<string, T> {
  return new Map([...found].map(([key, value]) => [key, { ...value, ...back(value) }]));
}
