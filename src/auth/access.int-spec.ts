import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { useTestDatabase } from '../../test/support/database.js';
import type { Role } from '../sdk/principal.js';
import { createOrganisation, startAccessApp, type AccessApp, type Organisation } from './testing/access-app.js';

const db = useTestDatabase();
const ROLES: readonly Role[] = ['super_admin', 'admin', 'team_member', 'limited_team_member'];
let hub: AccessApp;
let acme: Organisation;
const keys: Partial<Record<Role, string>> = {};

beforeAll(async () => {
  hub = await startAccessApp(db().database);
  acme = await createOrganisation(hub, 'acme');
  keys.super_admin = acme.key;
  for (const role of ROLES.slice(1)) keys[role] = (await acme.member(role)).key;
});
afterAll(() => hub.close());

const status = async (method: string, path: string, key: string | undefined, headers = {}) => (await hub.call(method, path, { key, headers })).status;
const table = async (method: string, path: string) =>
  Object.fromEntries(await Promise.all(ROLES.map(async (role) => [role, await status(method, path, keys[role])])));

describe('permissions over HTTP', () => {
  it('SH-1 lets the four Lever roles use an integration, and no other role in', async () => {
    expect(await table('GET', '/v1/sample/status')).toEqual({ super_admin: 200, admin: 200, team_member: 200, limited_team_member: 200 });
    expect(await table('POST', '/v1/sample/uses')).toEqual({ super_admin: 201, admin: 201, team_member: 201, limited_team_member: 201 });
    const refused = await hub.call('POST', '/v1/members', { key: acme.key, body: { name: 'I', email: 'i@acme.example', role: 'interviewer' } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid-input', errors: [{ field: '/role', message: expect.stringContaining('super_admin') }] } });
  });

  it('SH-2 lets only a super admin enable, connect, and let people in', async () => {
    expect(await table('POST', '/v1/sample/enable')).toEqual({ super_admin: 201, admin: 403, team_member: 403, limited_team_member: 403 });
    for (const role of ROLES.slice(1)) {
      const refused = await hub.call('POST', '/v1/members', { key: keys[role], body: { name: 'X', email: 'x@acme.example', role: 'super_admin' } });
      expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    const operator = await hub.operator();
    expect(await status('POST', '/v1/sample/enable', operator, { 'x-patchbay-tenant': acme.tenantId })).toBe(403);
  });

  it('SH-5 shows the status to who may use, and answers 403 to every set-up call of theirs', async () => {
    for (const role of ['team_member', 'limited_team_member'] as const) {
      expect(await hub.call('GET', '/v1/sample/status', { key: keys[role] })).toMatchObject({ status: 200, body: { status: 'enabled' } });
      for (const call of ['settings', 'enable']) {
        expect(await hub.call('POST', `/v1/sample/${call}`, { key: keys[role] })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      }
    }
    expect(await table('POST', '/v1/sample/settings')).toEqual({ super_admin: 201, admin: 201, team_member: 403, limited_team_member: 403 });
  });

  it('lets a manifest take roles away', async () => {
    expect(await table('GET', '/v1/narrow/status')).toEqual({ super_admin: 200, admin: 200, team_member: 403, limited_team_member: 403 });
  });

  it('asks who first, then whether they may, then what', async () => {
    const missing = '/v1/members/2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10';
    expect(await status('DELETE', missing, undefined)).toBe(401);
    expect(await status('DELETE', missing, keys.admin)).toBe(403);
    expect(await status('DELETE', missing, acme.key)).toBe(404);
    expect(await status('DELETE', '/v1/members/not-an-id', acme.key)).toBe(404);
  });

  it('keeps operators out of an organisation until they name it, and tells its trail', async () => {
    const operator = await hub.operator('Ona');
    expect(await status('GET', '/v1/members', operator)).toBe(403);
    expect(await status('GET', '/v1/members', operator, { 'x-patchbay-tenant': acme.memberId })).toBe(404);
    expect(await status('GET', '/v1/members', operator, { 'x-patchbay-tenant': acme.tenantId })).toBe(200);
    const rows = await db().asOwner<{ detail: string; actor_kind: string }>(
      `select detail, actor_kind from audit_entry where tenant_id = $1 and action = 'operator.acted' and detail like '%GET /v1/members%'`, [acme.tenantId]);
    expect(rows).toEqual([{ detail: expect.stringContaining('GET /v1/members'), actor_kind: 'operator' }]);
  });

  it('lets nobody but operators handle organisations, and members name none but their own', async () => {
    const globex = await createOrganisation(hub, 'globex');
    for (const path of ['/v1/tenants', `/v1/tenants/${acme.tenantId}`]) expect(await status('GET', path, acme.key)).toBe(403);
    expect(await status('GET', '/v1/me', acme.key, { 'x-patchbay-tenant': acme.tenantId })).toBe(200);
    for (const foreign of [globex.tenantId, globex.memberId, 'nonsense']) {
      expect(await status('GET', '/v1/me', acme.key, { 'x-patchbay-tenant': foreign })).toBe(403);
    }
  });

  it('lets a vendor key reach its own integration, and nothing else', async () => {
    const { ApiKeys } = await import('./api-keys.js');
    const actor = { kind: 'member' as const, id: acme.memberId, tenantId: acme.tenantId, role: 'super_admin' as const, leverUserId: null };
    const { key } = await db().database.inTenant(acme.tenantId, (em) => hub.app.get(ApiKeys, { strict: false }).issue(em, {
      tenantId: acme.tenantId, owner: { kind: 'ven', integrationKey: 'sample' }, label: 'their back end', expiresAt: null,
    }, actor));
    expect(key).toMatch(/^pb_ven_/);
    expect(await status('GET', '/v1/sample/status', key)).toBe(200);
    expect(await status('POST', '/v1/sample/uses', key)).toBe(201);
    for (const [method, path] of [['POST', '/v1/sample/settings'], ['POST', '/v1/sample/enable'], ['GET', '/v1/narrow/status'], ['GET', '/v1/members'], ['GET', '/v1/keys'], ['GET', '/v1/tenants']] as const) {
      expect([path, await status(method, path, key)]).toEqual([path, 403]);
    }
    expect(await hub.call('GET', '/v1/me', { key })).toMatchObject({ status: 200, body: { kind: 'vendor', integrationKey: 'sample', permissions: ['see', 'use'] } });
  });
});

describe('how fast access ends', () => {
  it('acts within a second on a revoked key, its tokens, a new role and a member shut out', async () => {
    const { id, key, keyId } = await acme.member('admin');
    const { token } = (await hub.call('POST', '/v1/auth/token', { key })).body as { token: string };
    for (const credential of [key, token]) expect(await status('POST', '/v1/sample/settings', credential)).toBe(201);
    await hub.call('PATCH', `/v1/members/${id}`, { key: acme.key, body: { role: 'team_member' } });
    await sleep(1_000);
    for (const credential of [key, token]) expect(await status('POST', '/v1/sample/settings', credential)).toBe(403);
    expect(await status('DELETE', `/v1/keys/${keyId}`, acme.key)).toBe(204);
    await sleep(1_000);
    for (const credential of [key, token]) expect(await status('GET', '/v1/sample/status', credential)).toBe(401);

    const other = await acme.member('team_member');
    const bought = (await hub.call('POST', '/v1/auth/token', { key: other.key })).body as { token: string };
    expect(await status('DELETE', `/v1/members/${other.id}`, acme.key)).toBe(204);
    await sleep(1_000);
    for (const credential of [other.key, bought.token]) expect(await status('GET', '/v1/me', credential)).toBe(401);
    await hub.call('PATCH', `/v1/members/${other.id}`, { key: acme.key, body: { active: true } });
    await sleep(1_000);
    expect(await status('GET', '/v1/me', other.key)).toBe(401);
  });

  it('sells tokens of ten minutes for keys, never for tokens', async () => {
    const answer = await hub.call('POST', '/v1/auth/token', { key: acme.key });
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresInSeconds: 600 } });
    const { token } = answer.body as { token: string };
    expect(await status('POST', '/v1/auth/token', token)).toBe(403);
    expect(await status('GET', '/v1/me', token)).toBe(200);
  });
});
