import { SignedSender, type SandboxClock, type SeededRandom } from '../kit/index.js';
import { evidenceFor } from './reader.js';
import type { Analysis, Candidate, Records } from './records.js';
import { signatureHeader, signatureOf } from './signature.js';

export const EVENT_TYPES = ['ANALYSIS_CREATED', 'CANDIDATE_ANALYSIS_COMPLETED'] as const;
export type EventType = (typeof EVENT_TYPES)[number];
export interface EventEnvelope { event: EventType; eventId: string; eventTimestamp: string; data: Record<string, unknown> }

const RETRY_GAPS_MS = [1_000, 5_000, 30_000, 300_000, 3_600_000];

/** Records every event and delivers it to the organisation's webhooks that asked for it. */
export class Publisher {
  readonly sender: SignedSender;
  encoding: 'hex' | 'base64' = 'hex';
  private published: EventEnvelope[] = [];

  constructor(private readonly parts: { clock: SandboxClock; records: Records; random: SeededRandom }) {
    this.sender = new SignedSender({ clock: parts.clock, concurrency: 4, gapsMs: RETRY_GAPS_MS });
  }

  created(analysis: Analysis): void {
    this.publish(analysis.organizationId, 'ANALYSIS_CREATED', { recordId: analysis.id, externalId: analysis.externalId });
  }

  /** Reads the CV and tells the outcome. */
  completed(analysis: Analysis, candidate: Candidate): void {
    const requirementOutcomes = analysis.requirements.map(({ requirement, isMandatory }) => {
      const evidence = evidenceFor(requirement, candidate.text);
      return { requirement, isMandatory, isMet: evidence !== null, ...(evidence !== null && { evidence }) };
    });
    const met = requirementOutcomes.filter((one) => one.isMet).length;
    this.publish(analysis.organizationId, 'CANDIDATE_ANALYSIS_COMPLETED', {
      recordId: candidate.id, externalId: candidate.externalId, externalAnalysisId: analysis.externalId,
      analysisCandidateUrl: `https://ai.joinpopp.com/ranks/${analysis.id}?candidateId=${candidate.id}`,
      totalScoreScaled: requirementOutcomes.length === 0 ? 0 : Math.round((100 * met) / requirementOutcomes.length),
      isAllMandatoryRequirementsMet: requirementOutcomes.every((one) => one.isMet || !one.isMandatory), requirementOutcomes,
    });
  }

  list(): EventEnvelope[] {
    return [...this.published];
  }

  clear(): void {
    this.published = [];
  }

  private publish(organizationId: string, event: EventType, data: Record<string, unknown>): void {
    const { clock, random, records } = this.parts;
    const envelope: EventEnvelope = {
      event, eventId: random.uuid(), eventTimestamp: new Date(clock.now()).toISOString(), data: { ...data, organizationId },
    };
    this.published.push(envelope);
    const body = JSON.stringify(envelope);
    for (const webhook of records.organizations.get(organizationId)?.webhooks.values() ?? []) {
      if (!webhook.events.includes(event)) continue;
      const render = () => ({ body, headers: { 'content-type': 'application/json', [signatureHeader]: signatureOf(webhook.secret, body, this.encoding) } });
      this.sender.enqueue({ url: webhook.url, event, subscription: webhook.id, render });
    }
  }
}
