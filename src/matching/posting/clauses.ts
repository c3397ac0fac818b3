import { mandatoryByWording } from './wording.js';

/** A piece of text that states one requirement; offsets in the text it was cut from. */
export interface Clause {
  readonly start: number;
  readonly end: number;
  /** Set when the wording of the clause itself, or of the sentence around it, decides. */
  readonly mandatory?: boolean;
}

const NO_SENTENCE_END = /(?:\b(?:e\.g|i\.e|etc|incl|approx|Ph\.D|B\.?Sc|M\.?Sc|B\.A|M\.A|B\.S|M\.S|Dr|Mr|Ms|Mrs|No|vs|St|Sr|Jr|leg|min|max|yrs|bl\.a|t\.ex|z\.B|ca|inkl)|\b[A-Z])\.$/;

/** Cuts a text into sentences. */
export function sentencesOf(text: string, start: number, end: number): Clause[] {
  const sentences: Clause[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(/[.!?]["”)]?\s+(?=["“(]?[\p{Lu}\p{Sc}\d[])/gu)) {
    const at = start + match.index + 1;
    if (NO_SENTENCE_END.test(text.slice(Math.max(from, at - 8), at))) continue;
    sentences.push({ start: from, end: at });
    from = start + match.index + match[0].length;
  }
  sentences.push({ start: from, end });
  return sentences.map((s) => trimClause(text, s)).filter((s) => s.end > s.start);
}

/** Cuts a sentence at semicolons, and an optional tail ("…, Kotlin is a plus") from its obligatory head. */
export function clausesOf(text: string, sentence: Clause): Clause[] {
  return partsAt(text, sentence, /;\s*/g).flatMap((part) => splitOptionalTail(text, part));
}

const TAIL = /\s*(?:,|;|\s[-–—]|\band\b|\.|\bbut\b)\s+(?=[^,;]{2,70}?\b(?:(?:is|are|would be|will be|considered) (?:an? )?(?:strong |definite |big )?(?:plus|bonus|advantage|asset|preferred|desirable|beneficial|advantageous|helpful|nice[- ]to[- ]have|welcome)|a plus|a bonus|an advantage|preferred|desirable|meriterande|von vorteil)\b)/gi;

function splitOptionalTail(text: string, clause: Clause): Clause[] {
  const body = text.slice(clause.start, clause.end);
  const cut = [...body.matchAll(TAIL)].pop();
  if (!cut || cut.index < 3) return [clause];
  const head = trimClause(text, { start: clause.start, end: clause.start + cut.index });
  const tail = trimClause(text, { start: clause.start + cut.index + cut[0].length, end: clause.end });
  const headText = text.slice(head.start, head.end);
  const tailText = text.slice(tail.start, tail.end);
  if (mandatoryByWording(headText) === false || mandatoryByWording(tailText) !== false) return [clause];
  // "Experience with X, Y and Z is a plus": the list belongs to one optional statement.
  if (/\band\b|^,/.test(cut[0]) && !/\b(required|must|essential|years?|degree)\b/i.test(headText) && !/\b(is|are|would be)\b/i.test(tailText)) return [clause];
  if (/\band\b/.test(cut[0]) && !/\b(required|must|essential|mandatory)\b/i.test(headText)) return [clause];
  return [{ ...head, mandatory: mandatoryByWording(headText) }, { ...tail, mandatory: false }];
}

const SEPARATES = /(?:,\s*(?:and|as well as|plus)?\s+|\s+(?:and|as well as|along with|plus|och|sowie|und)\s+)/gi;
/** Words that go on with what was said before. */
const GOES_ON = /^(preferably|ideally|including|especially|such as|e\.g\.|or|with|in|for|particularly|specifically|either|both|incl|of (?:which|whom|them)|at least (?:one|two|three|\d) (?:of|in)|\d+\+? in|from|using|through|within|at(?! least)|of|on|not|but|which|who|where|so|to|helst|gärna|idealerweise|vorzugsweise|etc|\p{L}+ included)\b/iu;
/** A thing of its own after "and": it brings its own opening. */
export const OPENS = /^(an?|the|\d|at least|minimum|mindestens|minst|strong|good|solid|sound|thorough|excellent|proven|basic|advanced|valid|current|fluent|flawless|utbildad|legitimerad|qualified|certified|registered|trained|licensed|know|speak|have|hold|are|no more than|min\b|your own|experience|knowledge|proficien\w+|familiarity|ability|willingness|gut\w*|goda?|sehr|eine?[nrms]?|ett|en|you (?:have|can|know|are|speak|write|hold)|erfarenhet|kunskap\w*|har)\b/i;

/** Cuts an enumeration in running prose at commas and "and"; "X and Y" after one opening stays together. */
export function enumerationOf(text: string, clause: Clause): Clause[] {
  const body = text.slice(clause.start, clause.end);
  const parts: Clause[] = [];
  let from = 0;
  for (const match of body.matchAll(SEPARATES)) {
    const after = body.slice(match.index + match[0].length);
    const isBareAnd = !match[0].includes(',');
    if (depthAt(body, match.index) > 0 || GOES_ON.test(after) || (isBareAnd && !OPENS.test(after))) continue;
    parts.push({ start: clause.start + from, end: clause.start + match.index });
    from = match.index + match[0].length;
  }
  parts.push({ start: clause.start + from, end: clause.end });
  return parts.map((part) => trimClause(text, part)).filter((part) => part.end > part.start);
}

function partsAt(text: string, clause: Clause, separator: RegExp): Clause[] {
  const body = text.slice(clause.start, clause.end);
  const parts: Clause[] = [];
  let from = 0;
  for (const match of body.matchAll(separator)) {
    if (depthAt(body, match.index) > 0) continue;
    parts.push({ start: clause.start + from, end: clause.start + match.index });
    from = match.index + match[0].length;
  }
  parts.push({ start: clause.start + from, end: clause.end });
  return parts.map((part) => trimClause(text, part)).filter((part) => part.end > part.start);
}

function depthAt(body: string, index: number): number {
  let depth = 0;
  for (let i = 0; i < index; i++) depth += body[i] === '(' ? 1 : body[i] === ')' ? -1 : 0;
  return depth;
}

/** Takes white space, list marks and closing punctuation off both ends. */
export function trimClause(text: string, clause: Clause): Clause {
  let { start, end } = clause;
  while (start < end && /[\s,;:•*–—-]/.test(text[start]!)) start++;
  while (end > start && (/[\s,;:*–—-]/.test(text[end - 1]!) || isClosingDot(text, start, end))) end--;
  return { ...clause, start, end };
}

function isClosingDot(text: string, start: number, end: number): boolean {
  return text[end - 1] === '.' && !/\b(etc|e\.g|Ph\.D|B\.Sc|M\.Sc|B\.A|M\.A|B\.S|M\.S|i\.e)\.$/.test(text.slice(start, end));
}
