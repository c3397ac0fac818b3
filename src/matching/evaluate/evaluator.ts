import type { Job } from '../posting/job.js';
import type { Condition, UnderstoodRequirement } from '../posting/requirement.js';
import type { Profile } from '../resume/profile.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { check, EXPERIENCE_MET, type Check, type Comparison } from './condition-check.js';
import type { Evaluation, Limit, Reason, ReasonKind, Status } from './evaluation.js';
import { occupationFit, type OccupationFit } from './occupation-fit.js';
import { quoteOf } from './quote.js';
import { tenthsOf } from './shares.js';
import { NO_STATISTICS, tellingness, type TermStatistics } from './statistics.js';

/** Version of the rules; with that of the lexicon it names the engine in every decision. */
export const RULES_VERSION = '1.1.0';

const POINTS = { requirements: 55, occupation: 28, wording: 17 } as const;
/** Sum of requirement weights from which requirements carry their full points. */
const FULL_WEIGHT = 8;
const WEIGHT: Record<Condition['kind'], number> = {
  experience: 2.5, skill: 1, education: 1.5, credential: 1.5, language: 1, 'work-right': 0.4, place: 0.3, quality: 0.1, text: 0.5,
};
const SOFT_WEIGHT = 0.25;
const ENOUGH_SKILLS = 0.8;

/** However much is missing, what is there still shows. */
const LOWEST_FACTOR = 0.5;
/** Lifts the middle of the scale, so that the default threshold lies where fits and misfits part on the tuning data. */
const CALIBRATION = 0.8;

function calibrated(raw: number): number {
  return 100 * (Math.min(100, raw) / 100) ** CALIBRATION;
}

/** A requirement with the outcome of its conditions. */
export interface Judged {
  readonly requirement: UnderstoodRequirement;
  readonly conditions: readonly { readonly condition: Condition; readonly outcome: Check }[];
  readonly value: number;
  readonly status: Status;
  readonly weight: number;
}

/** Compares résumés with advertisements. Pure and deterministic; about 0.2 ms for a pair. */
export class Evaluator {
  readonly version: string;

  constructor(private readonly lexicon: Lexicon, private readonly statistics: TermStatistics = NO_STATISTICS) {
    this.version = `rules ${RULES_VERSION}, lexicon ${lexicon.version}, statistics ${statistics.version}`;
  }

  /** Scores one person for one posting and accounts for every point of the score. */
  evaluate(job: Job, profile: Profile): Evaluation {
    const comparison: Comparison = { job, profile, lexicon: this.lexicon, statistics: this.statistics };
    const judged = job.requirements.map((requirement) => this.judge(requirement, comparison));
    const fit = occupationFit(job, profile, this.lexicon);
    const wording = this.wordingFit(job, profile);
    const limits = limitsOf(judged, this.lexicon);
    const factor = Math.max(LOWEST_FACTOR, limits.reduce((product, limit) => product * limit.factor, 1));
    const points = pointsFor(judged);
    const lines = [
      ...judged.map((j) => ({ got: points.requirements * j.weight * j.value, most: points.requirements * j.weight })),
      { got: points.occupation * fit.value, most: points.occupation }, { got: points.wording * wording, most: points.wording },
    ];
    const raw = lines.reduce((sum, line) => sum + line.got, 0) * factor;
    const scale = raw > 0 ? (factor * calibrated(raw)) / raw : 0;
    const { parts, total } = tenthsOf(lines.map((line) => line.got * scale));
    const reasons = this.reasons(judged, fit, wording, profile, lines.map((line, i) => ({ got: parts[i]!, most: Math.max(line.most, parts[i]!) })));
    return {
      candidate: profile.id, posting: job.id, score: total, reasons, limits, occupationFit: fit.value, flags: profile.flags,
      unmet: judged.filter((j) => isObligatory(j) && isUnmet(j)).length,
      notStated: judged.filter((j) => isObligatory(j) && j.status === 'not-stated').length,
      meetsMandatory: meetsMandatory(judged, this.lexicon), engineVersion: this.version,
    };
  }

