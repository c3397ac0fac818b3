import type { Job } from '../posting/job.js';
import type { Condition } from '../posting/requirement.js';
import type { Profile, SkillEvidence, Span } from '../resume/profile.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import type { Status } from './evaluation.js';
import { occupationFit, relevantMonths } from './occupation-fit.js';
import { tellingness, type TermStatistics } from './statistics.js';

/** Outcome of one condition. */
export interface Check {
  /** 0-1. */
  readonly value: number;
  readonly status: Status;
  readonly spans: readonly Span[];
  readonly finding: string;
}

/** Everything a condition is held against. */
export interface Comparison {
  readonly job: Job;
  readonly profile: Profile;
  readonly lexicon: Lexicon;
  readonly statistics: TermStatistics;
}

const STALE_MONTHS = 96;
export const EXPERIENCE_MET = 0.95;
const SKILL_VALUE = { used: 1, listed: 0.8, studied: 0.5, wished: 0.1, denied: 0 } as const;
const NEIGHBOUR = 0.5;
const IMPLIED = 0.9;
const SAME_WORDS = 0.7;
const MET = 0.7;
const PARTIAL = 0.4;

/** Holds one condition of an advertisement against a résumé. */
export function check(condition: Condition, c: Comparison): Check {
  switch (condition.kind) {
    case 'experience': return condition.months === 0 ? checkText(condition.stems, c) : checkExperience(condition, c);
    case 'skill': return checkSkill(condition, c);
    case 'education': return checkEducation(condition, c);
    case 'credential': return checkCredential(condition.anyOf, c);
    case 'language': return checkLanguage(condition, c);
    case 'work-right': return checkWorkRight(c.profile);
    case 'place': return checkPlace(condition.stems, c.profile);
    case 'quality': return { value: 0.5, status: 'not-stated', spans: [], finding: 'a personal quality, for the interview' };
    case 'text': return checkText(condition.stems, c);
  }
}

function checkExperience(asked: Extract<Condition, { kind: 'experience' }>, c: Comparison): Check {
  const own = { occupations: c.job.occupations, titleStems: c.job.titleStems };
  const named = { occupations: asked.occupations.map((id) => ({ id, confidence: 1 })), titleStems: new Map<string, number>() };
  const wanted = asked.occupations.length > 0 && !asked.occupations.some((id) => c.job.occupations.some((o) => o.id === id)) ? named : own;
  let months = relevantMonths(wanted, c.profile, c.lexicon);
  if (wanted === named) months = Math.max(months, relevantMonths(own, c.profile, c.lexicon));
  const fit = occupationFit(wanted, c.profile, c.lexicon);
  const skill = asked.skills.map((s) => c.profile.skills.get(s)).find((s) => s !== undefined && s.context !== 'denied' && s.context !== 'wished');
  if (asked.skills.length > 0) months = Math.max(skill?.months ?? 0, skill ? months : months * 0.6);
  const stated = c.profile.statedMonths;
  const isClaimed = stated !== undefined && stated.months > months && fit.closeness >= 0.75 && (months === 0 || stated.months <= months * 1.6);
  const counted = isClaimed ? Math.max(months, stated.months * 0.95) : months;
  const value = Math.min(1, counted / asked.months);
  const spans = [...(fit.span && fit.closeness >= 0.45 ? [fit.span] : []), ...(isClaimed ? [stated.span] : [])];
  const status: Status = value >= EXPERIENCE_MET ? 'met' : c.profile.positions.length === 0 && !stated ? 'not-stated' : value >= 0.6 ? 'partial' : 'not-met';
  return { value, status, spans, finding: `${years(counted)} of ${years(asked.months)} found` };
}

function years(months: number): string {
  const value = Math.round((months / 12) * 10) / 10;
  return `${value} year${value === 1 ? '' : 's'}`;
}

function checkSkill(asked: Extract<Condition, { kind: 'skill' }>, c: Comparison): Check {
  let best: Check = { value: 0, status: 'not-stated', spans: [], finding: `${asked.anyOf.join(' or ')} not found` };
  for (const skill of asked.anyOf) {
    const found = skillCheck(skill, c);
    if (found.value > best.value || (found.status === 'not-met' && best.value === 0)) best = found;
  }
  const isSpokenOf = asked.anyOf.some((skill) => c.profile.skills.has(skill));
  return isSpokenOf || best.value >= MET ? best : bySameWords(asked, c) ?? best;
}

/** The very words of the advertisement, though the lexicon knows them by another name in the résumé. */
function bySameWords(asked: Extract<Condition, { kind: 'skill' }>, c: Comparison): Check | undefined {
  const stems = asked.wordings.find((wording) => wording.every((stem) => c.profile.stems.has(stem)));
  if (!stems) return undefined;
  const span = c.profile.stemSpans.get(stems[0]!);
  return { value: SAME_WORDS, status: statusOf(SAME_WORDS), spans: span ? [span] : [], finding: `${asked.anyOf.join(' or ')}: same words found` };
}

function skillCheck(skill: string, c: Comparison): Check {
  const direct = c.profile.skills.get(skill);
  if (direct) return fromEvidence(skill, direct, 1, c);
  let best: Check = { value: 0, status: 'not-stated', spans: [], finding: `${skill} not found` };
  for (const [other, evidence] of c.profile.skills) {
    const share = c.lexicon.skills.shownBy(other).includes(skill) ? IMPLIED : c.lexicon.skills.neighbours(skill).has(other) ? NEIGHBOUR : 0;
    if (share === 0 || evidence.context === 'denied') continue;
    const indirect = fromEvidence(other, evidence, share, c);
    if (indirect.value > best.value) best = { ...indirect, finding: `${skill}: shown by ${other}` };
  }
  return best;
}

