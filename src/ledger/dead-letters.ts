import type { EntityManager } from '@mikro-orm/postgresql';
import { wakeLane } from './lanes.js';

/** Something that cannot be done without a person, with its cause and how to go on (G8). */
export interface DeadLetter {
  readonly kind: 'signal' | 'job' | 'action';
  readonly id: string;
  readonly name: string;
  readonly opportunityId: string | null;
  readonly state: string;
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly integrationKey: string | null;
}

interface Row { kind: DeadLetter['kind']; id: string; name: string; opportunity_id: string | null; state: string; reason: string | null; remedy: string | null; integration_key: string | null }

/** Dead jobs, failed or held actions and unreadable deliveries of the tenant, newest first. */
export async function listDeadLetters(em: EntityManager, limit: number): Promise<DeadLetter[]> {
  const rows = await em.execute<Row[]>(
    `select * from (
       select 'job' as kind, id::text, name, opportunity_id, state, last_error as reason, null as remedy, integration_key, finished_at as at from job where state = 'dead'
       union all
       select 'action', id::text, kind, opportunity_id, state, outcome_reason, remedy, integration_key, updated_at from action where state in ('failed', 'held')
       union all
       select 'signal', id::text, source, null, 'dead', last_error, null, null, received_at from signal where dead
     ) letters order by at desc nulls last, kind, id limit ?`, [limit]);
  return rows.map(({ opportunity_id, integration_key, ...row }) => ({ ...row, opportunityId: opportunity_id, integrationKey: integration_key }));
}

/** Gives a dead job another life; false when it is not dead. Its key stays: whatever it did before is not done twice. */
export async function retryJob(em: EntityManager, id: string, now: number): Promise<boolean> {
  const rows = await em.execute<{ tenant_id: string; installation_id: string; lane_key: string }[]>(
    `update job j set state = 'waiting', attempts = 0, last_error = null, finished_at = null, due_at = to_timestamp(? / 1000.0),
       epoch = i.epoch, first_failed_at = null
     from installation i where j.id = ? and j.state = 'dead' and i.id = j.installation_id returning j.tenant_id, j.installation_id, j.lane_key`, [now, id]);
  const row = rows[0];
  if (!row) return false;
  await wakeLane(em, { tenantId: row.tenant_id, kind: 'job', scope: row.installation_id, key: row.lane_key }, now);
  return true;
}

/**
 * Sends a held or failed action again with its frozen request; false when it is neither. One whose outcome
 * is open is looked back at first, so that trying again never doubles it.
 */
export async function retryAction(em: EntityManager, id: string, now: number): Promise<boolean> {
  const rows = await em.execute<{ tenant_id: string; lane_key: string }[]>(
    `update action a set state = case when a.sent_at is null then 'ready' else 'unknown' end, due_at = to_timestamp(? / 1000.0), attempts = 0,
       outcome_reason = null, remedy = null, epoch = i.epoch, first_failed_at = null, updated_at = to_timestamp(? / 1000.0)
     from installation i where a.id = ? and a.state in ('failed', 'held') and i.id = a.installation_id returning a.tenant_id, a.lane_key`, [now, now, id]);
  const row = rows[0];
  if (!row) return false;
  await wakeLane(em, { tenantId: row.tenant_id, kind: 'action', scope: '', key: row.lane_key }, now);
  return true;
}
