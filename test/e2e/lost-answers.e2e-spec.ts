import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startHub, type TestHub } from '../support/hub.js';
import { taggingPlugin } from '../support/tagging-plugin.js';
import { until } from '../support/until.js';

const NOTES = '/v1/opportunities/:o/notes';

let db: TestDatabase;
let lever: LeverEmulator;
let hub: TestHub;
let people = 0;

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${lever.controlUrl}${path}`, { method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.json() as T;
}

async function apply(): Promise<string> {
  people += 1;
  const posting = [...lever.store.account('acme').postings.values()].find((one) => one.state === 'published');
  const { id } = await control<{ id: string }>('POST', '/lever/accounts/acme/apply', { postingId: posting?.id, name: `Lost ${people}`, email: `lost-${people}@example.com` });
  await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
  await hub.engine.poller.tick();
  return id;
}

interface Note { readonly state: string; readonly result: { readonly foundByLookBack?: boolean } | null }
const noteOf = async (id: string): Promise<Note | undefined> =>
  (await db.asOwner<Note>(`select state, result from action where opportunity_id = $1 and kind = 'note.add'`, [id]))[0];
const called = async (method: string): Promise<number> =>
  (await control<{ requests: unknown[] }>('GET', `/requests?method=${method}&route=${encodeURIComponent(NOTES)}`)).requests.length;
const held = (id: string): number => lever.store.account('acme').opportunities.get(id)?.notes.length ?? 0;

/** With a settle time of an hour only what is decided before its end can be seen here. */
describe('an answer of Lever is lost', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [taggingPlugin as never], settleMs: 3_600_000 });
    await hub.install('tagging', 'acme-full-key', null);
    await hub.settle();
  });

  beforeEach(async () => { await control('DELETE', '/requests'); });

  afterAll(async () => {
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  });

  /** The first look is due soon after the write: as if that had passed. */
  const passTime = async (): Promise<void> => {
    await db.asOwner(`update lane set retry_at = '-infinity' where kind = 'action' and retry_at > now() and retry_at < now() + interval '30 minutes'`);
    hub.engine.claimer.wake();
  };

  it('a look that finds the write ends it at once', async () => {
    await control('POST', '/faults', { route: `POST ${NOTES}`, kind: 'cut-after', times: 1 });
    const id = await apply();
    await until(async () => (await noteOf(id))?.state === 'unknown', 'the answer to be lost');
    await passTime();
    await until(async () => (await noteOf(id))?.state === 'done', 'the write to be found');
    expect((await noteOf(id))?.result?.foundByLookBack).toBe(true);
    expect([held(id), await called('POST')]).toEqual([1, 1]);
  });

  it('a look that finds nothing proves nothing until the settle time is over: nothing is sent again', async () => {
    await control('POST', '/faults', { route: `POST ${NOTES}`, kind: 'cut-before', times: 1 });
    const id = await apply();
    await until(async () => (await noteOf(id))?.state === 'unknown', 'the answer to be lost');
    await passTime();
    await until(async () => await called('GET') === 1, 'the first look');
    await until(async () => (await db.asOwner(`select 1 from lane where kind = 'action' and retry_at > now() + interval '30 minutes'`)).length === 1, 'the lane to wait');
    expect((await noteOf(id))?.state).toBe('unknown');
    expect([held(id), await called('POST')]).toEqual([0, 1]);
    await db.asOwner(`update action set sent_at = sent_at - interval '1 hour' where opportunity_id = $1`, [id]);
    await db.asOwner(`update lane set retry_at = '-infinity' where kind = 'action'`);
    hub.engine.claimer.wake();
    await until(async () => (await noteOf(id))?.state === 'done', 'the write to be sent again');
    expect([held(id), await called('POST')]).toEqual([1, 2]);
  });
});
