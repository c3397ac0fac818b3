import { createHmac } from 'node:crypto';
import { SignedSender, type SandboxClock, type SeededRandom } from '../kit/index.js';
import type { Records } from './records.js';

export const signatureHeader = 'x-weselect-signature';
export type EventType = 'candidate.step_changed' | 'candidate.status_changed' | 'service.closed' | 'step.saved';

/** Tells the organisation's webhook what happened, by ids only. */
export class Events {
  readonly sender: SignedSender;

  constructor(private readonly clock: SandboxClock, private readonly records: Records, private readonly random: SeededRandom) {
    this.sender = new SignedSender({ clock, concurrency: 1 });
  }

  publish(type: EventType, data: Record<string, unknown>): void {
    const { webhook } = this.records;
    if (!webhook) return;
    const body = JSON.stringify({ id: `wse_${this.random.uuid()}`, type, occurredAt: new Date(this.clock.now()).toISOString(), data });
    const render = (_attempt: number, nowMs: number) => ({
      body, headers: { 'content-type': 'application/json', [signatureHeader]: signatureOf(this.records.webhook?.secret ?? webhook.secret, body, Math.floor(nowMs / 1000)) },
    });
    this.sender.enqueue({ url: webhook.url, event: type, render });
  }
}

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">` */
export function signatureOf(secret: string, rawBody: string, unixSeconds: number): string {
  return `t=${unixSeconds},v1=${createHmac('sha256', secret).update(`${unixSeconds}.`).update(rawBody).digest('hex')}`;
}
