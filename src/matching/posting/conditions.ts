import { degreesIn } from '../education/degree-level.js';
import { stemOf } from '../lexical/stems.js';
import { wordsOf, type Word } from '../lexical/words.js';
import type { PhraseMatch } from '../lexical/phrase-matcher.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { monthsAsked } from './amounts.js';
import { languageConditions } from './language-conditions.js';
import type { Condition } from './requirement.js';

const WORK_RIGHT = /\b(authori[sz]ed to work|work authori[sz]ation|right to work|legally (able|authori[sz]ed|eligible|entitled)|eligib(le|ility) to work|work(ing)? permit|visa|citizen(ship)?|arbetstillstånd|arbeitserlaubnis|employment eligibility|permanent resident|sponsorship)\b/i;
const PLACE = /\b(relocat\w+|commut\w+|based in|located in|living in|live in|reside\w*|willing(ness)? to travel|able to travel|travel (up to|of|is|required|domestically|internationally)|on[- ]?site|in the office|hybrid|remote(ly)?|shift(s)?|weekends?|evenings?|nights?|bank holidays|overtime|flexible (hours|schedule)|availab(le|ility)|within \d+ (miles|km)|start immediately|full[- ]time|part[- ]time|hours (a|per) week|on[- ]call|skift\w*|schichtarbeit|reisebereitschaft|umzugsbereit|obekväm arbetstid|time ?zone)\b/i;
const EXPERIENCE = /\b(experience|experienced|track record|background in|worked (as|in|with)|erfarenhet|erfahrung|berufserfahrung|van vid|history of)\b/i;
const EQUIVALENT = /\bequivalent\b|\bor (relevant|related|similar|comparable|proven|practical|work|professional|industry|on-the-job)[\w\s,/-]{0,30}experience|combination of (education|training)|eller motsvarande|oder vergleichbar|gleichwertig/i;

/** What a clause of an advertisement asks for: all of these together. Never empty. */
export function conditionsOf(clause: string, lexicon: Lexicon): Condition[] {
  const words = wordsOf(clause);
  const conditions: Condition[] = [];
  const degree = educationCondition(clause, words);
  if (degree) conditions.push(degree);
  const credentials = lexicon.credentials.find(words);
  for (const group of anyOrAll(clause, credentials)) conditions.push({ kind: 'credential', anyOf: namesOf(group) });
  const titles = EXPERIENCE.test(clause) ? lexicon.occupations.findLiteral(words) : [];
  const skills = lexicon.skills.find(words, clause)
    .filter((s) => ![...credentials, ...titles].some((other) => overlaps(other, s)) && !(degree && isStudyField(clause, s)));
  const experience = experienceCondition(clause, words, skills, lexicon, degree !== undefined);
  if (experience) conditions.push(experience);
  for (const group of anyOrAll(clause, skills)) conditions.push({ kind: 'skill', anyOf: namesOf(group), wordings: wordingsOf(group, words) });
  conditions.push(...languageConditions(clause, words, lexicon));
  if (WORK_RIGHT.test(clause)) conditions.push({ kind: 'work-right' });
  else if (conditions.length === 0 && PLACE.test(clause)) conditions.push({ kind: 'place', stems: stemsOf(words) });
  if (conditions.length > 0) return conditions;
  if (lexicon.qualities.find(words).length > 0) return [{ kind: 'quality' }];
  const stems = stemsOf(words);
  return [stems.length > 0 ? { kind: 'text', stems } : { kind: 'quality' }];
}

