import type { Lexicon } from '../taxonomy/lexicon.js';
import { enumerationOf, OPENS, type Clause } from './clauses.js';
import { conditionsOf } from './conditions.js';
import type { Condition } from './requirement.js';
import { mandatoryByWording } from './wording.js';

const YOU = 'you(?:[\'’]ll| will| do)? (?:should |must |also |will |already |ideally )*(?:have to be|have|hold|possess|bring|need|be|are|know)(?= )|you[\'’]ve(?: got)?';
const PERSON = '(?:the |our |an? )?(?:ideal|successful|right|suitable|perfect) (?:candidate|applicant|person)(?:s)? (?:will |should |must )?(?:has|have|having|possess(?:es)?|brings?|is|be|with)|(?:applicants?|candidates?) (?:must|should|need to|will|(?:are|is) (?:asked|expected|required) to) (?:have|hold|possess|show|bring|be)|(?:applicants?|candidates?) with';
const SOUGHT = '(?:[\\p{L}&\'’ ]{2,40}? (?:is|are) |we[\'’]re )?(?:look|seek|search)ing for (?:someone|somebody|an? [\\w\\s-]{2,40}?|candidates?|people|individuals?) (?:with|who (?:has|have|is|can))|any(?:one|body) (?:with|who has)';
const ABROAD = 'sie (?:verfügen über|haben|bringen|kennen)|du (?:har|hast|bringst|kennst)|du är(?= \\p{L}+ad)|som person är du|vi söker dig som (?:har|är)';
/** "You have …", "We are looking for someone with …": the words before what is asked for. */
const LEAD_IN = new RegExp(`^(?:(?:(?:as|in|to) [^,.]{3,60}?,? |ideally,? )?(?:${YOU})|what you(?:['’]ll)? (?:do )?need is|${SOUGHT}|${PERSON}|must have|we (?:also |would )?(?:need|expect|require|ask for)|required:?|${ABROAD})\\s+`, 'iu');
const IS_SOUGHT = new RegExp(`^${SOUGHT}`, 'iu');
/** What the person sought will do: no part of what is asked for. */
const PURPOSE = /\s+to (?:lead|join|help|work|support|manage|run|drive|build|take|own)\b.*$/i;

/** ", but a warm smile counts for more": what is set against the request is none. */
const BUT = /,\s+but\s+(?!not\b|no\b).*$/i;

/** The requirements in a clause of running prose: without its opening words, and cut where each part stands for itself. Pure. */
export function proseParts(text: string, clause: Clause, lexicon: Lexicon): Clause[] {
  const rest = withoutLeadIn(text, withoutBut(text, clause, lexicon));
  const parts = enumerationOf(text, rest);
  if (parts.length < 2) return [rest];
  const words = parts.map((part) => text.slice(part.start, part.end));
  const known = words.map((part) => isKnown(conditionsOf(part, lexicon)) || EXPERIENCE.test(part));
  if (words.every((part) => conditionsOf(part, lexicon).every((c) => c.kind === 'quality'))) return [rest];
  const standAlone = words.every((part, i) => known[i]! || OPENS.test(part));
  return standAlone && known.filter(Boolean).length * 2 >= parts.length ? parts : [rest];
}

function withoutLeadIn(text: string, clause: Clause): Clause {
  const content = text.slice(clause.start, clause.end);
  const leadIn = LEAD_IN.exec(content);
  if (!leadIn) return clause;
  const purpose = IS_SOUGHT.test(content) ? PURPOSE.exec(content) : null;
  return { ...clause, start: clause.start + leadIn[0].length, end: purpose ? clause.start + purpose.index : clause.end };
}

function withoutBut(text: string, clause: Clause, lexicon: Lexicon): Clause {
  const but = BUT.exec(text.slice(clause.start, clause.end));
  return but && !isKnown(conditionsOf(but[0], lexicon)) ? { ...clause, end: clause.start + but.index } : clause;
}

const EXPERIENCE = /^(har |have )?(some |previous )?(experience|erfarenhet|erfahrung)\b/i;

function isKnown(conditions: readonly Condition[]): boolean {
  return conditions.every((c) => c.kind !== 'text' && (c.kind !== 'experience' || c.months > 0));
}

const SAME_PERSON = /^(you (can|know|write|speak|are|have|hold|understand|use|like|enjoy)|du (är|har|kan|talar|skriver|bist|hast|kannst|sprichst|kennst|känner)|sie (sind|haben|können|sprechen|verfügen|kennen)|som person)\b|\b(bringen sie|bringst du)\b/i;
const FOLLOWING_WORDS = 25;

/** True when a sentence goes on asking after one that did, in words that alone would not tell. Pure. */
export function goesOnAsking(sentence: string): boolean {
  return sentence.split(/\s+/).length <= FOLLOWING_WORDS && (SAME_PERSON.test(sentence) || mandatoryByWording(sentence) === false);
}
