import { SignedSender, type SandboxClock, type SeededRandom } from '../kit/index.js';
import type { Applicant } from './applicant.js';
import { eventEnvelope, type EventDetail, type EventEnvelope } from './events.js';
import type { Records, Webhook } from './records.js';
import { signatureHeader, signatureOf } from './signature.js';

export interface PublisherOptions {
  clock: SandboxClock;
  records: Records;
  random: SeededRandom;
  baseUrl: () => string;
  retryGapsMs?: readonly number[];
}

/** Records every event and delivers it to the organisation's webhook, when there is one. */
export class EventPublisher {
  readonly sender: SignedSender;
  private published: EventEnvelope[] = [];

  constructor(private readonly options: PublisherOptions) {
    // One at a time keeps the order of events unless a switch or a retry breaks it.
    this.sender = new SignedSender({ clock: options.clock, concurrency: 1, gapsMs: options.retryGapsMs });
  }

  publish(applicant: Applicant, detail: EventDetail): EventEnvelope {
    const { clock, random, baseUrl, records } = this.options;
    const occurredAt = new Date(clock.now()).toISOString();
    const envelope = eventEnvelope(`evt_${random.uuid()}`, occurredAt, baseUrl(), applicant, detail);
    this.published.push(envelope);
    const { webhook } = records.organisation(applicant.organisationId);
    if (webhook) this.deliver(envelope, webhook);
    return envelope;
  }

  list(): EventEnvelope[] {
    return [...this.published];
  }

  clear(): void {
    this.published = [];
  }

  private deliver(envelope: EventEnvelope, webhook: Webhook): void {
    const body = JSON.stringify(envelope);
    const render = (_attempt: number, nowMs: number) => {
      // A secret renewed between two attempts signs the later one.
      const secret = this.options.records.organisations.get(envelope.organisationId)?.webhook?.secret ?? webhook.secret;
      return {
        body,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'career.place-webhooks',
          [signatureHeader]: signatureOf(secret, body, Math.floor(nowMs / 1000)),
        },
      };
    };
    this.sender.enqueue({ url: webhook.url, event: envelope.type, subscription: envelope.organisationId, render });
  }
}
