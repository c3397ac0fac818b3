import type { EntryStatus } from './funnel.js';

export interface Bounce {
  readonly mail: 'invitation' | 'reminder';
  readonly bounceType: 'hard' | 'soft';
  readonly reason: string;
}

export type BounceDecision =
  /** The invitation never got out: no CP-Sent, a note with the cause, retry after a correction (CP-13). */
  | { readonly kind: 'undelivered' }
  /** A mail came back for good: no more reminders (CP-24). */
  | { readonly kind: 'stop-reminders' }
  | { readonly kind: 'record' };

export function decideBounce(status: EntryStatus, bounce: Bounce): BounceDecision {
  if (status === 'queued' || status === 'inviting' || status === 'undelivered') return { kind: 'undelivered' };
  if (status === 'invited' && bounce.bounceType === 'hard') return { kind: 'stop-reminders' };
  return { kind: 'record' };
}
