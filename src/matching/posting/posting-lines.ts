import { sectionOf } from './sections.js';

/** One line, bullet or paragraph of an advertisement, without its bullet mark. */
export interface PostingLine {
  readonly start: number;
  readonly end: number;
  readonly isBullet: boolean;
  /** An empty line stands before it. */
  readonly afterGap: boolean;
}

const BULLET = /^(?:[•●▪◦·‣■□►➢✓✔❖*–—o]|-{1,2}|\d{1,2}[.)]|[a-h]\)|\p{Extended_Pictographic}\uFE0F?)\s+|^[•●▪◦·‣■□►➢✓✔❖–—-](?=[\p{L}\d])/u;
const INLINE_BULLET = /\s+[•●▪◦‣■►➢✓✔❖]\s*(?=\S)|\s{3,}|\t+/gu;
const LONG_LINE = 180;
const HEADED_LINE = 60;
/** Words that open a new statement in texts whose line ends were lost. */
const LOST_LINE_END = /(?<=[\p{Ll})\d])\s+(?=(?:You(?:['’]ve| have| are| bring| will| must| know| can| understand| use| take| help| ensure)?|Ideally|Experience (?:in|with|of|as)|Strong|Proven|Excellent|Knowledge of|Ability to|Minimum|Proficien(?:t|cy)|Bachelor['’]s|Fluent|Good (?:knowledge|command|understanding|communication)|Demonstrated|Previous|Solid|Familiarity|Must have|Working knowledge|Hands-on|Understanding of|Willingness|Valid|We offer|We are|Our|What we)\s)/gu;

/** Splits an advertisement into lines; glued headings and lost line ends are repaired by cutting, never by changing the text. */
export function postingLines(text: string): PostingLine[] {
  const lines: PostingLine[] = [];
  let at = 0;
  let afterGap = true;
  for (const raw of text.split('\n')) {
    const pieces = raw.trim() === '' ? [] : cut(text, at, at + raw.length);
    if (pieces.length === 0) afterGap = true;
    for (const piece of pieces) {
      const line = trimmed(text, piece.start, piece.end, piece.isBullet);
      if (line.end > line.start) lines.push({ ...line, afterGap });
      afterGap = false;
    }
    at += raw.length + 1;
  }
  return lines;
}

function cut(text: string, start: number, end: number): { start: number; end: number; isBullet: boolean }[] {
  const line = text.slice(start, end);
  const cuts = [...line.matchAll(INLINE_BULLET)].filter((m) => m.index > 0)
    .map((m) => ({ at: m.index, next: m.index + m[0].length, isBullet: m[0].trim() !== '' }));
  if (line.length > LONG_LINE) {
    for (const m of line.matchAll(LOST_LINE_END)) cuts.push({ at: m.index, next: m.index + m[0].length, isBullet: false });
  }
  if (line.length > HEADED_LINE) cuts.push(...headingCuts(line));
  cuts.sort((a, b) => a.at - b.at);
  const pieces: { start: number; end: number; isBullet: boolean }[] = [];
  let from = 0;
  let isBullet = false;
  for (const one of cuts) {
    if (one.at < from) continue;
    pieces.push({ start: start + from, end: start + one.at, isBullet });
    from = one.next;
    isBullet = one.isBullet;
  }
  pieces.push({ start: start + from, end, isBullet });
  return pieces.filter((piece) => text.slice(piece.start, piece.end).trim() !== '');
}

/** Headings in the middle of a long line: "… every day. Requirements: …" or "… products. Your Profile You have …". */
function headingCuts(line: string): { at: number; next: number; isBullet: boolean }[] {
  const cuts: { at: number; next: number; isBullet: boolean }[] = [];
  for (const m of line.matchAll(/(?<=[.!?:)]\s|^|[\p{Ll}]\s{1,2})((?:[A-Z][\p{L}'’&-]*\s?(?:(?:and|of|the|to|you|we|for|our|your|in|have|are|is|do|be|will)\s)*){1,6})(?::(?=\s+\S)|(?=\s+[A-Z]|\s*$))/gu)) {
    const kind = sectionOf(m[1]!);
    const isSure = m[0].endsWith(':') || /^(requirements?|qualifications?|responsibilities|benefits|your profile|your tasks|we offer|what we offer|about you|your responsibilities|skills|job requirements|required qualifications|preferred qualifications|skills needed|we expect|job benefits|benefits|company description|how to apply|nice to have|must have|what you bring|what we need|what you will do|key responsibilities|the role|about us|who we are)$/i.test(m[1]!.trim());
    if (!kind || !isSure) continue;
    if (m.index > 0) cuts.push({ at: m.index, next: m.index, isBullet: false });
    const after = m.index + m[0].length;
    if (!m[0].endsWith(':')) cuts.push({ at: after, next: after, isBullet: false });
  }
  return cuts;
}

function trimmed(text: string, start: number, end: number, wasBullet: boolean): Omit<PostingLine, 'afterGap'> {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from++;
  const mark = BULLET.exec(text.slice(from, to));
  if (mark) from += mark[0].length;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { start: from, end: to, isBullet: wasBullet || mark !== null };
}
