import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import { claimLanes, finishInLane, holdLane, keepInLane, renewLanes, settleLane, wakeLane, type LaneClaim } from './lanes.js';
import { closedSignals, storeSignal } from './signals.js';

const db = useTestDatabase();
const TENANTS = [randomUUID(), randomUUID()];
const NOW = 1_800_000_000_000;

async function claim(batch = 10, perTenant = 10, leaseMs = 5_000, limits: { atMost?: number; busy?: ReadonlyMap<string, number> } = {}): Promise<LaneClaim[]> {
  return claimLanes(db().database, { businessNow: NOW, batch, perTenant, atMost: 100, busy: new Map(), leaseMs, salt: 1, ...limits });
}

async function signal(tenantId: string, key: string, dedupeKey: string | null = null): Promise<boolean> {
  return db().database.inRunner((em) => storeSignal(em, {
    tenantId, source: 'lever-webhook', installationId: null, laneKey: key, dedupeKey, raw: Buffer.from('{}'), receivedAt: NOW - 10,
  }));
}

const handled = (lane: LaneClaim) => closedSignals(lane.tenantId, lane.key, '9223372036854775807', NOW);

async function finish(lane: LaneClaim): Promise<void> {
  await finishInLane(db().database, lane, () => Promise.resolve(), {}, [handled(lane)]);
}

