import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobKind } from './ledger.entity.js';
import { FAILED_SINCE } from './failed-since.js';
import { wakeLane, type Statement } from './lanes.js';

export interface JobInput {
  readonly tenantId: string;
  readonly installationId: string;
  readonly integrationKey: string;
  readonly kind: JobKind;
  readonly name: string;
  readonly uniqueKey: string;
  readonly laneKey: string;
  readonly opportunityId: string | null;
  readonly payload: unknown;
  readonly factId: string | null;
  readonly depth: number;
  readonly dueAt: number;
  readonly epoch: number;
  readonly settingsRevision: number;
  readonly createdAt: number;
}

/** Adds a job once per (installation, kind, name, key) for ever; its id, or null when it existed. A cancelled one comes back to life. */
export async function enqueueJob(em: EntityManager, job: JobInput): Promise<string | null> {
  const rows = await em.execute<{ id: string }[]>(
    `insert into job (tenant_id, installation_id, integration_key, kind, name, unique_key, lane_key, opportunity_id, payload,
       fact_id, depth, state, due_at, attempts, epoch, settings_revision, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, 'waiting', to_timestamp(? / 1000.0), 0, ?, ?, to_timestamp(? / 1000.0))
     on conflict (installation_id, kind, name, unique_key) do update set state = 'waiting', payload = excluded.payload, due_at = excluded.due_at,
       attempts = 0, last_error = null, first_failed_at = null, epoch = excluded.epoch, settings_revision = excluded.settings_revision, finished_at = null
       where job.state = 'cancelled' returning id`,
    [job.tenantId, job.installationId, job.integrationKey, job.kind, job.name, job.uniqueKey, job.laneKey, job.opportunityId,
      JSON.stringify(job.payload), job.factId, job.depth, job.dueAt, job.epoch, job.settingsRevision, job.createdAt],
  );
  const id = rows[0]?.id ?? null;
  if (id) await wakeLane(em, { tenantId: job.tenantId, kind: 'job', scope: job.installationId, key: job.laneKey }, job.dueAt);
  return id;
}

/** Cancels waiting jobs whose key starts with the prefix; a lane that finds nothing left simply closes. */
export async function cancelJobs(em: EntityManager, installationId: string, name: string, keyPrefix: string, at: number): Promise<number> {
  const rows = await em.execute<{ id: string }[]>(
    `update job set state = 'cancelled', finished_at = to_timestamp(? / 1000.0)
     where installation_id = ? and kind = 'job' and name = ? and starts_with(unique_key, ?) and state = 'waiting' returning id`,
    [at, installationId, name, keyPrefix],
  );
  return rows.length;
}

/** Keeps a job waiting after a try, with its cause. `failedAt`: the business time of a failure; null when it was only interrupted. */
export function triedJob(jobId: string, error: string, failedAt: number | null): Statement {
  return {
    sql: `update job set attempts = attempts + 1, last_error = ?, first_failed_at = ${FAILED_SINCE} where id = ?`, params: [error, failedAt, failedAt, jobId],
  };
}

/** Marks a job finished in the transaction of its last commit. */
export function finishedJob(jobId: string, state: 'done' | 'dead' | 'cancelled', at: number, error: string | null): Statement {
  return {
    sql: `update job set state = ?, finished_at = to_timestamp(? / 1000.0), last_error = ?, attempts = attempts + 1 where id = ? and state = 'waiting'`,
    params: [state, at, error, jobId],
  };
}
