import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startHub, type TestHub } from '../support/hub.js';
import { until } from '../support/hub-over-sandbox.js';
import { notebookPlugin } from '../support/notebook-plugin.js';
import { startNotebookServer, type NotebookServer } from '../support/notebook-server.js';

const DAY_MS = 24 * 3_600_000;

let db: TestDatabase;
let hub: TestHub;
let server: NotebookServer;

beforeAll(async () => {
  db = await createTestDatabase();
  server = await startNotebookServer();
  hub = await startHub(db, {
    leverUrl: 'http://127.0.0.1:9', providers: [notebookPlugin as never], vendors: { notebook: { baseUrl: server.url } },
    outsideClients: { notebook: { id: 'hub', secret: 'hub-secret' } },
  });
  await hub.install('noting', 'key', null);
}, 60_000);

afterAll(async () => {
  await hub.stop();
  await server.close();
  await db.drop();
});

const start = (options: Record<string, string> = { region: 'eu' }) =>
  hub.engine.useCases.run('noting', hub.admin, (ctx) => ctx.accounts.signIn('notebook', options));
const stateOf = async (url: Promise<{ url: string }>) => new URL((await url).url).searchParams.get('state') ?? '';
const finish = (state: string, code = 'good') => hub.engine.accountSignIn.finish({ state, code });
const signIn = async () => finish(await stateOf(start()));
const status = async () => (await hub.engine.useCases.run('noting', hub.admin, (ctx) => ctx.accounts.status('notebook'))).state;
const write = (text: string, subject = text) => hub.engine.useCases.run('noting', hub.admin, (ctx) => ctx.commit((tx) => tx.actions.plan({
  kind: 'vendor', name: 'write-note', subject, meaning: 'note', occasion: text, reasons: ['a test'], request: { text } })));
const states = async () => (await db.asOwner<{ state: string }>(`select state from action order by id`)).map((row) => row.state);
const alerts = async () => (await db.asOwner<{ n: number }>(`select count(*)::int as n from message where key like 'account-lost:%'`))[0]?.n;

describe('outside accounts', () => {
  it('need their options before anybody signs in', async () => {
    await expect(start({})).rejects.toMatchObject({ code: 'invalid-input', fields: [{ field: '/options/region' }] });
    await expect(start({ region: 'mars' })).rejects.toMatchObject({ fields: [{ message: expect.stringContaining('eu, us') }] });
    await expect(start({ region: 'eu', colour: 'red' })).rejects.toMatchObject({ fields: [{ field: '/options/colour' }] });
  });

  it('are signed in to at the system’s own page; a state is used once, a declined one connects nothing', async () => {
    const { url } = await start();
    expect(url).toMatch(`${server.url}/sign-in?region=eu&redirect_uri=${encodeURIComponent('http://127.0.0.1/oauth/accounts/callback')}`);
    await expect(hub.engine.accountSignIn.finish({ state: await stateOf(start()), error: 'denied' })).rejects.toMatchObject({ code: 'consent-declined' });
    expect(await status()).toBe('pending');
    const state = new URL(url).searchParams.get('state') ?? '';
    await expect(finish(state)).resolves.toMatchObject({ system: 'notebook', accountId: 'org-7' });
    await expect(finish(state)).rejects.toMatchObject({ code: 'consent-expired' });
    expect(await status()).toBe('active');
  });

  it('write under the account’s own base address', async () => {
    await write('first');
    await hub.settle({ poll: false });
    expect(server.notes).toEqual(['first']);
  });

  it('refresh a refused token once, however many writes meet the refusal', async () => {
    server.expire();
    for (let n = 0; n < 8; n += 1) await write(`many-${n}`);
    await hub.settle({ poll: false });
    expect(server.notes).toHaveLength(9);
    expect(server.refreshes).toEqual(['refresh-1']);
  });

  it('refresh shortly before the end of a token', async () => {
    await hub.clock.shiftTo(10 * 60_000);
    await write('later');
    await hub.settle({ poll: false });
    expect(server.notes).toContain('later');
    expect(server.refreshes).toEqual(['refresh-1', 'refresh-2']);
  });

  it('ID-7 are lost when the grant is gone: one alert, the writes wait and go out in order after the next sign-in', async () => {
    server.revoke();
    await write('wait-1', 'one person');
    await write('wait-2', 'one person');
    await until(async () => await status() === 'needs_reauth', 'the loss to be noticed');
    await until(async () => (await db.asOwner(`select 1 from lane where failures > 0`)).length > 0, 'the write to wait');
    expect(await alerts()).toBe(1);
    expect((await states()).filter((state) => state !== 'done')).toEqual(['ready', 'ready']);
    await signIn();
    await hub.settle({ poll: false });
    expect(server.notes.slice(-2)).toEqual(['wait-1', 'wait-2']);
    expect(await alerts()).toBe(1);
  });

  it('ID-7 keep writes for 14 days and no longer', async () => {
    server.revoke();
    await write('too-late');
    await until(async () => await status() === 'needs_reauth', 'the loss to be noticed');
    await hub.clock.shiftTo(13 * DAY_MS);
    await db.asOwner(`update lane set retry_at = '-infinity'`);
    await until(async () => (await db.asOwner(`select 1 from action where state = 'ready' and outcome_reason like 'account-lost%'`)).length === 1, 'another try');
    await hub.clock.shiftTo(15 * DAY_MS);
    await db.asOwner(`update lane set retry_at = '-infinity'`);
    await until(async () => (await states()).at(-1) === 'failed', 'the write to be given up');
  });

  it('are forgotten when they are disconnected', async () => {
    await signIn();
    await hub.engine.useCases.run('noting', hub.admin, (ctx) => ctx.accounts.disconnect('notebook'));
    expect(await status()).toBe('revoked');
    expect(await db.asOwner(`select secret from connection where system = 'account:notebook'`)).toEqual([{ secret: null }]);
  });
});
