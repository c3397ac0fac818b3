import { createHmac } from 'node:crypto';
import { SignedSender, type SandboxClock, type SeededRandom } from '../kit/index.js';
import type { Account, Candidate } from './records.js';
import { candidateBody } from './wire.js';

const HOUR_MS = 3_600_000;
/** Up to 19 retries over 48 hours (public API). */
const GAPS_MS = Array.from({ length: 19 }, (_unused, index) => Math.round((48 * HOUR_MS * (index + 1)) / 190));
/** An answer must come within this. */
const TIMEOUT_MS = 5_000;

export function signatureOf(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

export interface PublisherOptions { clock: SandboxClock; random: SeededRandom; baseUrl: () => string; gapsMs?: readonly number[] }

/** Tells subscribers of candidates: JSON, signed where the subscription has a secret; off after 19 failures in a row. */
export class Publisher {
  readonly sender: SignedSender;

  constructor(private readonly options: PublisherOptions) {
    this.sender = new SignedSender({
      clock: options.clock, gapsMs: options.gapsMs ?? GAPS_MS, timeoutMs: TIMEOUT_MS, accepts: (status) => status === 200, concurrency: 2,
    });
  }

  publish(account: Account, candidate: Candidate, event: string): void {
    const { clock, random, baseUrl } = this.options;
    for (const subscription of account.subscriptions.values()) {
      if (!subscription.enabled || !subscription.groups.includes('candidate')) continue;
      const delivery = random.uuid();
      const occurredAt = new Date(clock.now()).toISOString();
      const body = JSON.stringify({ delivery, event, occurred_at: occurredAt, candidate: candidateBody(account, candidate, baseUrl()) });
      this.sender.enqueue({
        url: subscription.url, event, subscription: account.name,
        render: () => ({
          body,
          headers: {
            'content-type': 'application/json', 'x-idibu-delivery': delivery, 'x-idibu-event': event,
            ...(subscription.secret !== null && { authorization: signatureOf(subscription.secret, body) }),
          },
        }),
      });
    }
  }

  /** A subscription whose last 19 deliveries all failed is switched off. */
  disableBroken(account: Account): void {
    for (const subscription of account.subscriptions.values()) {
      const ended = this.sender.list().filter((one) => one.url === subscription.url && ['delivered', 'failed'].includes(one.state)).slice(-19);
      if (ended.length === 19 && ended.every((one) => one.state === 'failed')) subscription.enabled = false;
    }
  }
}
