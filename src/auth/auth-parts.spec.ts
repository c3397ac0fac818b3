import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PERMISSIONS, type Permission, type Principal, type Role } from '../sdk/principal.js';
import { credentialOf } from './authenticated.js';
import { makeKey, prefixOf, readKey } from './key-format.js';
import { principalOf, type KeyHolder } from './key-holder.js';
import { judge, permissionsOf, rolesOf, type RouteDemand } from './permission-rules.js';
import { declarationFaults } from './route-declarations.js';

const ROLES: readonly Role[] = ['super_admin', 'admin', 'team_member', 'limited_team_member'];
const member = (role: Role): Principal => ({ kind: 'member', id: 'm', tenantId: 't', role, leverUserId: null });
const demand = (needs: Permission, more: Partial<RouteDemand> = {}): RouteDemand =>
  ({ needs, integrationKey: undefined, narrowedTo: undefined, forEveryPrincipal: false, ...more });

describe('keys', () => {
  it('have a kind, 30 random letters and a checksum, and are never the same', () => {
    const keys = (['mem', 'op', 'ven'] as const).flatMap((kind) => Array.from({ length: 200 }, () => [kind, makeKey(kind)] as const));
    for (const [kind, key] of keys) {
      expect(key).toMatch(new RegExp(`^pb_${kind}_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$`));
      expect(readKey(key)).toEqual({ kind, prefix: prefixOf(key) });
      expect(key.startsWith(prefixOf(key))).toBe(true);
      expect(prefixOf(key)).toHaveLength(`pb_${kind}_`.length + 8);
    }
    expect(new Set(keys.map(([, key]) => key)).size).toBe(600);
  });

  it('show a slip of one letter anywhere', () => {
    const key = makeKey('mem');
    for (let place = 0; place < key.length; place++) {
      expect(readKey(key.slice(0, place) + (key[place] === 'x' ? 'y' : 'x') + key.slice(place + 1))).toBeNull();
    }
    for (const bad of ['', 'pb_', key.slice(0, -1), `${key}0`, ` ${key}`, key.toUpperCase(), `${key}\n`]) expect(readKey(bad)).toBeNull();
  });
});

describe('credentialOf', () => {
  it('tells keys from tokens and takes nothing else', () => {
    expect(credentialOf('Bearer pb_mem_x')).toEqual({ kind: 'key', text: 'pb_mem_x' });
    expect(credentialOf('bearer eyJ.a.b')).toEqual({ kind: 'token', text: 'eyJ.a.b' });
    for (const bad of [undefined, '', 'Bearer', 'Bearer ', 'Bearer a b', 'Basic abc', 'xBearer abc', `Bearer ${'a'.repeat(4_097)}`]) expect(credentialOf(bad)).toBeNull();
  });
});

describe('principalOf', () => {
  const holder: KeyHolder = {
    keyId: 'k', kind: 'mem', tenantId: 't', memberId: 'm', operatorId: null, integrationKey: null, role: 'admin', leverUserId: 'l',
    isActive: true, expiresAtMs: 100, isRevoked: false, lastUsedAtMs: null,
  };

  it('is nobody once the key is revoked or over, or its holder shut out', () => {
    expect(principalOf(holder, 99)).toEqual({ kind: 'member', id: 'm', tenantId: 't', role: 'admin', leverUserId: 'l' });
    expect(principalOf(holder, 100)).toBeNull();
    expect(principalOf({ ...holder, isRevoked: true }, 0)).toBeNull();
    expect(principalOf({ ...holder, isActive: false }, 0)).toBeNull();
    expect(principalOf({ ...holder, role: null }, 0)).toBeNull();
    expect(principalOf({ ...holder, kind: 'op', memberId: null, operatorId: 'o', tenantId: null, role: null }, 0)).toEqual({ kind: 'operator', id: 'o', tenantId: null });
    expect(principalOf({ ...holder, kind: 'ven', memberId: null, role: null, integrationKey: 'x' }, 0)).toEqual({ kind: 'vendor', id: 'k', tenantId: 't', integrationKey: 'x' });
  });
});

describe('judge', () => {
  it('SH-1 SH-2 gives each role its default permissions, and nobody in an organisation the platform\'s', () => {
    const held = Object.fromEntries(ROLES.map((role) => [role, (['see', 'use', 'configure', 'enable', 'operate'] as const).filter((needs) => judge(member(role), demand(needs)).allowed)]));
    expect(held).toEqual({
      super_admin: ['see', 'use', 'configure', 'enable'], admin: ['see', 'use', 'configure'], team_member: ['see', 'use'], limited_team_member: ['see', 'use'],
    });
    for (const role of ROLES) expect(permissionsOf(member(role))).toEqual(held[role]);
  });

  it('lets a manifest take away, never give', () => {
    expect(rolesOf('see', ['admin'])).toEqual(['admin']);
    expect(rolesOf('enable', ['admin', 'team_member'])).toEqual([]);
    expect(rolesOf('configure', [...ROLES])).toEqual(DEFAULT_PERMISSIONS.configure);
    expect(rolesOf('use', undefined)).toEqual(DEFAULT_PERMISSIONS.use);
  });

  it('wants operators to name the organisation, and leaves enabling to its super admins', () => {
    const operator = (tenantId: string | null): Principal => ({ kind: 'operator', id: 'o', tenantId });
    expect(judge(operator(null), demand('operate')).allowed).toBe(true);
    expect(judge(operator(null), demand('see'))).toMatchObject({ allowed: false, reason: expect.stringContaining('x-patchbay-tenant') });
    expect((['see', 'use', 'configure', 'enable'] as const).map((needs) => judge(operator('t'), demand(needs)).allowed)).toEqual([true, true, true, false]);
  });

  it('keeps a vendor to its integration, and the hub itself off the API', () => {
    const vendor: Principal = { kind: 'vendor', id: 'k', tenantId: 't', integrationKey: 'a' };
    expect(judge(vendor, demand('use', { integrationKey: 'a' })).allowed).toBe(true);
    for (const bad of [demand('use', { integrationKey: 'b' }), demand('see'), demand('configure', { integrationKey: 'a' }), demand('enable', { integrationKey: 'a' }), demand('operate')]) {
      expect(judge(vendor, bad).allowed).toBe(false);
    }
    expect(judge({ kind: 'system', id: 's', tenantId: 't' }, demand('see')).allowed).toBe(false);
  });
});

describe('declarationFaults', () => {
  it('names every route that says nothing, and integrations that nothing could narrow', () => {
    const route = { method: 'GET', path: '/v1/a', integrationKey: undefined, handler: 'A.a' };
    expect(declarationFaults([{ ...route, needs: undefined }, { ...route, needs: 'see' }], true)).toEqual(['A.a (GET /v1/a) declares no @Needs']);
    expect(declarationFaults([{ ...route, needs: 'see', integrationKey: 'x' }], false)).toHaveLength(1);
    expect(declarationFaults([{ ...route, needs: 'anyone' }], false)).toEqual([]);
  });
});
