/** Where a check is. `not_started`: known to Refapp, nothing asked yet. `erased` is what is left after forgetting. */
export const CHECK_STATUSES = [
  'not_started', 'on_hold', 'requested', 'referees_named', 'in_progress', 'completed', 'closed_incomplete', 'cancelled', 'erased',
] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** What a recruiter reads (RE-24). */
export type StatusWord = Exclude<CheckStatus, 'erased'> | 'needs_attention';

export type RefereeStatus = 'created' | 'invited' | 'opened' | 'answered' | 'declined' | 'bounced' | 'opted_out' | 'expired';

/** Why a person has to look, in a word that texts are found by. */
export const PROBLEMS = ['contact-details', 'not-submitted', 'referee-missing', 'expired', 'refused'] as const;
export type Problem = (typeof PROBLEMS)[number];

const OVER: readonly CheckStatus[] = ['completed', 'closed_incomplete', 'cancelled', 'erased'];
/** Referees who will not answer any more: they do not count and must be replaced (RE-25). */
const LOST: readonly RefereeStatus[] = ['declined', 'bounced', 'opted_out', 'expired'];

export const isOver = (status: CheckStatus): boolean => OVER.includes(status);
export const isLost = (status: RefereeStatus): boolean => LOST.includes(status);
/** Was asked and can still answer. */
export const isWaitedFor = (status: RefereeStatus): boolean => status === 'invited' || status === 'opened';

const FROM_VENDOR: Readonly<Record<string, CheckStatus>> = {
  created: 'not_started', on_hold: 'on_hold', requested: 'requested', referees_submitted: 'referees_named', in_progress: 'in_progress',
  completed: 'completed', closed_incomplete: 'closed_incomplete', cancelled: 'cancelled',
};

/**
 * The status of a check from what Refapp says. Complete means that as many have answered as were asked for, whatever
 * Refapp calls it (RE-22, RE-25); what has ended stays ended (SH-14).
 */
export function nextStatus(before: CheckStatus, vendorStatus: string, answered: number, requested: number): CheckStatus {
  if (isOver(before)) return before;
  const said = FROM_VENDOR[vendorStatus] ?? before;
  // Whoever waits for a questionnaire is let go by a person, not by Refapp.
  if (before === 'on_hold' && said === 'not_started') return before;
  return said === 'completed' && answered < requested ? 'in_progress' : said;
}

/** What a recruiter reads for a check (RE-24). */
export function wordOf(status: CheckStatus, problem: Problem | null): StatusWord {
  if (status === 'erased') return 'cancelled';
  return problem !== null && !isOver(status) ? 'needs_attention' : status;
}
