/** Why somebody was found unqualified, as career.place tells it. */
export interface Reason {
  readonly step: string;
  readonly requirement: string;
  readonly answer: string | null;
  readonly text: string;
  /** career.place itself says that the answer may reveal protected or health data. */
  readonly sensitive?: boolean;
}

/** What stands in a note instead of a reason that nobody should read there (CP-31). */
export const SEE_CARD = 'see applicant card';

/**
 * Beginnings of words (English, Swedish) that speak of health or of a ground on which nobody may be treated worse.
 * A reason too many on the card is a click; one too many in a note cannot be taken back: so rather too wide.
 */
const TELLING = [
  'health', 'medic', 'illness', 'disease', 'disab', 'impair', 'handicap', 'diagnos', 'pregnan', 'mental', 'sick', 'injur', 'allerg', 'hiv', 'wheelchair', 'drug test', 'vaccin', 'medicine', 'surgery',
  'hälsa', 'hälso', 'sjuk', 'funktionsned', 'funktionshinder', 'funktionsvaria', 'gravid', 'läkar', 'skada', 'skador', 'rullstol',
  'age', 'aged', 'ages', 'years old', 'birth', 'born', 'ålder', 'född', 'födelse',
  'gender', 'sex', 'sexual', 'transgender', 'woman', 'women', 'female', 'male', 'kön', 'könsidentitet', 'läggning', 'homosex', 'bisex',
  'religio', 'belief', 'church', 'muslim', 'christian', 'jewish', 'hindu', 'buddhis', 'tro', 'trosuppfattning', 'kyrka',
  'race', 'racial', 'ethnic', 'skin colour', 'skin color', 'nationalit', 'citizen', 'national origin', 'ancestry', 'etnis', 'hudfärg', 'medborgarskap', 'ras',
  'union', 'politic', 'fackförening', 'facklig', 'politisk',
  'marri', 'marital', 'children', 'child care', 'childcare', 'family', 'parental', 'gift', 'barn', 'föräldra', 'familj',
  'criminal', 'convict', 'crime', 'brott', 'straff', 'belastningsregister', 'veteran', 'genetic', 'genetisk',
];
/** Whole words only: as beginnings they would catch too many others. */
const WHOLE = new Set(['age', 'aged', 'ages', 'sex', 'male', 'race', 'tro', 'ras', 'gift', 'union', 'hiv', 'barn', 'kön', 'born', 'women', 'woman', 'skada', 'skador']);

const escaped = (word: string): string => word.replaceAll(' ', '\\s+');
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${TELLING.map((word) => (WHOLE.has(word) ? `${escaped(word)}(?![\\p{L}\\p{N}])` : escaped(word))).join('|')})`, 'iu');

export function isTelling(reason: Reason): boolean {
  return reason.sensitive === true || [reason.step, reason.requirement, reason.answer ?? '', reason.text].some((text) => PATTERN.test(text));
}

/** Longer than any honest reason: a note is read in a list. */
const MAX_CHARS = 300;

/** The lines of a note, one a reason; what may not be told becomes one pointer to the card (CP-30, CP-31). */
export function reasonLines(reasons: readonly Reason[]): string[] {
  const open = reasons.filter((reason) => !isTelling(reason)).map(lineOf);
  const isHidden = open.length < reasons.length || reasons.length === 0;
  return isHidden ? [...open, SEE_CARD] : open;
}

function lineOf({ requirement, text }: Reason): string {
  const line = [requirement.trim(), text.trim()].filter((part) => part !== '').join(' - ').replace(/\s+/g, ' ');
  return line.length > MAX_CHARS ? `${line.slice(0, MAX_CHARS - 1)}…` : line;
}
