/** Levels of education: 1 school leaving, 2 vocational or associate, 3 bachelor, 4 master, 5 doctorate. */
export type DegreeLevel = 1 | 2 | 3 | 4 | 5;

/** A level of education named in a text. */
export interface DegreeMention {
  readonly level: DegreeLevel;
  readonly start: number;
  readonly end: number;
}

/** "as Scrum Master of a team": a role. */
const ROLE = /\b(scrum|web|quiz|station|harbou?r|post) $/i;

const NAMED: readonly [DegreeLevel, RegExp][] = [
  [5, /\b(ph\.?\s?d\.?|doctorate|doctoral degree|d\.?phil|dr\.? rer\.|doktorsexamen|promotion zum|ed\.d\.?|pharm\.?d\.?|doctor of [A-Za-z]+)(?![\p{L}])/giu],
  [4, /\b(master['’]s|masters(?= (degree|in|of))|master (of|in|degree)|mba|m\.sc\.?|msc|m\.?eng|m\.ed\.?|llm|ll\.m|magister\w*|civilingenjör\w*|post-?graduate (?:degree|diploma|qualification|education|studies|certificate)|juris doctor|j\.d\.|jur\.? kand|diplom-?ingenieur|masterexamen|graduate degree|advanced degree|master-?abschluss|msn|mph|msw)(?![\p{L}])/giu],
  [3, /\b(bachelor['’]?s?|baccalaureate|b\.sc\.?|bsc|b\.?eng|b\.?tech|b\.?com|bba|bsn|llb|undergraduate degree|university degree|college degree|university education|college education|university graduate|four[- ]year degree|4[- ]year degree|kandidatexamen|högskoleexamen|högskoleutbildning|universitetsutbildning|akademisk examen|eftergymnasial utbildning|hochschulabschluss|hochschulstudium|abgeschlossenes studium|studium der|honours degree|honors degree|degree[- ]level|degree educated|educated to degree)(?![\p{L}])/giu],
  [2, /\b(associate['’]s|associates? degree|associate (of|in) (arts|science|applied)|a\.a\.s?\.?|vocational (training|degree|education|diploma|qualification|school)|trade school|technical (school|diploma|college)|technical certificate|hnd|hnc|nvq|btec|apprenticeship|abgeschlossene (berufs)?ausbildung|berufsausbildung|kaufmännische ausbildung|ausbildung (als|zum|zur)|yrkeshögskola|yrkesutbildning|yh-utbildning|two[- ]year degree|2[- ]year degree|some college|diploma (in|of)|advanced diploma|higher diploma|national diploma|foundation degree|vocational certificate|culinary school|culinary degree|undersköterskeutbildning)(?![\p{L}])/giu],
  [1, /\b(high[- ]school|secondary school|secondary education|g\.?e\.?d\.?|hsd|gymnasie\w*|abitur|a[- ]levels?|gcses?|leaving certificate|grundskola|mittlere reife|schulabschluss|school leaving|matriculation|higher secondary)(?![\p{L}])/giu],
];

/** Abbreviations that are also place names or initials: they count only before a subject or the word degree. */
const ABBREVIATED: readonly [DegreeLevel, RegExp][] = [
  [4, /(?<![\p{L}.])(M\.?S\.?|M\.?A\.?)(?=(\s+(in|of|degree)\b|[,:]\s+[A-Z][a-z]+))/gu],
  [3, /(?<![\p{L}.])(B\.?S\.?|B\.?A\.?|B\.?F\.?A\.?)(?=(\/B\.?[AS]|\s+(in|of|degree|or)\b|[,:]\s+[A-Z][a-z]+))/gu],
  [2, /(?<![\p{L}.])(A\.?A\.?S?|A\.?S\.?)(?=(\s+(in|of|degree)\b|[,:]\s+[A-Z][a-z]+))/gu],
];

/** In an education section an abbreviation or a bare word is enough. */
const LENIENT: readonly [DegreeLevel, RegExp][] = [
  [4, /(?<![\p{L}.])(M\.?\s?S\.?|M\.?\s?A\.?|[Mm]aster(?:['’]?s)?|[Pp]ost-?graduate|M\.?\s?Ed)(?![\p{L}])/gu],
  [3, /(?<![\p{L}.])(B\.?\s?S\.?|B\.?\s?A\.?|B\.?\s?F\.?\s?A\.?|B\.?\s?B\.?\s?A\.?|[Bb]achelors?|B\.?\s?Ed|[Uu]ndergraduate|[Kk]andidat)(?![\p{L}])/gu],
  [2, /(?<![\p{L}.])(A\.?\s?A\.?(?:\s?S\.?)?|A\.?\s?S\.|[Aa]ssociates?(?=['’]?s? (?:degree|of|in)|\s*:)|[Dd]iploma|DIPLOMA|[Vv]ocational|[Cc]ertificate(?= (?:of|in)|\s*:)|Ausbildung)(?![\p{L}])/gu],
];

const PLAIN_DEGREE = /\b(degrees?|examen|abschluss)\b(?! of (freedom|accuracy|autonomy|independence|care|flexib|responsib|confiden))/giu;

/** Every level of education named in a text, in running order. A bare "degree" counts as a bachelor's. */
export function degreesIn(text: string, isEducation = false): DegreeMention[] {
  const found: DegreeMention[] = [];
  for (const [level, pattern] of [...NAMED, ...ABBREVIATED]) {
    for (const match of text.matchAll(pattern)) {
      if (!ROLE.test(text.slice(0, match.index))) found.push({ level, start: match.index, end: match.index + match[0].length });
    }
  }
  if (isEducation) {
    for (const [level, pattern] of LENIENT) addApart(found, level, text.matchAll(pattern));
  }
  for (const match of text.matchAll(PLAIN_DEGREE)) {
    const start = match.index;
    const end = start + match[0].length;
    const named = found.some((other) => start - other.end < 40 && other.start - end < 12);
    if (!named) found.push({ level: 3, start, end });
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function addApart(found: DegreeMention[], level: DegreeLevel, matches: Iterable<RegExpExecArray>): void {
  for (const match of matches) {
    const start = match.index;
    const end = start + match[0].length;
    const isNamed = found.some((other) => start < other.end + 25 && other.start < end + 25);
    if (!isNamed) found.push({ level, start, end });
  }
}
