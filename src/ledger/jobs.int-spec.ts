import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import { enqueueJob, enqueueJobs, type JobInput } from './jobs.js';

const db = useTestDatabase();
const TENANT = randomUUID();
const INSTALLATION = randomUUID();
const NOW = 1_800_000_000_000;

const job = (uniqueKey: string, laneKey: string, dueAt = NOW): JobInput => ({
  tenantId: TENANT, installationId: INSTALLATION, integrationKey: 'any', kind: 'event', name: 'happened', uniqueKey, laneKey, opportunityId: null,
  payload: { say: `Hello? ${uniqueKey} 'it''s'` }, factId: null, depth: 0, dueAt, epoch: 1, settingsRevision: 0, createdAt: NOW,
});

const enqueue = (jobs: readonly JobInput[]): Promise<string[]> => db().database.inTenant(TENANT, (em) => enqueueJobs(em, jobs));

describe('enqueued jobs', () => {
  beforeAll(async () => {
    await db().asOwner(`insert into tenant (id, slug, name, zone, created_at) values ($1, 'acme', 'Acme', 'UTC', now())`, [TENANT]);
  });

  it('SH-13 are made once, also when they come twice in one list, in its order, and wake their lanes for the earliest', async () => {
    const made = await enqueue([job('2', 'b'), job('1', 'a', NOW + 60_000), job('2', 'b'), job('3', 'a')]);
    expect(made).toHaveLength(3);
    expect(await enqueue([job('3', 'a'), job('4', 'a')])).toHaveLength(1);
    const rows = await db().asOwner<{ unique_key: string; payload: object }>(`select unique_key, payload from job order by id`);
    expect(rows.map((row) => row.unique_key)).toEqual(['2', '1', '3', '4']);
    expect(rows[0]?.payload).toEqual(job('2', 'b').payload);
    const lanes = await db().asOwner<{ key: string; due: number }>(`select key, (extract(epoch from due_at) * 1000)::float8 as due from lane order by key`);
    expect(lanes).toEqual([{ key: 'a', due: NOW }, { key: 'b', due: NOW }]);
  });

  it('come back to life when they were cancelled', async () => {
    expect(await db().database.inTenant(TENANT, (em) => enqueueJob(em, job('1', 'a')))).toBeNull();
    await db().asOwner(`update job set state = 'cancelled', finished_at = now() where unique_key = '1'`);
    expect(await db().database.inTenant(TENANT, (em) => enqueueJob(em, job('1', 'a')))).toEqual(expect.any(String));
    expect(await db().asOwner(`select 1 from job where unique_key = '1' and state = 'waiting' and finished_at is null`)).toHaveLength(1);
  });
});
