import { SignedSender, type SandboxClock, type SeededRandom } from '../kit/index.js';
import type { Candidate, Records } from './records.js';
import { signatureHeader, signatureOf } from './signature.js';

export type EventType =
  | 'project.on_hold' | 'candidate.created' | 'candidate.requested' | 'candidate.retracted' | 'candidate.referees_submitted' | 'candidate.completed'
  | 'candidate.closed_incomplete' | 'candidate.cancelled' | 'referee.invited' | 'referee.reminded' | 'referee.opened' | 'referee.answered'
  | 'referee.declined' | 'referee.bounced' | 'referee.opted_out' | 'referee.expired' | 'referee.corrected' | 'referee.reopened' | 'fraud.suspected';

export interface EventEnvelope { id: string; type: EventType; occurredAt: string; organisationId: string; data: Record<string, unknown> }

/** Records every event and delivers it to the organisation's webhook, when there is one. */
export class EventPublisher {
  readonly sender: SignedSender;
  private published: EventEnvelope[] = [];

  constructor(private readonly clock: SandboxClock, private readonly records: Records, private readonly random: SeededRandom) {
    // One at a time keeps the order of events unless a switch or a retry breaks it.
    this.sender = new SignedSender({ clock, concurrency: 1 });
  }

  /** Events name people by ids only. */
  publish(candidate: Candidate, type: EventType, more: Record<string, unknown> = {}): void {
    const { id: candidateId, externalId, projectId, status, version, organisationId } = candidate;
    const envelope: EventEnvelope = {
      id: `evt_${this.random.uuid()}`, type, occurredAt: new Date(this.clock.now()).toISOString(), organisationId,
      data: { candidateId, externalId, projectId, status, version, ...more },
    };
    this.published.push(envelope);
    const { webhook } = this.records.organisation(organisationId);
    if (!webhook) return;
    const body = JSON.stringify(envelope);
    const render = (_attempt: number, nowMs: number) => {
      const secret = this.records.organisations.get(organisationId)?.webhook?.secret ?? webhook.secret;
      return { body, headers: { 'content-type': 'application/json', [signatureHeader]: signatureOf(secret, body, Math.floor(nowMs / 1000)) } };
    };
    this.sender.enqueue({ url: webhook.url, event: type, subscription: organisationId, render });
  }

  list(): EventEnvelope[] {
    return [...this.published];
  }

  clear(): void {
    this.published = [];
  }
}
