/** A span of time named in a résumé, in months since year 0 (`year * 12 + month - 1`); the end is exclusive. */
export interface DateRange {
  readonly startMonth: number;
  readonly endMonth: number;
  readonly isOpen: boolean;
  readonly start: number;
  readonly end: number;
}

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan', 'januari', 'januar'], ['february', 'feb', 'februari', 'februar'], ['march', 'mar', 'mars', 'märz', 'mrz'], ['april', 'apr'],
  ['may', 'maj', 'mai'], ['june', 'jun', 'juni'], ['july', 'jul', 'juli'], ['august', 'aug', 'augusti'], ['september', 'sep', 'sept'],
  ['october', 'oct', 'okt', 'oktober'], ['november', 'nov'], ['december', 'dec', 'dez', 'dezember'],
];
const SEASONS: Record<string, number> = { winter: 1, spring: 4, summer: 7, fall: 10, autumn: 10 };
const MONTH_OF = new Map([...MONTHS.flatMap((names, i) => names.map((name) => [name, i + 1] as const)), ...Object.entries(SEASONS)]);

const NAME = `(?:${[...MONTH_OF.keys()].sort((a, b) => b.length - a.length).join('|')})`;
const YEAR = '(?:19|20)\\d{2}';
const POINT = `(?:${NAME}\\.?,?\\s*(?:\\d{1,2},?\\s+)?['’]?(?:${YEAR}|(?<=['’ ])\\d{2})|\\d{1,2}\\s*[/.-]\\s*${YEAR}|\\d{1,2}/\\d{1,2}/${YEAR}|${YEAR}\\s*[-/.]\\s*\\d{1,2}(?!\\d)(?:-\\d{1,2})?|\\d{1,2}/\\d{2}(?!\\d)|${YEAR})`;
const OPEN = '(?:present|current(?:ly)?|now|today|to date|date|ongoing|on-going|till date|until now|heute|nuvarande|pågående|nu|aktuell|jetzt|idag)';
const RANGE = new RegExp(`(?<![\\d\\p{L}/])(${POINT})\\s*(?:-{1,2}|–|—|−|to|until|till|through|thru|bis|till och med|\\/)+\\s*(${POINT}|${OPEN})(?![\\d\\p{L}])`, 'giu');
const SINCE = new RegExp(`(?<![\\p{L}])(?:since|from|seit|sedan|from:)\\s+(${POINT})(?:\\s*(?:-|–|onwards|until now|to)?\\s*${OPEN})?`, 'giu');
const OPEN_END = new RegExp(`(?<![\\d\\p{L}/-])(${NAME}\\.?\\s+${YEAR}|\\d{1,2}/${YEAR}|${YEAR})\\s*(?:–|—|-)\\s*(?=$|[\\n,;)|])`, 'giu');
const EARLIEST = 1950 * 12;

/** Places of the spans of time in a text, so that nothing cuts them apart. */
export function dateSpansIn(text: string): { start: number; end: number }[] {
  return [...text.matchAll(RANGE)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
}

/** Every span of time in a text. `asOf` (a month number) is the end of what is still going on. */
export function dateRangesIn(text: string, asOf: number): DateRange[] {
  const ranges: DateRange[] = [];
  for (const m of text.matchAll(RANGE)) {
    const start = monthOf(m[1]!, 'start');
    const isOpen = new RegExp(`^${OPEN}$`, 'iu').test(m[2]!);
    const end = isOpen ? asOf : monthOf(m[2]!, 'end');
    if (start !== undefined && end !== undefined) ranges.push({ startMonth: start, endMonth: end, isOpen, start: m.index, end: m.index + m[0].length });
  }
  for (const pattern of [SINCE, OPEN_END]) {
    for (const m of text.matchAll(pattern)) {
      const start = monthOf(m[1]!, 'start');
      const taken = ranges.some((r) => m.index < r.end && r.start < m.index + m[0].length);
      if (start !== undefined && !taken) ranges.push({ startMonth: start, endMonth: asOf, isOpen: true, start: m.index, end: m.index + m[0].length });
    }
  }
  return ranges.filter((r) => isPlausible(r, asOf)).map((r) => ({ ...r, endMonth: Math.min(r.endMonth, asOf) })).sort((a, b) => a.start - b.start);
}

function isPlausible(range: DateRange, asOf: number): boolean {
  return range.startMonth >= EARLIEST && range.startMonth <= asOf && range.endMonth >= range.startMonth;
}

/** Month number of one date; a bare year starts in January and ends there, so that "2018 - 2020" is two years. */
function monthOf(point: string, side: 'start' | 'end'): number | undefined {
  const text = point.toLowerCase().replace(/['’.,]/g, ' ');
  const year = new RegExp(YEAR).exec(text)?.[0] ?? shortYear(text);
  if (year === undefined) return undefined;
  const named = /\p{L}+/u.exec(text)?.[0];
  if (named !== undefined) return Number(year) * 12 + (MONTH_OF.get(named) ?? 1) - 1;
  const numbers = text.replace(year.slice(-4), ' ').match(/\d{1,2}/g)?.map(Number) ?? [];
  const month = numbers.find((n) => n >= 1 && n <= 12);
  if (month !== undefined) return Number(year) * 12 + month - 1;
  return Number(year) * 12 + (side === 'end' && numbers.length > 0 ? 11 : 0);
}

function shortYear(text: string): string | undefined {
  const two = /(\d{2})\s*$/.exec(text)?.[1];
  if (two === undefined) return undefined;
  return String(Number(two) > 40 ? 1900 + Number(two) : 2000 + Number(two));
}

/** Length of the union of spans, in months: parallel jobs do not add up. */
export function unionMonths(ranges: readonly { startMonth: number; endMonth: number }[]): number {
  let total = 0;
  let reached = -Infinity;
  for (const range of [...ranges].sort((a, b) => a.startMonth - b.startMonth || a.endMonth - b.endMonth)) {
    const from = Math.max(range.startMonth, reached);
    if (range.endMonth > from) total += range.endMonth - from;
    reached = Math.max(reached, range.endMonth);
  }
  return total;
}

/** Month number of a calendar date written `YYYY-MM-DD` or `YYYY-MM`. */
export function monthNumber(date: string): number {
  const match = /^(\d{4})-(\d{2})/.exec(date);
  if (!match) throw new RangeError(`not a date (YYYY-MM-DD): ${date}`);
  return Number(match[1]) * 12 + Number(match[2]) - 1;
}
