import type { Evaluation, Reason } from './evaluation.js';

/** Score from which a match counts, unless a posting sets its own. */
export const DEFAULT_THRESHOLD = 62;
/** Leads per posting at most, and per person at most. */
export const DEFAULT_RANK_LIMIT = 7;
export const DEFAULT_REFER_LIMIT = 3;
const NEIGHBOURING = 0.4;

/** When a person was last active; decides ties (the most recent first). */
export type RecencyOf = (candidateId: string) => number;

/**
 * True when a person is worth a recruiter's look for this posting: above the threshold, from the same or a neighbouring
 * occupation, and for a reason that can be quoted. Never true without evidence.
 */
export function isMatch(evaluation: Evaluation, threshold = DEFAULT_THRESHOLD): boolean {
  return evaluation.score >= threshold && evaluation.occupationFit >= NEIGHBOURING && hasEvidence(evaluation.reasons);
}

/** True when an application may be advanced: a match whose obligatory requirements are all met. Never a rejection when false. */
export function mayAdvance(evaluation: Evaluation, threshold = DEFAULT_THRESHOLD): boolean {
  return isMatch(evaluation, threshold) && evaluation.meetsMandatory;
}

/** The best matches of a posting, best first; fewer than `limit` or none when fewer match. Ties: most recent, then oldest id. */
export function bestCandidates(
  evaluations: readonly Evaluation[], limit = DEFAULT_RANK_LIMIT, threshold = DEFAULT_THRESHOLD, recencyOf: RecencyOf = () => 0,
): Evaluation[] {
  return evaluations.filter((e) => isMatch(e, threshold))
    .sort((a, b) => b.score - a.score || recencyOf(b.candidate) - recencyOf(a.candidate) || compareIds(a.candidate, b.candidate))
    .slice(0, limit);
}

/** The best other postings for a person, best first; none is a valid answer. Ties: posting id. */
export function bestPostings(evaluations: readonly Evaluation[], limit = DEFAULT_REFER_LIMIT, threshold = DEFAULT_THRESHOLD): Evaluation[] {
  return evaluations.filter((e) => isMatch(e, threshold))
    .sort((a, b) => b.score - a.score || compareIds(a.posting, b.posting))
    .slice(0, limit);
}

/** The reasons a recruiter needs first: what carries most, and every obligatory requirement that is open. */
export function mainReasons(evaluation: Evaluation, limit = 12): Reason[] {
  const open = evaluation.reasons.filter((r) => r.mandatory && !r.matched && r.kind !== 'quality');
  const carrying = evaluation.reasons.filter((r) => !open.includes(r) && r.weight > 0).sort((a, b) => b.weight - a.weight);
  const kept = new Set([...carrying.slice(0, Math.max(3, limit - open.length)), ...open].slice(0, limit));
  return evaluation.reasons.filter((r) => kept.has(r));
}

function hasEvidence(reasons: readonly Reason[]): boolean {
  return reasons.some((reason) => reason.matched && reason.evidence.length > 0);
}

/** Order of ids by code units: the same on every machine. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
