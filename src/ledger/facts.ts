import type { EntityManager } from '@mikro-orm/postgresql';
import type { FactKind, FactPayloads } from '../sdk/facts.js';
import { enqueueJobs, type JobInput } from './jobs.js';

export interface FactInput<K extends FactKind = FactKind> {
  readonly kind: K;
  readonly naturalKey: string;
  readonly opportunityId: string | null;
  readonly postingId: string | null;
  readonly occurredAt: number;
  readonly payload: FactPayloads[K];
}

export interface Cause { readonly actionId: string; readonly integrationKey: string; readonly depth: number }

/** An enabled installation that wants facts of some kinds. */
export interface Subscriber {
  readonly installationId: string;
  readonly integrationKey: string;
  readonly kinds: readonly FactKind[];
  /** Older facts reach it only through a counted back-fill (D1). Epoch ms. */
  readonly effectiveFrom: number;
  readonly epoch: number;
  readonly settingsRevision: number;
  /** Whether it may know of confidential opportunities (SH-20). */
  readonly mayConfidential: boolean;
}

/** Who wants facts of a tenant now. */
export abstract class Subscriptions {
  abstract subscribers(tenantId: string): Promise<Subscriber[]>;
}

/** Chains of one plugin waking another stop here (D11). */
export const MAX_DEPTH = 4;

/** Writes a fact once and one job for each subscriber but its own cause; null when the fact was known. */
export async function recordFact(
  em: EntityManager, tenantId: string, fact: FactInput, cause: Cause | null, subscribers: readonly Subscriber[], now: number,
): Promise<{ id: string; depth: number } | null> {
  const depth = cause ? cause.depth + 1 : 0;
  const rows = await em.execute<{ id: string }[]>(
    `insert into fact (tenant_id, kind, natural_key, opportunity_id, posting_id, occurred_at, payload, caused_by, caused_by_integration, depth, recorded_at)
     values (?, ?, ?, ?, ?, to_timestamp(? / 1000.0), ?::jsonb, ?, ?, ?, to_timestamp(? / 1000.0))
     on conflict (tenant_id, kind, natural_key) do nothing returning id`,
    [tenantId, fact.kind, fact.naturalKey, fact.opportunityId, fact.postingId, fact.occurredAt, JSON.stringify(fact.payload),
      cause?.actionId ?? null, cause?.integrationKey ?? null, depth, now],
  );
  const id = rows[0]?.id;
  if (!id) return null;
  if (depth < MAX_DEPTH) {
    await enqueueJobs(em, wantedBy(subscribers, fact, cause).map((subscriber) => factJob(tenantId, { ...fact, id, depth }, subscriber, now)));
  }
  return { id, depth };
}

/** Pure: who gets this fact. */
export function wantedBy(subscribers: readonly Subscriber[], fact: FactInput, cause: Cause | null): Subscriber[] {
  return subscribers.filter((subscriber) =>
    subscriber.kinds.includes(fact.kind) && subscriber.integrationKey !== cause?.integrationKey && fact.occurredAt >= subscriber.effectiveFrom);
}

/** A fact as the jobs made of it need it. */
export interface ToldFact extends Pick<FactInput, 'kind' | 'opportunityId' | 'postingId'> { readonly id: string; readonly depth: number }

/** Pure: the job that tells a subscriber of a fact. */
export function factJob(tenantId: string, fact: ToldFact, subscriber: Subscriber, now: number): JobInput {
  return {
    tenantId, installationId: subscriber.installationId, integrationKey: subscriber.integrationKey, kind: 'fact', name: fact.kind,
    uniqueKey: fact.id, laneKey: fact.opportunityId ? `opportunity:${fact.opportunityId}` : `posting:${fact.postingId}`,
    opportunityId: fact.opportunityId, payload: {}, factId: fact.id, depth: fact.depth, dueAt: now, epoch: subscriber.epoch,
    settingsRevision: subscriber.settingsRevision, createdAt: now,
  };
}