function educationCondition(clause: string, words: readonly Word[]): Condition | undefined {
  const degrees = degreesIn(clause);
  if (degrees.length === 0) return undefined;
  const last = degrees[degrees.length - 1]!;
  const subject = /^[^.;(]*?\b(?:in|of|within|inom)\s+([^.;()]{3,90})/i.exec(clause.slice(last.end))?.[1]?.replace(/\b(or|and) (equivalent|related|similar).*$/i, '');
  const fields = subject ? stemsOf(wordsOf(subject)).filter((stem) => !/^(relat|field|similar|equival|relev|subject|disciplin|area|other)/.test(stem)) : [];
  return {
    kind: 'education', level: degrees.reduce((lowest, d) => (d.level < lowest ? d.level : lowest), last.level),
    fields: fields.slice(0, 8), orExperience: EQUIVALENT.test(clause) && words.length > 0,
  };
}

function isStudyField(clause: string, skill: PhraseMatch<string>): boolean {
  return /\b(degree|bachelor|master|diploma|examen|studium|education|ph\.?d|phd|b\.?sc|m\.?sc|studies|qualification)[^.;]{0,60}$/i.test(clause.slice(0, skill.start))
    && !EXPERIENCE.test(clause.slice(0, skill.start));
}

function experienceCondition(
  clause: string, words: readonly Word[], skills: readonly PhraseMatch<string>[], lexicon: Lexicon, hasDegree: boolean,
): Condition | undefined {
  const months = EXPERIENCE.test(clause) || !hasDegree ? monthsAsked(clause) : undefined;
  const occupations = EXPERIENCE.test(clause) || months !== undefined ? [...new Set(lexicon.occupations.findLiteral(words).map((m) => m.id))] : [];
  const named = skills.map((s) => s.value).filter((s) => !lexicon.skills.isSoft(s));
  if (months !== undefined) return { kind: 'experience', months, occupations, skills: named, stems: stemsOf(words) };
  if (!EXPERIENCE.test(clause) || hasDegree) return undefined;
  if (occupations.length > 0) return { kind: 'experience', months: 6, occupations, skills: [], stems: [] };
  if (skills.length > 0) return undefined;
  const stems = stemsOf(words);
  return { kind: 'experience', months: 0, occupations: [], skills: [], stems };
}

/** Puts alternatives ("X or Y", "tools such as X, Y") into one group and lists ("X, Y and Z") into several. */
function anyOrAll(clause: string, matches: readonly PhraseMatch<string>[]): PhraseMatch<string>[][] {
  const groups: PhraseMatch<string>[][] = [];
  let previous: PhraseMatch<string> | undefined;
  for (const match of matches) {
    const between = previous ? clause.slice(previous.end, match.start) : '';
    if (previous !== undefined && isAlternative(clause, previous, match, between)) groups[groups.length - 1]!.push(match);
    else groups.push([match]);
    previous = match;
  }
  return withoutRepeats(groups);
}

function namesOf(group: readonly PhraseMatch<string>[]): string[] {
  return [...new Set(group.map((match) => match.value))];
}

function wordingsOf(group: readonly PhraseMatch<string>[], words: readonly Word[]): string[][] {
  return group.filter((match) => !match.needsCompany).map((match) => stemsOf(words.slice(match.from, match.to))).filter((stems) => stems.join('').length > 3);
}

function isAlternative(clause: string, a: PhraseMatch<string>, b: PhraseMatch<string>, between: string): boolean {
  if (/^\s*(\/|\(|or\b|and\/or\b|eller\b|oder\b|,?\s*or\b)/i.test(between) && between.length < 45) return true;
  if (!/^\s*,\s*[\w\s]{0,20}$/.test(between) && !/^\s+(and|&)\s+$/.test(between)) return false;
  const before = clause.slice(0, a.start);
  if (/\b(such as|e\.g\.?,?|like|for example|including|one of|either|any of|incl\.|t\.ex\.|z\.B\.|preferably|ideally|similar to)\s+[^.;]*$/i.test(before)) return true;
  return /^[^.;]*?\bor\b/i.test(clause.slice(b.end, b.end + 60)) && !/\band\b/i.test(clause.slice(a.end, b.end + 40));
}

function withoutRepeats(groups: readonly PhraseMatch<string>[][]): PhraseMatch<string>[][] {
  const seen = new Set<string>();
  return groups.filter((group) => {
    const key = namesOf(group).sort().join('|');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function overlaps(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

function stemsOf(words: readonly Word[]): string[] {
  return [...new Set(words.map((word) => stemOf(word.folded)).filter(Boolean))];
}
