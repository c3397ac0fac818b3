import type { PermitRates } from '../lever/permits.js';
import type { OutsideAccountDefinition } from '../sdk/outside-account.js';

/** With fewer at once some priorities would never have a whole permit. */
const LEAST_BURST = 5;
/** Requests reach the other side a little later or earlier than others do: what may come too close together. */
const JITTER_SECONDS = 0.2;

/** What the hub allows itself: a burst and a rate that together fit into the limit, whichever window of time the other side counts. Pure. */
export function accountRates({ limit: { requests, inSeconds } }: Pick<OutsideAccountDefinition, 'limit'>): PermitRates {
  const burst = Math.max(LEAST_BURST, requests / 60);
  const jitter = (requests / inSeconds) * JITTER_SECONDS;
  const perSecond = Math.max(requests / 2, requests - burst - jitter) / inSeconds;
  return { burst, perSecond, applicationsPerSecond: perSecond };
}
