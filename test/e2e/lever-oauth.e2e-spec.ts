import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID, randomBytes } from 'node:crypto';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { loadConfig } from '../../config/load-config.js';
import { auditServices } from '../../src/audit/testing/audit-services.js';
import { Connections } from '../../src/connections/connections.js';
import { ConnectionStore } from '../../src/connections/connection-store.js';
import { Hooks } from '../../src/connections/hooks.js';
import { LeverOauthService } from '../../src/connections/lever-oauth.service.js';
import { LeverProbe } from '../../src/connections/lever-probe.js';
import { TokenKeeper } from '../../src/connections/token-keeper.js';
import { refreshTokens } from '../../src/lever/client/lever-oauth.js';
import { scopesFor, type LeverOperation, type Principal } from '../../src/sdk/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createTenant } from '../support/hub.js';

const OPERATIONS: LeverOperation[] = ['opportunities.list', 'opportunities.get', 'notes.create', 'stages.list'];
const owner = randomUUID();
let db: TestDatabase;
let lever: LeverEmulator;
let oauth: LeverOauthService;
let connections: Connections;
let keeper: TokenKeeper;
let refreshes = 0;
let now = Date.now();
let tenantId = '';
let by: Principal;

/** What the browser does at Lever: log in and decide; answers the query of the way back. */
async function consent(url: string, decision: 'accept' | 'decline', account = 'acme'): Promise<Record<string, string>> {
  const asked = Object.fromEntries(new URL(url).searchParams);
  const response = await fetch(`${lever.controlUrl}/oauth/consent`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...asked, account, decision }),
  });
  const { redirectTo } = await response.json() as { redirectTo: string };
  return Object.fromEntries(new URL(redirectTo).searchParams);
}

describe('connecting Lever by OAuth', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    const app = await fetch(`${lever.controlUrl}/lever/apps`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Patchbay', redirectUris: ['http://127.0.0.1:3000/oauth/lever/callback'], scopes: [...scopesFor(OPERATIONS), 'offline_access'], clientId: 'hub', clientSecret: 'hub-secret' }),
    });
    expect(app.status).toBe(201);
    const config = loadConfig({
      NODE_ENV: 'test', DATABASE_URL: db.loginUrl, LEVER_API_URL: lever.baseUrl, LEVER_AUTH_URL: lever.oauthUrl, LEVER_AUDIENCE: `${lever.baseUrl}/`,
      LEVER_OAUTH_CLIENT_ID: 'hub', LEVER_OAUTH_CLIENT_SECRET: 'hub-secret', PATCHBAY_PUBLIC_URL: 'http://127.0.0.1:3000',
      PATCHBAY_MASTER_KEY: `test:${randomBytes(32).toString('base64')}`,
    });
    const clock = { now: () => now };
    const { secretBox, trail } = auditServices(db.database, config.keys.current.key, clock);
    const store = new ConnectionStore(secretBox);
    connections = new Connections({
      database: db.database, clock, store, hooks: new Hooks(db.database, secretBox), audit: trail, rates: config.lever.rate, publicUrl: config.http.publicUrl,
    });
    const probe = new LeverProbe({ baseUrl: lever.baseUrl, timeoutMs: 5_000 });
    oauth = new LeverOauthService(db.database, clock, config, connections, probe, async () => ({
      integrationKey: 'any', operations: OPERATIONS, scopes: scopesFor(OPERATIONS),
    }));
    keeper = new TokenKeeper(db.database, store, clock, async (_row, refreshToken) => {
      refreshes += 1;
      return refreshTokens({ authUrl: lever.oauthUrl, clientId: 'hub', clientSecret: 'hub-secret', refreshToken });
    }, 6_000);
    tenantId = await createTenant(db);
    by = { kind: 'member', id: randomUUID(), tenantId, role: 'super_admin', leverUserId: null };
  });

  afterAll(async () => {
    await lever?.close();
    await db?.drop();
  });

  it('says so when the consent was declined, and connects nothing', async () => {
    const { url } = await oauth.start(tenantId, owner, by);
    await expect(oauth.finish(await consent(url, 'decline'))).rejects.toMatchObject({ code: 'consent-declined' });
    expect(await connections.status(tenantId, owner, 'lever')).toMatchObject({ state: 'pending' });
  });

  it('connects on acceptance, knows the account, and takes a state once only', async () => {
    const { url } = await oauth.start(tenantId, owner, by);
    const back = await consent(url, 'accept');
    expect(await oauth.finish(back)).toMatchObject({ state: 'active', missing: [], accountId: expect.any(String) });
    await expect(oauth.finish(back)).rejects.toMatchObject({ code: 'consent-expired' });
    await expect(oauth.finish({ state: 'forged', code: 'x' })).rejects.toMatchObject({ code: 'consent-expired' });
    const dump = JSON.stringify(await db.asOwner('select secret from connection'));
    expect(dump).not.toContain('eyJ');
  });

  it('SH-10 refuses another Lever account and leaves the old connection as it was', async () => {
    const { url } = await oauth.start(tenantId, owner, by);
    await expect(oauth.finish(await consent(url, 'accept', 'globex'))).rejects.toMatchObject({ status: 409, code: 'different-lever-account' });
    expect(await connections.status(tenantId, owner, 'lever')).toMatchObject({ state: 'active' });
  });

  it('refreshes once when many ask at the same time', async () => {
    const id = (await connections.status(tenantId, owner, 'lever'))?.id ?? '';
    now += 55 * 60_000;
    const answers = await Promise.all(Array.from({ length: 8 }, () => keeper.authorization(tenantId, id)));
    expect(new Set(answers).size).toBe(1);
    expect(refreshes).toBe(1);
  });
});
