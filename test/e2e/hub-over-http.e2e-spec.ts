import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../config/load-config.js';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { createOperatorKey } from '../../src/auth/operator-keys.js';
import { startHub, type RunningHub } from '../../src/start.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { taggingPlugin } from '../support/tagging-plugin.js';

class TaggingProvider {}
@Module({ providers: [{ provide: TaggingProvider, useValue: taggingPlugin }], exports: [TaggingProvider] })
class TaggingModule {}
const plugin = { folder: 'tagging', definition: { key: 'tagging', module: TaggingModule, provider: TaggingProvider as never, entities: [], migrations: [] } };

let db: TestDatabase;
let lever: LeverEmulator;
let hub: RunningHub;
let operator = '';
let admin = '';

interface Answer { readonly status: number; readonly body: Record<string, unknown>; readonly type: string | null }
async function call(method: string, path: string, options: { key?: string; body?: object; headers?: Record<string, string> } = {}): Promise<Answer> {
  const response = await fetch(`${hub.url}${path}`, {
    method, headers: {
      ...(options.key && { authorization: `Bearer ${options.key}` }), ...(options.body && { 'content-type': 'application/json' }), ...options.headers,
    }, ...(options.body && { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) as Record<string, unknown>, type: response.headers.get('content-type') };
}

describe('the hub over HTTP', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    const config = loadConfig({
      NODE_ENV: 'test', PORT: '0', DATABASE_URL: db.loginUrl, DATABASE_OWNER_URL: db.ownerUrl, LEVER_API_URL: lever.baseUrl, LEVER_AUTH_URL: lever.oauthUrl,
      PATCHBAY_MASTER_KEY: `test:${randomBytes(32).toString('base64')}`, LOG_LEVEL: 'silent', PATCHBAY_PUBLIC_URL: 'http://127.0.0.1:3000',
      LEVER_POLL_EVERY_MS: '1000', LEVER_SETTLE_MS: '200',
    });
    hub = await startHub(config, [plugin]);
    operator = (await createOperatorKey({ database: db.database, clock: { now: Date.now }, keys: config.keys }, 'test')).key;
  });

  afterAll(async () => {
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  });

  it('asks for a credential in problem+json', async () => {
    expect(await call('GET', '/v1/installations')).toMatchObject({ status: 401, type: expect.stringContaining('application/problem+json') });
  });

  it('lets an operator make an organisation with its first super admin', async () => {
    const tenant = await call('POST', '/v1/tenants', { key: operator, body: { slug: 'acme', name: 'Acme', zone: 'Europe/Stockholm' } });
    expect(tenant.status).toBe(201);
    const member = await call('POST', `/v1/tenants/${String(tenant.body.id)}/members`, { key: operator, body: { name: 'Robin Berg', email: 'robin.berg@example.com' } });
    expect(member.status).toBe(201);
    admin = (member.body.apiKey as { key: string }).key;
    expect(await call('GET', '/v1/me', { key: admin })).toMatchObject({ status: 200 });
  });

  it('names the field and the remedy of a wrong input', async () => {
    const answer = await call('POST', '/v1/installations', { key: admin, body: { integrationKey: 'no-such' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input', errors: [{ field: '/integrationKey' }] } });
  });

  it('SH-11 is set up over REST and then tags and notes a new application', async () => {
    expect(await call('POST', '/v1/installations', { key: admin, body: { integrationKey: 'tagging' } })).toMatchObject({ body: { state: 'draft' } });
    const connection = await call('PUT', '/v1/installations/tagging/lever-key', { key: admin, body: { apiKey: 'acme-full-key' } });
    expect(connection).toMatchObject({ status: 200, body: { state: 'active', missing: [] } });
    expect(JSON.stringify(connection.body)).not.toContain('acme-full-key');
    const settings = await call('PUT', '/v1/installations/tagging/settings', { key: admin, body: { value: { tag: 'PB-Rest' } }, headers: { 'if-match': '0' } });
    expect(settings).toMatchObject({ status: 200, body: { revision: 1 } });
    expect(await call('POST', '/v1/installations/tagging/enable', { key: admin })).toMatchObject({ status: 200, body: { state: 'enabled' } });
    for (let waited = 0; waited < 10_000; waited += 100) {
      if ((await db.asOwner('select 1 from mirror_feed where baseline_done')).length > 0) break;
      await sleep(100);
    }
    const posting = [...lever.store.account('acme').postings.values()].find((candidate) => candidate.state === 'published');
    const applied = await fetch(`${lever.controlUrl}/lever/accounts/acme/apply`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ postingId: posting?.id, name: 'Ada', email: 'ada@example.com' }),
    });
    const { id } = await applied.json() as { id: string };
    const seen = () => lever.store.account('acme').opportunities.get(id);
    for (let waited = 0; waited < 15_000 && seen()?.notes.length !== 1; waited += 100) await sleep(100);
    expect(seen()?.tags).toContain('PB-Rest');
    expect(seen()?.notes).toHaveLength(1);
    const journey = await call('GET', `/v1/opportunities/${id}/journey`, { key: admin });
    const steps = (journey.body.data as { what: string; by: string | null; cause: string | null }[]);
    expect(steps.map((step) => step.what)).toEqual(expect.arrayContaining(['application.created', 'tag:seen', 'note:seen']));
    expect(steps.find((step) => step.what === 'tag:seen')).toMatchObject({ by: 'tagging', cause: expect.any(String) });
  }, 40_000);

  it('SH-4 says that the package is not eligible when Lever refuses everything', async () => {
    await fetch(`${lever.controlUrl}/lever/accounts/acme/keys`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'none', token: 'key-without-permissions', permissions: [] }),
    });
    expect(await call('PUT', '/v1/hub/lever-key', { key: admin, body: { apiKey: 'key-without-permissions' } }))
      .toMatchObject({ status: 409, body: { code: 'lever-package-not-eligible' } });
  });

  it('keeps a reading connection of the organisation, which then feeds the mirror', async () => {
    const saved = await call('PUT', '/v1/hub/lever-key', { key: admin, body: { apiKey: 'acme-full-key' } });
    expect(saved).toMatchObject({ status: 200, body: { owner: 'hub', state: 'active', missing: [] } });
    expect(await db.asOwner('select connection_id as id from mirror_feed')).toEqual([{ id: saved.body.id }]);
  });

  it('lists work and writes page by page, and makes a vendor key that reaches nothing else', async () => {
    const first = await call('GET', '/v1/actions?limit=1&state=done', { key: admin });
    expect(first).toMatchObject({ status: 200, body: { data: [{ integration: 'tagging', state: 'done' }], next: expect.any(String) } });
    const second = await call('GET', `/v1/actions?limit=1&state=done&cursor=${String(first.body.next)}`, { key: admin });
    expect((second.body.data as { id: string }[])[0]?.id).not.toBe((first.body.data as { id: string }[])[0]?.id);
    expect(await call('GET', '/v1/jobs?integration=tagging', { key: admin })).toMatchObject({ status: 200, body: { data: [{ name: 'application.created', state: 'done' }] } });
    const vendor = await call('POST', '/v1/integrations/tagging/vendor-keys', { key: admin, body: { label: 'vendor' } });
    expect(vendor.status).toBe(201);
    expect(await call('GET', '/v1/installations', { key: String(vendor.body.key) })).toMatchObject({ status: 403 });
  });

  it('lists nothing that needs a person, and knows no dead letter of another name', async () => {
    expect(await call('GET', '/v1/dead-letters', { key: admin })).toMatchObject({ status: 200, body: { data: [] } });
    expect(await call('POST', '/v1/dead-letters/action/123456/retry', { key: admin })).toMatchObject({ status: 404 });
    expect(await call('POST', '/v1/dead-letters/nonsense/1/retry', { key: admin })).toMatchObject({ status: 404 });
  });

  it('refuses settings made from an old revision, and an unsigned webhook', async () => {
    const stale = await call('PUT', '/v1/installations/tagging/settings', { key: admin, body: { value: { tag: 'x' } }, headers: { 'if-match': '0' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'settings-changed' } });
    const rows = await db.asOwner<{ token: string }>(`select token from hook where system = 'lever'`);
    expect(await call('POST', `/hooks/lever/${rows[0]?.token}`, { body: { event: 'applicationCreated' } })).toMatchObject({ status: 401 });
    expect(await call('POST', '/hooks/lever/unknown', { body: {} })).toMatchObject({ status: 404 });
  });

  it('SH-7 is off when disable has answered', async () => {
    expect(await call('POST', '/v1/installations/tagging/disable', { key: admin })).toMatchObject({ status: 200, body: { state: 'disabled' } });
  });
});
