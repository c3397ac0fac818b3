import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../test/support/database.js';
import { createOrganisation, startAccessApp, type AccessApp, type Organisation } from '../auth/testing/access-app.js';

const db = useTestDatabase();
const clock = { at: Date.parse('2026-11-25T09:00:00Z'), now: () => clock.at };
let hub: AccessApp;
let acme: Organisation;
let globex: Organisation;

beforeAll(async () => {
  hub = await startAccessApp(db().database, { clock });
  acme = await createOrganisation(hub, 'acme');
  globex = await createOrganisation(hub, 'globex');
});
afterAll(() => hub.close());

type Row = Record<string, unknown>;
const data = (answer: { body: unknown }) => (answer.body as { data: Row[] }).data;

describe('organisations', () => {
  it('are made, listed, read and changed by operators', async () => {
    const key = await hub.operator();
    const made = await hub.call('POST', '/v1/tenants', { key, body: { slug: 'initech', name: ' Initech ', zone: 'America/Chicago' } });
    expect(made).toMatchObject({ status: 201, body: { slug: 'initech', name: 'Initech', zone: 'America/Chicago', createdAt: '2026-11-25T09:00:00.000Z' } });
    const { id } = made.body as { id: string };
    expect(await hub.call('PATCH', `/v1/tenants/${id}`, { key, body: { zone: 'Europe/Oslo' } })).toMatchObject({ status: 200, body: { name: 'Initech', zone: 'Europe/Oslo' } });
    expect(await hub.call('GET', `/v1/tenants/${id}`, { key })).toMatchObject({ status: 200, body: { id, zone: 'Europe/Oslo' } });
    expect(data(await hub.call('GET', '/v1/tenants?limit=200', { key })).map(({ slug }) => slug).sort()).toEqual(['acme', 'globex', 'initech']);
    const trail = await db().asOwner<{ action: string }>('select action from audit_entry where tenant_id = $1 order by ordinal', [id]);
    expect(trail.map(({ action }) => action)).toEqual(['tenant.created', 'tenant.changed']);
  });

  it('need a slug of their own and a real zone', async () => {
    const key = await hub.operator();
    const make = (body: Row) => hub.call('POST', '/v1/tenants', { key, body });
    expect(await make({ slug: 'acme', name: 'A', zone: 'UTC' })).toMatchObject({ status: 409, body: { code: 'slug-taken' } });
    for (const slug of ['A', 'Acme', '-acme', 'acme-', 'a b', 'åkeri', 'x'.repeat(41), 7, null]) {
      expect(await make({ slug, name: 'A', zone: 'UTC' })).toMatchObject({ status: 422, body: { errors: [{ field: '/slug' }] } });
    }
    for (const zone of ['Mars/Olympus', '+01:00', 'UTC+1', '', 5, null]) {
      expect(await make({ slug: 'fresh', name: 'A', zone })).toMatchObject({ status: 422, body: { errors: [{ field: '/zone', message: expect.stringContaining('Europe/Stockholm') }] } });
    }
  });
});