describe('lanes', () => {
  beforeAll(async () => {
    for (const [index, id] of TENANTS.entries()) {
      await db().asOwner(`insert into tenant (id, slug, name, zone, created_at) values ($1, $2, $2, 'UTC', now())`, [id, `t${index}`]);
    }
  });

  it('gives a lane to one claimer only and closes it when its work is done', async () => {
    const [tenant] = TENANTS as [string, string];
    expect(await signal(tenant, 'opportunity:a')).toBe(true);
    const [first, second] = await Promise.all([claim(), claim()]);
    expect([...first, ...second]).toHaveLength(1);
    await finish([...first, ...second][0] as LaneClaim);
    expect(await claim()).toEqual([]);
    expect(await db().asOwner('select 1 from lane')).toEqual([]);
  });

  it('SH-13 stores the same delivery once', async () => {
    const [tenant] = TENANTS as [string, string];
    expect(await signal(tenant, 'opportunity:b', 'token-1')).toBe(true);
    expect(await signal(tenant, 'opportunity:b', 'token-1')).toBe(false);
    expect(await db().asOwner(`select 1 from signal where lane_key = 'opportunity:b'`)).toHaveLength(1);
    for (const lane of await claim()) await finish(lane);
  });

  it('leaves room for others: a tenant that holds its share gets no more', async () => {
    const [greedy, modest] = TENANTS as [string, string];
    for (const key of ['x', 'y', 'z']) await signal(greedy, `opportunity:${key}`);
    await signal(modest, 'opportunity:m');
    const some = await claim(10, 10, 5_000, { atMost: 3, busy: new Map([[greedy, 2]]) });
    expect(some.map((lane) => lane.tenantId).toSorted()).toEqual([greedy, modest].toSorted());
    expect(await claim(10, 10, 5_000, { atMost: 3, busy: new Map([[greedy, 3]]) })).toEqual([]);
    for (const lane of [...some, ...await claim()]) await finish(lane);
  });

  it('does not lose work that arrives while the lane is being finished', async () => {
    const [tenant] = TENANTS as [string, string];
    await signal(tenant, 'opportunity:c');
    const [lane] = await claim() as [LaneClaim];
    const late: Promise<boolean>[] = [];
    await finishInLane(db().database, lane, async (em) => {
      const { sql, params } = handled(lane);
      await em.execute(sql, [...params]);
      late.push(signal(tenant, 'opportunity:c'));
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    });
    expect(await Promise.all(late)).toEqual([true]);
    const again = await claim();
    expect(again.map((entry) => entry.key)).toEqual(['opportunity:c']);
    await finish(again[0] as LaneClaim);
  });

  it('refuses the commit of a worker whose lease was taken over', async () => {
    const [tenant] = TENANTS as [string, string];
    await signal(tenant, 'opportunity:d');
    const [stale] = await claim(10, 10, 1);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    const [fresh] = await claim();
    expect(fresh?.id).toBe(stale?.id);
    expect(fresh?.deaths).toBe(1);
    await expect(finish(stale as LaneClaim)).rejects.toMatchObject({ code: 'stale-fence' });
    await finish(fresh as LaneClaim);
  });

  it.each([['gives the lane back', settleLane], ['keeps it', keepInLane]])('changes nothing for such a worker either when all is sent at once and it %s', async (_what, send) => {
    const [tenant] = TENANTS as [string, string];
    await signal(tenant, 'opportunity:once');
    const [stale] = await claim(10, 10, 1) as [LaneClaim];
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    const [fresh] = await claim() as [LaneClaim];
    const work = [{ sql: `update signal set last_error = ? where lane_key = 'opportunity:once'`, params: ['done by it'] }];
    const done = (): Promise<unknown[]> => db().asOwner(`select 1 from signal where last_error = 'done by it'`);
    await expect(send(db().database, stale, work)).rejects.toMatchObject({ code: 'stale-fence' });
    expect(await done()).toEqual([]);
    await send(db().database, fresh, work);
    expect(await done()).toHaveLength(1);
    if (send === keepInLane) await finish(fresh);
    for (const lane of await claim()) await finish(lane);
    await db().asOwner(`delete from signal where lane_key = 'opportunity:once'`);
  });

  it('extends the lease of running work and tells whose lane was taken over', async () => {
    const [tenant] = TENANTS as [string, string];
    await signal(tenant, 'opportunity:e');
    await signal(tenant, 'opportunity:f');
    const [lost, kept] = await claim(10, 10, 200) as [LaneClaim, LaneClaim];
    await db().asOwner('update lane set fence = fence + 1 where id = $1', [lost.id]);
    expect([...await renewLanes(db().database, [lost, kept], 60_000)]).toEqual([kept.id]);
    await new Promise((resolve) => { setTimeout(resolve, 250); });
    const [again] = await claim();
    expect(again?.id).toBe(lost.id);
    for (const lane of [again, kept] as LaneClaim[]) await finish(lane);
  });

  it('leaves a lane that was given back to the next claim when its renewal comes late', async () => {
    const [tenant] = TENANTS as [string, string];
    await signal(tenant, 'opportunity:g');
    const [lane] = await claim() as [LaneClaim];
    await settleLane(db().database, lane, []);
    expect([...await renewLanes(db().database, [lane], 60_000)]).toEqual([]);
    const [next] = await claim() as [LaneClaim];
    expect(next).toMatchObject({ id: lane.id, deaths: 0 });
    await finish(next);
  });

  it('does not wait for a lane whose worker is just committing', async () => {
    const [tenant] = TENANTS as [string, string];
    await signal(tenant, 'opportunity:h');
    const [lane] = await claim() as [LaneClaim];
    await db().database.inTenant(tenant, async (em) => {
      await holdLane(em, lane);
      expect([...await renewLanes(db().database, [lane], 60_000)]).toEqual([lane.id]);
    });
    await finish(lane);
  });

  it('reads as little of what waits in an inbox when that is much', async () => {
    const [tenant] = TENANTS as [string, string];
    const installation = randomUUID();
    await db().asOwner(`insert into signal (tenant_id, source, installation_id, lane_key, received_at, attempts, dead)
      select $1, 'vendor-webhook', $2, 'inbox:any', to_timestamp($3::float8 / 1000), 0, false from generate_series(1, 20000)`, [tenant, installation, NOW - 10]);
    await db().asOwner('analyze signal');
    await db().database.inTenant(tenant, (em) => wakeLane(em, { tenantId: tenant, kind: 'inbox', scope: installation, key: 'inbox:any' }, NOW - 10));
    const read = async (): Promise<number> => Number((await db().asOwner<{ rows: string }>(
      `select seq_tup_read + idx_tup_fetch as rows from pg_stat_user_tables where relname = 'signal'`))[0]?.rows);
    const [lane] = await claim() as [LaneClaim];
    const before = await read();
    await settleLane(db().database, lane, [{ sql: 'select pg_stat_force_next_flush()', params: [] }]);
    expect(await read() - before).toBeLessThan(100);
    expect(await claim()).toMatchObject([{ id: lane.id }]);
    await db().asOwner(`delete from signal where lane_key = 'inbox:any'`);
    await db().asOwner(`delete from lane where key = 'inbox:any'`);
  });

  it('shares a claim between tenants however much one of them has waiting', async () => {
    const [busy, calm] = TENANTS as [string, string];
    for (let index = 0; index < 20; index += 1) await signal(busy, `opportunity:busy-${index}`);
    await signal(calm, 'opportunity:calm');
    const claims = await claim(6, 3);
    expect(claims.filter((lane) => lane.tenantId === calm)).toHaveLength(1);
    expect(claims.filter((lane) => lane.tenantId === busy)).toHaveLength(3);
  });

  it('leaves work alone until its business time has come', async () => {
    const [, calm] = TENANTS as [string, string];
    await db().database.inTenant(calm, (em) => wakeLane(em, { tenantId: calm, kind: 'job', scope: randomUUID(), key: 'later' }, NOW + 60_000));
    expect((await claim(50, 50)).map((lane) => lane.key)).not.toContain('later');
  });
});
