import type { MirroredOpportunity } from 'patchbay/sdk';
import type { EntryStatus } from './funnel.js';
import type { HoldCause } from './hold.js';
import { nextMailSlot } from './spacing.js';

/** Why an invitation is sent; decides which status it may start from. */
export type InvitationPurpose = 'first' | 'retry' | 'reinvite' | 'reapplied';

export interface InvitationSituation {
  readonly purpose: InvitationPurpose;
  readonly status: EntryStatus;
  readonly opportunity: MirroredOpportunity | null;
  readonly postingState: string | null;
  readonly lastMailAt: number | null;
  readonly now: number;
}

export type InvitationDecision =
  | { readonly kind: 'skip'; readonly why: string }
  | { readonly kind: 'hold'; readonly cause: HoldCause }
  | { readonly kind: 'undeliverable'; readonly why: string }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'invite'; readonly email: string; readonly firstName: string; readonly lastName: string };

const FROM: Readonly<Record<InvitationPurpose, readonly EntryStatus[]>> = {
  first: ['queued'], retry: ['queued', 'undelivered', 'invited'], reinvite: ['invited', 'opted_out', 'undelivered'],
  reapplied: ['opted_out', 'unqualified', 'withdrawn', 'undelivered'],
};

const OPEN_POSTING = new Set(['published', 'internal']);

export const isOpenPosting = (state: string | null): boolean => state !== null && OPEN_POSTING.has(state);
export const mayBeInvited = (status: EntryStatus, purpose: InvitationPurpose): boolean => FROM[purpose].includes(status);

/** Whether the invitation goes out now, as the world is now (CP-13, CP-35, CP-37, SH-16). */
export function decideInvitation(situation: InvitationSituation): InvitationDecision {
  const { purpose, status, opportunity, postingState, lastMailAt, now } = situation;
  if (!mayBeInvited(status, purpose)) return { kind: 'skip', why: `the candidate is ${status}` };
  if (!opportunity || opportunity.deleted || opportunity.anonymised) return { kind: 'skip', why: 'the candidate is gone from Lever' };
  if (opportunity.archivedAt !== null || opportunity.hired) return { kind: 'hold', cause: 'archived' };
  if (!isOpenPosting(postingState)) return { kind: 'hold', cause: 'posting-closed' };
  if (!opportunity.mayContact) return { kind: 'undeliverable', why: 'Lever says that this person may not be contacted' };
  const email = opportunity.emails.find((address) => address.trim() !== '')?.trim();
  if (email === undefined) return { kind: 'undeliverable', why: 'Lever has no e-mail address' };
  const slot = nextMailSlot(now, lastMailAt);
  return slot > now ? { kind: 'wait', until: slot } : { kind: 'invite', email, ...namesOf(opportunity.name) };
}

/** career.place wants two names, Lever has one; a candidate without a name is greeted as such. */
export function namesOf(name: string): { readonly firstName: string; readonly lastName: string } {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  return { firstName: firstName === '' ? 'Candidate' : firstName, lastName: rest.join(' ') };
}