describe('members', () => {
  it('are let in, read, changed and shut out by a super admin, each with an audit entry', async () => {
    const made = await hub.call('POST', '/v1/members', { key: acme.key, body: { name: 'Robin', email: 'Robin@Acme.example', role: 'admin', leverUserId: 'lever-1' } });
    expect(made).toMatchObject({ status: 201, body: { name: 'Robin', email: 'robin@acme.example', role: 'admin', leverUserId: 'lever-1', active: true } });
    const { id } = made.body as { id: string };
    expect(await hub.call('PATCH', `/v1/members/${id}`, { key: acme.key, body: { role: 'team_member', leverUserId: null } }))
      .toMatchObject({ status: 200, body: { name: 'Robin', role: 'team_member', leverUserId: null } });
    expect((await hub.call('DELETE', `/v1/members/${id}`, { key: acme.key })).status).toBe(204);
    expect(await hub.call('GET', `/v1/members/${id}`, { key: acme.key })).toMatchObject({ status: 200, body: { active: false } });
    const trail = await db().asOwner<{ action: string; detail: string }>('select action, detail from audit_entry where subject = $1 order by ordinal', [`member:${id}`]);
    expect(trail.map(({ action }) => action)).toEqual(['member.created', 'member.changed', 'member.changed']);
    expect(JSON.stringify(trail)).not.toContain('Robin');
  });

  it('have one address each, and give problems by field', async () => {
    const again = await hub.call('POST', '/v1/members', { key: acme.key, body: { name: 'F', email: 'FIRST@acme.example', role: 'admin' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'email-taken' } });
    const bad = await hub.call('POST', '/v1/members', { key: acme.key, body: { name: ' ', email: 'nobody', tenantId: globex.tenantId, active: false } });
    expect(bad.status).toBe(422);
    expect((bad.body as { errors: Row[] }).errors.map(({ field }) => field).sort()).toEqual(['/active', '/email', '/name', '/role', '/tenantId']);
  });

  it('never lose their last super admin, not even to two requests at once', async () => {
    const refused = await hub.call('DELETE', `/v1/members/${acme.memberId}`, { key: acme.key });
    expect(refused).toMatchObject({ status: 409, body: { code: 'last-super-admin' } });
    const second = await acme.member('super_admin');
    const both = await Promise.all([
      hub.call('PATCH', `/v1/members/${acme.memberId}`, { key: acme.key, body: { role: 'admin' } }),
      hub.call('PATCH', `/v1/members/${second.id}`, { key: acme.key, body: { active: false } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const left = await db().asOwner<{ n: number }>(`select count(*)::int as n from member where tenant_id = $1 and role = 'super_admin' and active`, [acme.tenantId]);
    expect(left[0]?.n).toBe(1);
    await db().asOwner(`update member set role = 'super_admin' where id = $1`, [acme.memberId]);
  });

  it('of another organisation do not exist', async () => {
    for (const [method, body] of [['GET', undefined], ['PATCH', { name: 'Mine' }], ['DELETE', undefined]] as const) {
      const foreign = await hub.call(method, `/v1/members/${globex.memberId}`, { key: acme.key, body });
      const missing = await hub.call(method, '/v1/members/2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10', { key: acme.key, body });
      expect(foreign.status).toBe(404);
      const { instance: _a, requestId: _b, ...told } = foreign.body as Row;
      expect(missing.body).toMatchObject(told);
    }
    const emails = data(await hub.call('GET', '/v1/members?limit=200', { key: acme.key })).map(({ email }) => String(email));
    expect(emails.length).toBeGreaterThan(1);
    expect(emails.every((email) => email.endsWith('@acme.example'))).toBe(true);
  });
});

describe('keys', () => {
  it('are shown once, listed by prefix, and kept as a hash', async () => {
    const made = await hub.call('POST', '/v1/keys', { key: acme.key, body: { label: 'export', expiresAt: '2026-12-01T00:00:00Z' } });
    const { key, prefix, id } = made.body as { key: string; prefix: string; id: string };
    expect(made).toMatchObject({ status: 201, body: { kind: 'member', memberId: acme.memberId, label: 'export', expiresAt: '2026-12-01T00:00:00.000Z', revokedAt: null } });
    expect(key.startsWith(prefix)).toBe(true);
    const list = await hub.call('GET', '/v1/keys', { key: acme.key });
    expect(data(list).some((row) => row.id === id)).toBe(true);
    expect(list.text).not.toContain(key);
    const dump = await db().asOwner<{ row: string }>(`select to_jsonb(k)::text || coalesce((select string_agg(to_jsonb(a)::text, '') from audit_entry a), '') as row from api_key k where id = $1`, [id]);
    expect(dump[0]?.row).toContain(prefix);
    expect(dump[0]?.row).not.toContain(key.slice(prefix.length));
  });

  it('stop at their end', async () => {
    const made = await hub.call('POST', '/v1/keys', { key: globex.key, body: { label: 'short', expiresAt: '2026-11-25T10:00:00Z' } });
    const { key } = made.body as { key: string };
    expect((await hub.call('GET', '/v1/me', { key })).status).toBe(200);
    clock.at += 3_600_000;
    expect((await hub.call('GET', '/v1/me', { key })).status).toBe(401);
    const past = await hub.call('POST', '/v1/keys', { key: globex.key, body: { label: 'late', expiresAt: '2026-11-25T10:00:00Z' } });
    expect(past).toMatchObject({ status: 422, body: { errors: [{ field: '/expiresAt' }] } });
  });

  it('of others are for super admins', async () => {
    const admin = await acme.member('admin');
    const other = await acme.member('team_member');
    const call = (method: string, path: string, body?: Row) => hub.call(method, path, { key: admin.key, body });
    expect((await call('POST', '/v1/keys', { label: 'x', memberId: other.id })).status).toBe(403);
    expect((await call('GET', `/v1/keys?memberId=${other.id}`)).status).toBe(403);
    expect((await call('DELETE', `/v1/keys/${other.keyId}`)).status).toBe(404);
    expect(data(await call('GET', '/v1/keys')).map(({ id }) => id)).toEqual([admin.keyId]);
    expect(data(await hub.call('GET', `/v1/keys?memberId=${other.id}`, { key: acme.key })).map(({ id }) => id)).toEqual([other.keyId]);
  });

  it('cannot be made for a member of another organisation, nor revoked there', async () => {
    const foreign = await hub.call('POST', '/v1/keys', { key: acme.key, body: { label: 'x', memberId: globex.memberId } });
    const missing = await hub.call('POST', '/v1/keys', { key: acme.key, body: { label: 'x', memberId: '2f6c5a5e-6d6c-4d5e-9a53-0d6b4a2f9f10' } });
    for (const answer of [foreign, missing]) expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: '/memberId' }] } });
    const theirs = data(await hub.call('GET', '/v1/keys', { key: globex.key }))[0]?.id;
    expect((await hub.call('DELETE', `/v1/keys/${String(theirs)}`, { key: acme.key })).status).toBe(404);
  });
});

describe('me', () => {
  it('tells each kind of caller who it is', async () => {
    expect(await hub.call('GET', '/v1/me', { key: acme.key })).toMatchObject({ status: 200, body: {
      kind: 'member', id: acme.memberId, tenant: { slug: 'acme' }, member: { email: 'first@acme.example' }, permissions: ['see', 'use', 'configure', 'enable'],
    } });
    const key = await hub.operator();
    expect(await hub.call('GET', '/v1/me', { key })).toMatchObject({ status: 200, body: { kind: 'operator', tenant: null, member: null } });
    expect(await hub.call('GET', '/v1/me', { key, headers: { 'x-patchbay-tenant': acme.tenantId } })).toMatchObject({ body: { kind: 'operator', tenant: { slug: 'acme' } } });
  });
});
