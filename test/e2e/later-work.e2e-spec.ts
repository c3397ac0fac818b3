import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { retryJob } from '../../src/ledger/dead-letters.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/until.js';
import { startHub, type TestHub } from '../support/hub.js';
import { LATER_MS, laterPlugin } from '../support/later-plugin.js';

let db: TestDatabase;
let lever: LeverEmulator;
let hub: TestHub;
let isAway = false;

const control = async (path: string, body: object): Promise<void> => {
  const answer = await fetch(`${lever.controlUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
};
const state = async (table: 'job' | 'action'): Promise<{ state: string; attempts: number } | undefined> =>
  (await db.asOwner<{ state: string; attempts: number }>(`select state, attempts from ${table} where ${table === 'job' ? `name = 'look'` : 'true'}`))[0];

/** Work that was planned long before its time gets the same patience as work of today: a failure is counted from the first failed try. */
describe('work planned a month ahead', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [laterPlugin(() => isAway) as never] });
    await hub.install('later', 'acme-full-key', null);
    await hub.settle();
    const posting = [...lever.store.account('acme').postings.values()].find((one) => one.state === 'published');
    await control('/lever/accounts/acme/apply', { postingId: posting?.id, name: 'Late Riser', email: 'late.riser@example.com' });
    await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
    await hub.engine.poller.tick();
    await until(async () => (await state('job'))?.state === 'waiting', 'the job to be planned');
  });

  afterAll(async () => {
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  });

  it('is tried again when the other side is away as it falls due', async () => {
    isAway = true;
    await hub.clock.shiftTo(LATER_MS + 60_000);
    await until(async () => ((await state('job'))?.attempts ?? 0) > 0, 'a failed try');
    expect(await state('job')).toMatchObject({ state: 'waiting' });
    isAway = false;
    await until(async () => (await state('job'))?.state === 'done', 'the job to be done');
  });

  it('is tried again when Lever is away as its write falls due', async () => {
    await until(async () => (await state('action'))?.state === 'ready', 'the write to be planned');
    await control('/faults', { route: 'ANY /v1/opportunities/*', kind: 'status', status: 503, times: 6 });
    await hub.clock.shiftTo(2 * LATER_MS + 120_000);
    await until(async () => (await state('action'))?.state === 'done', 'the write', 40_000);
  });

  it('gives up a day after the first failed try, not before', async () => {
    isAway = true;
    const [job] = await db.asOwner<{ id: string }>(`update job set state = 'dead' where name = 'look' returning id`);
    await db.database.inTenant(hub.tenantId, (em) => retryJob(em, job?.id ?? '', hub.clock.now()));
    await until(async () => ((await state('job'))?.attempts ?? 0) > 0, 'a failed try');
    expect(await state('job')).toMatchObject({ state: 'waiting' });
    await hub.clock.shiftTo(2 * LATER_MS + 120_000 + 25 * 3_600_000);
    await until(async () => (await state('job'))?.state === 'dead', 'the end', 40_000);
  });
});
