import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { retryJob } from '../../src/ledger/dead-letters.js';
import { enqueueJob } from '../../src/ledger/jobs.js';
import { claimLanes } from '../../src/ledger/lanes.js';
import { DEATHS } from '../../src/ledger/retry-policy.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startHub, type TestHub } from '../support/hub.js';
import { until } from '../support/until.js';
import { poisonPlugin, type Poison } from '../support/poison-plugin.js';
import { minutes, sized } from './support/scale.js';

const poison = new Map<string, Poison>();
let db: TestDatabase;
let lever: LeverEmulator;
let hub: TestHub;

async function apply(count: number): Promise<string[]> {
  const postingId = [...lever.store.account('acme').postings.values()].find((posting) => posting.state === 'published')?.id;
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const response = await fetch(`${lever.controlUrl}/lever/accounts/acme/apply`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ postingId, name: `Person ${n}`, email: `p-${ids.length}-${Math.floor(performance.now())}@example.com` }),
    });
    ids.push(String((await response.json() as { id: string }).id));
  }
  return ids;
}

const isTagged = (id: string): boolean => lever.store.account('acme').opportunities.get(id)?.tags.includes('PB-Digested') ?? false;
const dead = () => db.asOwner<{ id: string; opportunity: string; attempts: number; last_error: string }>(
  `select id, payload->>'opportunityId' as opportunity, attempts, last_error from job where state = 'dead' order by id`);

/** Every wait between tries is over. */
const hurry = () => db.asOwner(`update lane set retry_at = '-infinity' where retry_at > now()`).then(() => hub.engine.claimer.wake());

describe('R12 work that makes its handler fail', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [poisonPlugin((id) => poison.get(id) ?? 'harmless') as never] });
    await hub.install('poison', 'acme-full-key', null);
    await hub.settle();
  }, minutes(1));

  afterAll(async () => {
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  });

  it('goes to the dead letters with its cause after eight tries, while everybody else is served', async () => {
    const people = await apply(sized(12, 500));
    const [throwing = '', hanging = ''] = people;
    poison.set(throwing, 'throws').set(hanging, 'hangs');
    await hub.engine.poller.tick();
    await db.asOwner(`update mirror_feed set next_poll_at = '-infinity'`);
    await hub.engine.poller.tick();
    await until(() => people.slice(2).every(isTagged), 'the others to be served', minutes(sized(1, 5)));
    await until(async () => { await hurry(); return (await dead()).length === 2; }, 'both to be given up', minutes(1));
    const letters = new Map((await dead()).map((row) => [row.opportunity, row]));
    expect([letters.get(throwing)?.attempts, letters.get(throwing)?.last_error]).toEqual([8, 'unexpected TypeError']);
    expect([letters.get(hanging)?.attempts, letters.get(hanging)?.last_error]).toEqual([8, expect.stringContaining('timed-out')]);
    expect([isTagged(throwing), isTagged(hanging)]).toEqual([false, false]);
  }, minutes(sized(3, 15)));

  it.each([[DEATHS - 1, 'done'], [DEATHS, 'dead']])('counts the workers that died of it: after %i it is %s', async (deaths, state) => {
    await hub.engine.claimer.stop(1_000);
    const [opportunityId = ''] = await apply(1);
    const [installation] = await db.asOwner<{ id: string; epoch: number; settings_revision: number }>('select id, epoch, settings_revision from installation');
    const now = hub.clock.now();
    const id = await db.database.inTenant(hub.tenantId, (em) => enqueueJob(em, {
      tenantId: hub.tenantId, installationId: installation?.id ?? '', integrationKey: 'poison', kind: 'job', name: 'digest', uniqueKey: opportunityId,
      laneKey: `opportunity:${opportunityId}`, opportunityId, payload: { opportunityId }, factId: null, depth: 0, dueAt: now,
      epoch: installation?.epoch ?? 0, settingsRevision: installation?.settings_revision ?? 0, createdAt: now,
    }));
    // What a killed worker leaves behind: a lane that nobody gave back, until its lease is over.
    for (let death = 0; death < deaths; death += 1) {
      await until(async () => (await claimLanes(db.database, { businessNow: now, batch: 1, perTenant: 1, atMost: 1, busy: new Map(), leaseMs: 1, salt: death })).length === 1, 'a claim');
    }
    hub.engine.claimer.start();
    const job = async () => (await db.asOwner<{ state: string; last_error: string | null }>('select state, last_error from job where id = $1', [id]))[0];
    await until(async () => (await job())?.state !== 'waiting', 'an end');
    expect(await job()).toMatchObject({ state, last_error: state === 'dead' ? `its worker died ${DEATHS} times in a row` : null });
    await db.asOwner(`update job set state = 'cancelled' where id = $1 and state = 'dead'`, [id]);
  });

  it('is done once when it is retried after the cause is gone, however often it is retried', async () => {
    const letters = await dead();
    poison.clear();
    const again = () => Promise.all(letters.map(({ id }) => db.database.inTenant(hub.tenantId, (em) => retryJob(em, id, hub.clock.now()))));
    expect(await again()).toEqual([true, true]);
    expect(await again()).toEqual([false, false]);
    hub.engine.claimer.wake();
    await until(() => letters.every(({ opportunity }) => isTagged(opportunity)), 'both to be served', minutes(1));
    expect(await dead()).toEqual([]);
    expect(await db.asOwner(`select 1 from action where opportunity_id = any($1)`, [letters.map((row) => row.opportunity)])).toHaveLength(2);
  });
});
