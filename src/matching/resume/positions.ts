import { countStems } from '../lexical/stems.js';
import { wordsOf } from '../lexical/words.js';
import { levelOf } from '../taxonomy/job-level.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { dateRangesIn, type DateRange } from './dates.js';
import type { Position } from './profile.js';
import type { ResumeLine } from './resume-lines.js';

/** A position in the redacted text, with the lines that belong to it. */
export interface FoundPosition extends Position {
  readonly firstLine: number;
  /** Exclusive. */
  readonly lastLine: number;
}

const TRAINING = /\b(intern(ship)?|trainee|volunteer|praktikant|student|extern(ship)?|practicum|werkstudent|apprentice|co-op|shadowing|clinical rotation|fellow in training)\b/i;
const SCHOOL = /\b(university|college|school of|bachelor|master|degree|diploma|gpa|b\.?a\.?\b|b\.?sc|m\.?sc|ph\.?d|universitet|gymnasium|hochschule|universität|coursework|high school)\b/i;
const TITLE_PARTS = /\s*(?:\s{3,}|[|,•·–—@()]|\s-\s|\bat\b|\s\/\s|\bhos\b|\bbei\b|:\s)\s*/iu;
const MAX_TITLE = 90;

interface Title { text: string; start: number; end: number; line: number; occupations: Position['occupations']; confidence: number }

/** Finds the jobs of a résumé: every dated line of the work history, and undated titles when there is no date at all. */
export class PositionReader {
  constructor(private readonly text: string, private readonly lines: readonly ResumeLine[], private readonly lexicon: Lexicon, private readonly asOf: number) {}

  read(): FoundPosition[] {
    const hasHistory = this.lines.some((line) => line.section === 'experience');
    const anchors = this.anchors(hasHistory);
    const dated = anchors.map((anchor, i) => this.dated(anchor, anchors[i - 1]?.line ?? -1));
    const positions = withBodies(dated, this.lines);
    return positions.length > 0 ? positions : withBodies(this.undated(hasHistory), this.lines);
  }

  private anchors(hasHistory: boolean): { line: number; range: DateRange }[] {
    return this.lines.flatMap((line, index) => {
      const content = this.text.slice(line.start, line.end);
      const isHistory = line.section === 'experience' || (!hasHistory && line.section !== 'education' && line.section !== 'credentials');
      const isMisplaced = hasHistory && !['experience', 'education', 'credentials', 'wishes'].includes(line.section);
      if (!isHistory && !isMisplaced) return [];
      const [range] = dateRangesIn(content, this.asOf);
      if (!range || content.length > 240) return [];
      if (line.section !== 'experience' && SCHOOL.test(this.around(index)) && !this.titleIn(index, range)) return [];
      if (isMisplaced && !this.titleIn(index, range) && !this.titleIn(index - 1)) return [];
      return [{ line: index, range }];
    });
  }

  private around(index: number): string {
    return [index - 1, index, index + 1].map((i) => this.lines[i]).map((line) => (line ? this.text.slice(line.start, line.end) : '')).join('\n');
  }

  private dated(anchor: { line: number; range: DateRange }, previousAnchor: number): Omit<FoundPosition, 'lastLine'> {
    const candidates: { title: Title; penalty: number }[] = [];
    const consider = (index: number, penalty: number, range?: DateRange): void => {
      const title = this.titleIn(index, range);
      if (title) candidates.push({ title, penalty });
    };
    consider(anchor.line, 0, anchor.range);
    for (const [distance, penalty] of [[-1, 0.05], [-2, 0.12], [1, 0.1], [2, 0.2]] as const) {
      const index = anchor.line + distance;
      const line = this.lines[index];
      const isFree = line !== undefined && !line.isBullet && index > previousAnchor && line.end - line.start <= MAX_TITLE;
      if (isFree && !(distance < 0 && this.endsSentence(line)) && !this.isDated(line)) consider(index, penalty);
    }
    const best = candidates.sort((a, b) => (b.title.confidence - b.penalty) - (a.title.confidence - a.penalty))[0]?.title
      ?? this.plainTitle(anchor.line, anchor.range);
    return this.position(best, Math.min(best.line, anchor.line), anchor.range);
  }

  private isDated(line: ResumeLine): boolean {
    return dateRangesIn(this.text.slice(line.start, line.end), this.asOf).length > 0;
  }

  private endsSentence(line: ResumeLine): boolean {
    return this.text[line.end - 1] === '.' && line.end - line.start > 50;
  }

