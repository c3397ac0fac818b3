import type { PastOpportunity } from './person-history.js';

export interface Wanted {
  readonly postingId: string;
  /** Postings of the same team, the wanted one included. */
  readonly groupPostingIds: ReadonlySet<string>;
  /** Turned down before this does not count any more; epoch ms. */
  readonly coolOffSince: number;
}

const DO_NOT = /do[- ]not[- ](contact|consider|hire)|blacklist/i;

/** Why a person is not suggested for a job by ARKiiVE, or null (CI-17, CI-43). Pure. */
export function whyExcluded(history: readonly PastOpportunity[], wanted: Wanted, isSuggestedBefore: boolean): string | null {
  if (history.length === 0) return 'not visible';
  if (isSuggestedBefore) return 'suggested before';
  if (history.some((past) => past.postingId === wanted.postingId)) return 'already on the posting';
  if (history.some((past) => past.archive === 'hired')) return 'hired';
  if (history.some((past) => past.isAnonymised)) return 'anonymised';
  if (history.some((past) => past.isConfidential)) return 'confidential';
  if (history.some((past) => !past.mayContact || past.tags.some((tag) => DO_NOT.test(tag)))) return 'do not contact';
  const isTurnedDown = (past: PastOpportunity): boolean => past.archive === 'turned-down' && (past.archivedAt ?? 0) >= wanted.coolOffSince
    && past.postingId !== null && wanted.groupPostingIds.has(past.postingId);
  return history.some(isTurnedDown) ? 'turned down recently' : null;
}

/** Why REFiiNE does not suggest an applicant for another job, or null (CI-35, SH-16). Pure. */
export function whyNotReferred(history: readonly PastOpportunity[], postingId: string, isSuggestedBefore: boolean): string | null {
  if (isSuggestedBefore) return 'suggested before';
  if (history.some((past) => past.postingId === postingId)) return 'already on the posting';
  if (history.some((past) => past.isAnonymised)) return 'anonymised';
  if (history.some((past) => past.archive === 'hired')) return 'hired';
  return history.some((past) => past.tags.some((tag) => DO_NOT.test(tag))) ? 'do not contact' : null;
}

/** The moment `months` calendar months before; UTC. Pure. */
export function monthsBefore(now: number, months: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes());
}