function fromEvidence(skill: string, evidence: SkillEvidence, share: number, c: Comparison): Check {
  const isStale = evidence.lastUsed !== undefined && c.profile.asOf - evidence.lastUsed > STALE_MONTHS;
  const isStuffed = evidence.context === 'listed' && c.profile.flags.includes('keyword-stuffing');
  const value = SKILL_VALUE[evidence.context] * (isStale ? 0.75 : 1) * (isStuffed ? 0.4 : 1) * share;
  const how = { used: 'used at work', listed: 'listed', studied: 'studied', wished: 'wished for, not claimed', denied: 'denied' }[evidence.context];
  return { value, status: evidence.context === 'denied' ? 'not-met' : statusOf(value), spans: [evidence], finding: `${skill}: ${how}${isStale ? ', long ago' : ''}` };
}

function statusOf(value: number): Status {
  if (value >= MET) return 'met';
  return value >= PARTIAL ? 'partial' : 'not-stated';
}

function checkEducation(asked: Extract<Condition, { kind: 'education' }>, c: Comparison): Check {
  const done = c.profile.education.filter((e) => e.isCompleted);
  const best = done.reduce<(typeof done)[number] | undefined>((a, b) => (a && a.level >= b.level ? a : b), undefined);
  if (best && best.level >= asked.level) {
    const inField = asked.fields.length === 0 || asked.fields.some((f) => done.some((e) => e.fieldStems.has(f)));
    return { value: inField ? 1 : 0.85, status: 'met', spans: [best], finding: inField ? 'degree found' : 'degree found, in another field' };
  }
  const months = relevantMonths({ occupations: c.job.occupations, titleStems: c.job.titleStems }, c.profile, c.lexicon);
  if (asked.orExperience && months >= 48) return { value: 0.85, status: 'met', spans: [], finding: `equivalent experience: ${years(months)}` };
  const open = c.profile.education.find((e) => !e.isCompleted && e.level >= asked.level);
  if (open) return { value: 0.4, status: 'not-met', spans: [open], finding: 'degree not completed yet' };
  if (best) return { value: asked.level - best.level === 1 ? 0.35 : 0.15, status: 'not-met', spans: [best], finding: 'a lower level of education found' };
  return { value: 0.3, status: 'not-stated', spans: [], finding: 'no level of education found' };
}

function checkCredential(anyOf: readonly string[], c: Comparison): Check {
  let best: Check = { value: 0, status: 'not-stated', spans: [], finding: `${anyOf.join(' or ')} not found` };
  for (const name of anyOf) {
    const found = c.profile.credentials.get(name);
    if (!found) continue;
    const value = { active: 1, 'in-progress': 0.3, expired: 0.2, denied: 0 }[found.status];
    const outcome: Check = { value, status: found.status === 'active' ? 'met' : 'not-met', spans: [found], finding: `${name}: ${found.status.replace('-', ' ')}` };
    if (value > best.value || best.status === 'not-stated') best = outcome;
  }
  return best;
}

function checkLanguage(asked: Extract<Condition, { kind: 'language' }>, c: Comparison): Check {
  const found = c.profile.languages.get(asked.language);
  if (!found) return { value: 0, status: 'not-stated', spans: [], finding: `${asked.language} not found` };
  const gap = asked.level - found.level;
  const value = gap <= 0 ? 1 : gap === 1 ? 0.8 : 0.4;
  return { value, status: value >= MET ? 'met' : 'partial', spans: [found], finding: `${asked.language} found` };
}

function checkWorkRight(profile: Profile): Check {
  const right = profile.workRight;
  if (!right) return { value: 0.5, status: 'not-stated', spans: [], finding: 'right to work not stated: ask' };
  return { value: right.isGiven ? 1 : 0, status: right.isGiven ? 'met' : 'not-met', spans: [right], finding: right.isGiven ? 'right to work stated' : 'needs sponsorship' };
}

function checkPlace(stems: readonly string[], profile: Profile): Check {
  const place = stems.map((stem) => profile.placeStems.get(stem)).find((span) => span !== undefined);
  if (place) return { value: 1, status: 'met', spans: [place], finding: 'place found' };
  if (profile.openToMove) return { value: 0.8, status: 'met', spans: [profile.openToMove], finding: 'willingness stated' };
  return { value: 0.5, status: 'not-stated', spans: [], finding: 'not stated: ask' };
}

/** What no lexicon knows: by how many of its telling words the résumé contains. */
function checkText(stems: readonly string[], c: Comparison): Check {
  let all = 0;
  let shared = 0;
  const spans: Span[] = [];
  for (const stem of stems) {
    const weight = tellingness(c.statistics, stem);
    all += weight;
    if (!c.profile.stems.has(stem)) continue;
    shared += weight;
    const span = c.profile.stemSpans.get(stem);
    if (span && spans.length < 2) spans.push(span);
  }
  const coverage = all > 0 ? shared / all : 0;
  const value = Math.max(0, Math.min(1, (coverage - 0.15) / 0.5));
  return { value, status: statusOf(value), spans: value >= PARTIAL ? spans : [], finding: `${Math.round(coverage * 100)} % of its telling words found` };
}
