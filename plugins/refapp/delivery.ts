import type { MessageOutcome } from 'patchbay/sdk';
import type { Channel } from './channels.js';
import { isWaitedFor, type RefereeStatus } from './check-state.js';
import type { Deliveries } from './check.entity.js';

export type DeliveryDecision =
  | { readonly kind: 'nothing' }
  /** Another channel of the two chosen still works, or may. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'other'; readonly channel: Channel }
  /** Nobody can be reached any more. */
  | { readonly kind: 'lost'; readonly as: 'bounced' | 'opted_out' };

export interface DeliverySituation {
  readonly deliveries: Deliveries;
  /** A channel not tried yet on which the person could be reached. */
  readonly other: Channel | null;
  /** Null for the candidate. */
  readonly status: RefereeStatus | null;
}

const STOPPED = new Set(['stop', 'unsubscribe', 'erasure', 'request']);

/** What follows from a message that did not arrive (RE-30, RE-37). What nobody can tell about is no failure (D9). */
export function decideDelivery({ state, cause, channel }: Pick<MessageOutcome, 'state' | 'cause' | 'channel'>, situation: DeliverySituation): DeliveryDecision {
  const { deliveries, other, status } = situation;
  const isTooLate = state === 'suppressed' && cause === null;
  if (state === 'sent' || state === 'delivered' || state === 'unknown' || isTooLate) return { kind: 'nothing' };
  if (status !== null && status !== 'created' && !isWaitedFor(status)) return { kind: 'nothing' };
  if (other !== null) return { kind: 'other', channel: other };
  const isReachable = Object.entries(deliveries).some(([name, told]) => name !== channel && told === 'asked');
  if (isReachable) return { kind: 'failed' };
  return { kind: 'lost', as: state === 'opted_out' || (cause !== null && STOPPED.has(cause)) ? 'opted_out' : 'bounced' };
}
