import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../config/load-config.js';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { createOperatorKey } from '../../src/auth/operator-keys.js';
import { Bell } from '../../src/ledger/bell.js';
import { BullBell } from '../../src/ledger/bull-bell.js';
import { startHub, type RunningHub } from '../../src/start.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { taggingPlugin } from '../support/tagging-plugin.js';

class TaggingProvider {}
@Module({ providers: [{ provide: TaggingProvider, useValue: taggingPlugin }], exports: [TaggingProvider] })
class TaggingModule {}
const plugin = { folder: 'tagging', definition: { key: 'tagging', module: TaggingModule, provider: TaggingProvider as never, entities: [], migrations: [] } };

let db: TestDatabase;
let lever: LeverEmulator;
let redis: RunningRedis | null = null;
let web: RunningHub;
let worker: RunningHub;
let key = '';

describe('web and worker in two processes over Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
    if (!redis && process.env.PATCHBAY_REQUIRE_REDIS) throw new Error('Redis is required here.');
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    const shared = {
      NODE_ENV: 'test', PORT: '0', DATABASE_URL: db.loginUrl, DATABASE_OWNER_URL: db.ownerUrl, LEVER_API_URL: lever.baseUrl, LEVER_AUTH_URL: lever.oauthUrl,
      PATCHBAY_MASTER_KEY: `test:${randomBytes(32).toString('base64')}`, LOG_LEVEL: 'silent', PATCHBAY_PUBLIC_URL: 'http://127.0.0.1:3000', LEVER_POLL_EVERY_MS: '1000',
      ...(redis && { REDIS_URL: redis.url }),
    };
    web = await startHub(loadConfig({ ...shared, PATCHBAY_ROLE: 'web' }), [plugin]);
    worker = await startHub(loadConfig({ ...shared, PATCHBAY_ROLE: 'worker' }), [plugin]);
    const operator = (await createOperatorKey({ database: db.database, clock: { now: Date.now }, keys: loadConfig(shared).keys }, 'test')).key;
    const post = async (path: string, body: object, token: string): Promise<Record<string, unknown>> => (await fetch(`${web.url}${path}`, {
      method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body),
    })).json() as never;
    const tenant = await post('/v1/tenants', { slug: 'acme', name: 'Acme', zone: 'UTC' }, operator);
    const made = await post(`/v1/tenants/${String(tenant.id)}/members`, { name: 'Robin Berg', email: 'robin@acme.example' }, operator);
    key = (made.apiKey as { key: string }).key;
    await post('/v1/installations', { integrationKey: 'tagging' }, key);
    await fetch(`${web.url}/v1/installations/tagging/lever-key`, {
      method: 'PUT', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ apiKey: 'acme-full-key' }),
    });
    expect(await post('/v1/installations/tagging/enable', {}, key)).toMatchObject({ state: 'enabled' });
  }, 60_000);

  afterAll(async () => {
    await worker?.stop();
    await web?.stop();
    await redis?.stop();
    await lever?.close();
    await db?.drop();
  });

  it('rings through Bull where there is a Redis', () => {
    expect(worker.url).toBeNull();
    expect(worker.app.get(Bell) instanceof BullBell).toBe(redis !== null);
  });

  it('does the work of the web process in the worker', async () => {
    for (let waited = 0; waited < 20_000 && (await db.asOwner('select 1 from mirror_feed where baseline_done')).length === 0; waited += 100) await sleep(100);
    const posting = [...lever.store.account('acme').postings.values()].find((candidate) => candidate.state === 'published');
    const response = await fetch(`${lever.controlUrl}/lever/accounts/acme/apply`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ postingId: posting?.id, name: 'Ada', email: `${randomUUID()}@example.com` }),
    });
    const { id } = await response.json() as { id: string };
    const seen = () => lever.store.account('acme').opportunities.get(id);
    for (let waited = 0; waited < 20_000 && seen()?.notes.length !== 1; waited += 100) await sleep(100);
    expect(seen()?.notes).toHaveLength(1);
    expect(seen()?.tags).toContain('PB-Seen');
  }, 60_000);
});