  private judge(requirement: UnderstoodRequirement, comparison: Comparison): Judged {
    const conditions = requirement.conditions.map((condition) => ({ condition, outcome: check(condition, comparison) }));
    const weights = conditions.map(({ condition }) => weightOf(condition, this.lexicon));
    const sum = weights.reduce((a, b) => a + b, 0);
    const value = conditions.reduce((total, { outcome }, i) => total + outcome.value * weights[i]!, 0) / sum;
    const statuses = conditions.map(({ outcome }) => outcome.status);
    const heaviest = Math.max(...weights) + 0.3 * (sum - Math.max(...weights));
    return { requirement, conditions, value, status: overall(statuses), weight: heaviest * (requirement.mandatory ? 1.6 : 0.6) };
  }

  /** How many of the telling words of the advertisement stand in the résumé. */
  private wordingFit(job: Job, profile: Profile): number {
    let all = 0;
    let shared = 0;
    for (const [stem, count] of job.stems) {
      const emphasis = job.titleStems.has(stem) ? 2 : job.dutyStems.has(stem) ? 1.2 : 1;
      const weight = tellingness(this.statistics, stem) * emphasis * Math.min(2, Math.sqrt(count));
      all += weight;
      const times = profile.stems.get(stem) ?? 0;
      if (times > 0) shared += weight * Math.min(1, 0.7 + 0.15 * times);
    }
    const coverage = all > 0 ? shared / all : 0;
    return Math.min(1, coverage / 0.5);
  }

  private reasons(
    judged: readonly Judged[], fit: OccupationFit, wording: number, profile: Profile, lines: readonly { got: number; most: number }[],
  ): Reason[] {
    const rounded = (value: number): number => Math.round(value * 10) / 10;
    const occupation: Reason = {
      kind: 'title', mandatory: false, status: fit.value >= 0.7 ? 'met' : fit.value >= 0.4 ? 'partial' : 'not-stated', matched: fit.value >= 0.4,
      text: fit.value >= 0.25 && fit.title ? `Work history: ${fit.value >= 0.7 ? 'same kind of job' : 'neighbouring job'} (${fit.title})` : 'No job of this kind in the work history',
      weight: lines[judged.length]!.got, outOf: rounded(lines[judged.length]!.most),
      evidence: fit.span && fit.value >= 0.25 ? [quoteOf(profile.text, fit.span, profile.hidden)] : [],
    };
    const words: Reason = {
      kind: 'wording', mandatory: false, status: wording >= 0.7 ? 'met' : wording >= 0.4 ? 'partial' : 'not-stated', matched: wording >= 0.4,
      text: `${Math.round(wording * 100)} % likeness in the words of duties and description`,
      weight: lines[judged.length + 1]!.got, outOf: rounded(lines[judged.length + 1]!.most), evidence: [],
    };
    return [occupation, ...judged.map((j, i) => reasonOf(j, lines[i]!.got, rounded(lines[i]!.most), profile)), words];
  }
}

function pointsFor(judged: readonly Judged[]): { requirements: number; occupation: number; wording: number } {
  const sum = judged.reduce((total, j) => total + j.weight, 0);
  const share = Math.min(1, sum / FULL_WEIGHT);
  const forRequirements = POINTS.requirements * share;
  const rest = 100 - forRequirements;
  const occupation = rest * (POINTS.occupation / (POINTS.occupation + POINTS.wording));
  return { requirements: sum > 0 ? forRequirements / sum : 0, occupation, wording: rest - occupation };
}

function reasonOf(j: Judged, got: number, most: number, profile: Profile): Reason {
  const { text, start, end, category, mandatory } = j.requirement;
  const spans = j.conditions.flatMap(({ outcome }) => outcome.spans).slice(0, 3);
  return {
    kind: kindOf(j), mandatory, status: j.status, matched: j.status === 'met' || j.status === 'partial',
    text: `${mandatory ? 'Must have' : 'Nice to have'} "${text}": ${j.conditions.map(({ outcome }) => outcome.finding).join('; ')}`,
    weight: got, outOf: most, requirement: { text, start, end, category }, evidence: spans.map((span) => quoteOf(profile.text, span, profile.hidden)),
  };
}

