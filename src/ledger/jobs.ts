import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobKind } from './ledger.entity.js';
import { FAILED_SINCE } from './failed-since.js';
import { wakingLanes, type Statement } from './lanes.js';

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

/** Jobs of one statement. */
const AT_ONCE = 500;

const ENQUEUE = `
  with given as (select * from json_to_recordset(?::json) as g(n int, tenant_id uuid, installation_id uuid, integration_key text, kind text, name text,
    unique_key text, lane_key text, opportunity_id text, payload jsonb, fact_id bigint, depth int, due_at float8, epoch int, settings_revision int, created_at float8)),
  made as (
    insert into job (tenant_id, installation_id, integration_key, kind, name, unique_key, lane_key, opportunity_id, payload,
      fact_id, depth, state, due_at, attempts, epoch, settings_revision, created_at)
    select tenant_id, installation_id, integration_key, kind, name, unique_key, lane_key, opportunity_id, payload,
      fact_id, depth, 'waiting', to_timestamp(due_at / 1000.0), 0, epoch, settings_revision, to_timestamp(created_at / 1000.0) from given order by n
    on conflict (installation_id, kind, name, unique_key) do update set state = 'waiting', payload = excluded.payload, due_at = excluded.due_at,
      attempts = 0, last_error = null, first_failed_at = null, epoch = excluded.epoch, settings_revision = excluded.settings_revision, finished_at = null
      where job.state = 'cancelled' returning id, tenant_id, installation_id, lane_key, due_at),
  woken as (${wakingLanes(`select tenant_id, 'job', installation_id::text, lane_key, min(due_at) from made group by tenant_id, installation_id, lane_key`)})
  select id from made`;

/**
 * Adds jobs, each once per (installation, kind, name, key) for ever, also within the list; a cancelled one comes back to life. Answers the
 * ids of those that are new.
 */
export function enqueuedJobs(jobs: readonly JobInput[]): Statement {
  const given = new Map<string, object>();
  for (const job of jobs) {
    const key = JSON.stringify([job.installationId, job.kind, job.name, job.uniqueKey]);
    if (given.has(key)) continue;
    given.set(key, {
      n: given.size, tenant_id: job.tenantId, installation_id: job.installationId, integration_key: job.integrationKey, kind: job.kind, name: job.name,
      unique_key: job.uniqueKey, lane_key: job.laneKey, opportunity_id: job.opportunityId, payload: job.payload, fact_id: job.factId, depth: job.depth,
      due_at: job.dueAt, epoch: job.epoch, settings_revision: job.settingsRevision, created_at: job.createdAt,
    });
  }
  return { sql: ENQUEUE, params: [JSON.stringify([...given.values()])] };
}

/** See `enqueuedJobs`; any number of them. */
export async function enqueueJobs(em: EntityManager, jobs: readonly JobInput[]): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < jobs.length; n += AT_ONCE) {
    const { sql, params } = enqueuedJobs(jobs.slice(n, n + AT_ONCE));
    ids.push(...(await em.execute<{ id: string }[]>(sql, [...params])).map(({ id }) => id));
  }
  return ids;
}

/** One of `enqueuedJobs`: its id, or null when it existed. */
export async function enqueueJob(em: EntityManager, job: JobInput): Promise<string | null> {
  return (await enqueueJobs(em, [job]))[0] ?? null;
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
