import { isOpen, NEW_APPLICANT } from './ciivsoft.context.js';

/**
 * `waiting` for a run; then `advanced`, `suggested` or `stays` (all reviewed), `unreadable`, `thin`, or left alone: `handled` by a
 * person, `superseded` by a newer application, `gone`.
 */
export const SCREENING_STATES = ['waiting', 'advanced', 'suggested', 'stays', 'unreadable', 'thin', 'handled', 'superseded', 'gone'] as const;
export type ScreeningState = (typeof SCREENING_STATES)[number];

/** Applied by the candidate or referred by an employee; a person added by hand is no application. */
export const isApplication = (type: string): boolean => type === 'posting' || type === 'referral';

export interface SeenApplication {
  /** Null: gone from Lever, or hidden from this key. */
  readonly opportunity: { readonly stageId: string; readonly archivedAt: number | null; readonly isAnonymised: boolean } | null;
  /** Null: not known or not visible. */
  readonly postingState: string | null;
  readonly appliedAt: number;
  readonly applicationId: string;
  /** The same person's applications to the same posting. */
  readonly others: readonly { readonly applicationId: string; readonly appliedAt: number }[];
}

export type Admission =
  | { readonly kind: 'review' }
  /** Waits on, unchanged: may be reviewed by a later run (SH-17). */
  | { readonly kind: 'wait'; readonly why: string }
  | { readonly kind: 'leave'; readonly state: Extract<ScreeningState, 'handled' | 'superseded' | 'gone'>; readonly why: string };

/** Whether FiiLTER looks at an application at all (CI-21, CI-27, CI-30, SH-16, SH-17). Pure. */
export function admit({ opportunity, postingState, appliedAt, applicationId, others }: SeenApplication): Admission {
  if (!opportunity) return { kind: 'leave', state: 'gone', why: 'no longer in Lever, or not visible to the key' };
  if (opportunity.isAnonymised) return { kind: 'leave', state: 'gone', why: 'anonymised' };
  if (opportunity.archivedAt !== null) return { kind: 'leave', state: 'handled', why: 'handled by user: archived' };
  if (opportunity.stageId !== NEW_APPLICANT) return { kind: 'leave', state: 'handled', why: 'handled by user: no longer in New Applicant' };
  const isNewer = (other: SeenApplication['others'][number]): boolean =>
    other.appliedAt > appliedAt || (other.appliedAt === appliedAt && other.applicationId > applicationId);
  if (others.some(isNewer)) return { kind: 'leave', state: 'superseded', why: 'the person applied again: the newer application is screened' };
  if (postingState === null) return { kind: 'wait', why: 'posting not visible' };
  return isOpen(postingState) ? { kind: 'review' } : { kind: 'wait', why: 'posting closed' };
}

export interface Reviewed { readonly isMatch: boolean; readonly meetsAll: boolean; readonly hasReason: boolean }

/** What happens to a reviewed application. There is no way to archive, reject or mail anybody (CI-22, CI-23, CI-24, LG-2, LG-3). Pure. */
export function outcomeOf(reviewed: Reviewed, mode: 'advance' | 'suggest'): 'advance' | 'suggest' | 'stay' {
  const isMatch = reviewed.isMatch && reviewed.meetsAll && reviewed.hasReason;
  return isMatch ? mode : 'stay';
}

export const STATE_OF = { advance: 'advanced', suggest: 'suggested', stay: 'stays' } as const satisfies Record<string, ScreeningState>;

/** Whether another review may change anything (CI-29). Pure. */
export function mayScreenAgain(
  screening: { readonly state: ScreeningState; readonly resumeHash: string | null; readonly descriptionHash: string | null },
  now: { readonly resumeHash: string | null; readonly descriptionHash: string | null },
): boolean {
  if (screening.state === 'thin' || screening.state === 'unreadable') return true;
  return screening.resumeHash !== now.resumeHash || screening.descriptionHash !== now.descriptionHash;
}
