import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTenant, newMasterKey } from '../../test/support/hub.js';
import { useTestDatabase } from '../../test/support/database.js';
import { auditServices } from '../audit/testing/audit-services.js';
import { BusinessClock } from '../clock/business-clock.js';
import { ConnectionStore } from '../connections/connection-store.js';
import { TokenKeeper } from '../connections/token-keeper.js';
import { CredentialRefused } from '../sdk/errors.js';
import { HttpVendorAccess } from './vendor-http.js';

const db = useTestDatabase();
let tenantId = '';
let store: ConnectionStore;
let clock: BusinessClock;
let vendor: Server;
let onCall: () => Promise<void> = async () => undefined;
const installationId = randomUUID();

async function give(system: string, key: string): Promise<string> {
  return db().database.inTenant(tenantId, async (em) => {
    const row = await store.ensure(em, tenantId, installationId, system, 'api_key', clock.now());
    await store.activate(em, row, { kind: 'api_key', key }, { auth: 'api_key', accountId: null, actsAs: null, scopes: [], missing: [], expiresAt: null }, clock.now());
    return row.id;
  });
}

const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

describe('a key that is replaced while a call with the old one is under way', () => {
  beforeAll(async () => {
    clock = new BusinessClock(db().database, true);
    store = new ConnectionStore(auditServices(db().database, newMasterKey(), clock).secretBox);
    tenantId = await createTenant(db());
    await db().asOwner(`insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
      values ($1, $2, 'any', 'enabled', 'live', 1, 0, now(), now(), now())`, [installationId, tenantId]);
    vendor = createServer((_request, response) => { void onCall().then(() => { response.statusCode = 401; response.end('{}'); }); });
    await new Promise<void>((resolve) => { vendor.listen(0, '127.0.0.1', resolve); });
  });

  afterAll(() => { vendor.close(); });

  it('SH-8 is tried anew with Lever, and refused only when Lever refuses the new one', async () => {
    const tokens = new TokenKeeper(db().database, store, clock, () => { throw new Error('no OAuth here'); }, 6_000);
    const id = await give('lever', 'old');
    expect(await tokens.afterRefusal(tenantId, id, basic('old'))).toBe('fail');
    await give('lever', 'new');
    expect(await tokens.afterRefusal(tenantId, id, basic('old'))).toBe('retry');
    expect(await tokens.authorization(tenantId, id)).toBe(basic('new'));
    expect(await tokens.afterRefusal(tenantId, id, basic('new'))).toBe('fail');
  });

  it('SH-8 is no refusal of the new one at a vendor', async () => {
    const connectionId = await give('vendor', 'old');
    const access = new HttpVendorAccess(db().database, store, { any: { baseUrl: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}` } });
    const http = access.open({
      view: { id: installationId, tenantId, epoch: 1 }, connectionId, during: 'work', signal: new AbortController().signal,
      provider: { manifest: { key: 'any', vendor: { system: 'any', authorize: (key: string) => ({ authorization: key }) } } },
    } as never);
    const call = () => http.request({ method: 'POST', path: '/x', json: {} } as never);
    await expect(call()).rejects.toBeInstanceOf(CredentialRefused);
    onCall = async () => { await give('vendor', 'new'); };
    await expect(call()).rejects.toMatchObject({ code: 'credential-replaced', retryable: true });
    await expect(call()).rejects.toBeInstanceOf(CredentialRefused);
  });
});
