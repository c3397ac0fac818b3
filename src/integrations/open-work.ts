import type { EntityManager } from '@mikro-orm/postgresql';
import { factJob, type Subscriber } from '../ledger/facts.js';
import { enqueueJobs } from '../ledger/jobs.js';
import type { FactKind } from '../sdk/facts.js';

/** Cancels everything of an installation that has not been sent (D6, G7); history stays. Answers how much. */
export async function cancelOpenWork(
  em: EntityManager, installationId: string, reason: string, now: number,
): Promise<{ jobs: number; actions: number; messages: number }> {
  const jobs = await em.execute<{ id: string }[]>(
    `update job set state = 'cancelled', finished_at = to_timestamp(? / 1000.0), last_error = ? where installation_id = ? and state = 'waiting' returning id`,
    [now, reason, installationId]);
  const actions = await em.execute<{ id: string }[]>(
    `update action set state = 'cancelled', outcome_reason = ?, updated_at = to_timestamp(? / 1000.0)
     where installation_id = ? and state in ('planned', 'awaiting_approval', 'ready', 'held') returning id`,
    [reason, now, installationId]);
  const messages = await em.execute<{ id: string }[]>(
    `update message set state = 'cancelled', last_error = ?, settled_at_ms = ? where installation_id = ? and state in ('queued', 'planned') returning id`,
    [reason, now, installationId]);
  return { jobs: jobs.length, actions: actions.length, messages: messages.length };
}

interface MissedRow { id: string; kind: FactKind; opportunity_id: string | null; posting_id: string | null; depth: number }

/** Facts since `effectiveFrom` that never became a finished job of this installation: told now, each once (SH-9). */
export async function enqueueMissedFacts(em: EntityManager, tenantId: string, subscriber: Subscriber, now: number): Promise<number> {
  const rows = await em.execute<MissedRow[]>(
    `select f.id, f.kind, f.opportunity_id, f.posting_id, f.depth from fact f
     left join job j on j.installation_id = ? and j.kind = 'fact' and j.fact_id = f.id
     where f.kind = any(?::text[]) and f.occurred_at >= to_timestamp(?::float8 / 1000.0)
       and (f.caused_by_integration is null or f.caused_by_integration <> ?) and (j.id is null or j.state = 'cancelled')
       and (? or not exists (select from mirror_opportunity o where o.id = f.opportunity_id and o.confidential))
     order by f.id`,
    [subscriber.installationId, `{${subscriber.kinds.join(',')}}`, subscriber.effectiveFrom, subscriber.integrationKey, subscriber.mayConfidential]);
  await enqueueJobs(em, rows.map(({ id, kind, depth, opportunity_id, posting_id }) =>
    factJob(tenantId, { id, kind, depth, opportunityId: opportunity_id, postingId: posting_id }, subscriber, now)));
  return rows.length;
}