function kindOf(j: Judged): ReasonKind {
  const kinds: Record<UnderstoodRequirement['category'], ReasonKind> = {
    experience: 'experience', skills: 'skill', qualifications: 'qualification', location: 'location', languages: 'language', other: 'quality',
  };
  return kinds[j.requirement.category];
}

function overall(statuses: readonly Status[]): Status {
  if (statuses.includes('not-met')) return 'not-met';
  if (statuses.every((status) => status === 'met')) return 'met';
  if (statuses.every((status) => status === 'not-stated')) return 'not-stated';
  return 'partial';
}

function weightOf(condition: Condition, lexicon: Lexicon): number {
  if (condition.kind === 'skill' && condition.anyOf.every((skill) => lexicon.skills.isSoft(skill))) return SOFT_WEIGHT;
  return condition.kind === 'experience' && condition.months === 0 ? 1 : WEIGHT[condition.kind];
}

function isHardSkill(condition: Condition, lexicon: Lexicon): boolean {
  return condition.kind === 'skill' && !condition.anyOf.every((skill) => lexicon.skills.isSoft(skill));
}

/** Conditions a résumé can be expected to show. */
function isObligatory(j: Judged): boolean {
  return j.requirement.mandatory && j.conditions.some(({ condition }) => !['quality', 'place', 'text', 'work-right'].includes(condition.kind));
}

function isUnmet(j: Judged): boolean {
  return j.conditions.some(({ condition, outcome }) => outcome.status === 'not-met'
    || (condition.kind === 'experience' && condition.months > 0 && outcome.value < EXPERIENCE_MET && outcome.status !== 'not-stated'));
}

function skillCoverage(judged: readonly Judged[], lexicon: Lexicon): { covered: number; asked: number } {
  let covered = 0;
  let asked = 0;
  for (const j of judged) {
    const hard = j.conditions.filter(({ condition }) => isHardSkill(condition, lexicon));
    if (!j.requirement.mandatory || hard.length === 0) continue;
    asked += 1;
    covered += hard.reduce((sum, { outcome }) => sum + (outcome.status === 'met' ? 1 : outcome.value / 3), 0) / hard.length;
  }
  return { covered, asked };
}

function meetsMandatory(judged: readonly Judged[], lexicon: Lexicon): boolean {
  const obligatory = judged.filter(isObligatory);
  if (obligatory.some(isUnmet)) return false;
  const { covered, asked } = skillCoverage(judged, lexicon);
  if (asked > 0 && covered / asked <= ENOUGH_SKILLS) return false;
  const open = obligatory.filter((j) => j.status === 'not-stated' && !j.conditions.some(({ condition }) => condition.kind === 'skill'));
  return open.length <= 1 && !open.some((j) => j.conditions.some(({ condition }) => condition.kind === 'experience' && condition.months > 0));
}

/** Must-haves that are missing hold the whole score down, each by its own factor. */
function limitsOf(judged: readonly Judged[], lexicon: Lexicon): Limit[] {
  const limits: Limit[] = [];
  const { covered, asked } = skillCoverage(judged, lexicon);
  if (asked > 0 && covered < asked) limits.push({ text: `${Math.round(covered * 10) / 10} of ${asked} obligatory skills shown`, factor: 1 - 0.4 * (1 - covered / asked) });
  for (const j of judged) {
    if (!j.requirement.mandatory) continue;
    for (const { condition, outcome } of j.conditions) {
      const factor = factorOf(condition, outcome);
      if (factor < 1) limits.push({ text: `"${j.requirement.text}": ${outcome.finding}`, factor });
    }
  }
  return limits;
}

function factorOf(condition: Condition, outcome: Check): number {
  switch (condition.kind) {
    case 'experience': return condition.months > 0 && outcome.value < EXPERIENCE_MET ? 1 - 0.12 - 0.38 * (1 - outcome.value) : 1;
    case 'education': return outcome.status === 'not-met' ? 0.85 : outcome.status === 'not-stated' ? 0.94 : 1;
    case 'credential': return outcome.status === 'not-met' ? 0.78 : outcome.status === 'not-stated' ? 0.86 : 1;
    case 'language': return outcome.value < 0.5 ? 0.9 : 1;
    case 'work-right': return outcome.status === 'not-met' ? 0.85 : 1;
    default: return 1;
  }
}