  /** The part of a line that reads like a known title. */
  private titleIn(index: number, range?: DateRange): Title | undefined {
    const line = this.lines[index];
    if (!line) return undefined;
    const content = this.text.slice(line.start, line.end);
    const blank = range ? content.slice(0, range.start) + ' '.repeat(range.end - range.start) + content.slice(range.end) : content;
    if (blank.trim().length > MAX_TITLE * 2) return this.leadingTitle(blank, line.start, index);
    let best: Title | undefined;
    let from = 0;
    for (const part of blank.split(TITLE_PARTS)) {
      const at = blank.indexOf(part, from);
      from = at + part.length;
      const title = part.trim().length <= MAX_TITLE ? this.asTitle(part, line.start + at, index) : undefined;
      if (title && title.confidence > (best?.confidence ?? 0)) best = title;
    }
    const whole = best && best.confidence >= 0.9 ? undefined : this.asTitle(blank.trim(), line.start + blank.indexOf(blank.trim()), index);
    return whole && whole.confidence > (best?.confidence ?? 0) + 0.1 ? whole : best;
  }

  /** In texts without line ends the title stands next to the date, before the duties begin. */
  private leadingTitle(content: string, start: number, index: number): Title | undefined {
    const head = content.slice(0, MAX_TITLE);
    const [match] = this.lexicon.occupations.findLiteral(wordsOf(head));
    if (!match) return undefined;
    const text = head.slice(match.start, match.end);
    return { text, start: start + match.start, end: start + match.end, line: index, occupations: [{ id: match.id, confidence: 0.9 }], confidence: 0.7 };
  }

  private asTitle(part: string, start: number, line: number): Title | undefined {
    const text = part.trim();
    if (text.length < 2 || wordsOf(text).length > 12) return undefined;
    const occupations = this.lexicon.occupations.readTitle(text).filter((m, i, all) => m.confidence >= all[0]!.confidence - 0.15);
    const confidence = occupations[0]?.confidence ?? 0;
    if (confidence < 0.45) return undefined;
    const at = start + part.indexOf(text);
    return { text, start: at, end: at + text.length, line, occupations: occupations.map(({ id, confidence: c }) => ({ id, confidence: c })), confidence };
  }

  /** No known title anywhere near: the words beside the date, as they stand. */
  private plainTitle(index: number, range: DateRange): Title {
    const line = this.lines[index]!;
    const content = this.text.slice(line.start, line.end);
    const beside = content.slice(0, range.start) + content.slice(range.end);
    const rest = beside.split(TITLE_PARTS).map((p) => p.trim()).find((p) => /\p{L}{3}/u.test(p));
    const previous = this.lines[index - 1];
    const text = rest ?? (previous ? this.text.slice(previous.start, previous.end) : content);
    const source = rest !== undefined || !previous ? line : previous;
    const at = Math.max(source.start, this.text.indexOf(text, source.start));
    const end = Math.min(source.end, at + Math.min(text.length, MAX_TITLE));
    return { text: text.slice(0, MAX_TITLE), start: at, end, line: index, occupations: [], confidence: 0 };
  }

  private undated(hasHistory: boolean): Omit<FoundPosition, 'lastLine'>[] {
    return this.lines.flatMap((line, index) => {
      const isElsewhere = hasHistory ? line.section !== 'experience' : line.section === 'education';
      if (isElsewhere || line.isBullet || line.end - line.start > MAX_TITLE) return [];
      const title = this.titleIn(index);
      return title && title.confidence >= 0.8 ? [this.position(title, index)] : [];
    });
  }

  private position(title: Title, firstLine: number, range?: DateRange): Omit<FoundPosition, 'lastLine'> {
    return {
      title: title.text, start: title.start, end: title.end, occupations: title.occupations, firstLine,
      titleStems: countStems(wordsOf(title.text)), level: levelOf(title.text),
      startMonth: range?.startMonth, endMonth: range?.endMonth, isCurrent: range?.isOpen ?? false, isTraining: TRAINING.test(title.text),
    };
  }
}

/** The lines from one position to the next, as long as the section lasts, tell what was done there. */
function withBodies(positions: readonly Omit<FoundPosition, 'lastLine'>[], lines: readonly ResumeLine[]): FoundPosition[] {
  return positions.map((position, i) => {
    const limit = positions[i + 1]?.firstLine ?? lines.length;
    let last = position.firstLine + 1;
    while (last < limit && lines[last]!.section === lines[position.firstLine]!.section) last += 1;
    return { ...position, lastLine: Math.max(last, position.firstLine + 1) };
  });
}
