import { beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { randomUUID } from 'node:crypto';
import { Environment } from '../../config/environment.js';
import { useTestDatabase } from '../../test/support/database.js';
import { createTenant } from '../../test/support/hub.js';
import { withCommit } from './session-driver.js';

const db = useTestDatabase();
const seen = new WeakSet<pg.PoolClient>();
let sent = 0;

const tags = (tenantId: string) => db().asOwner<{ name: string }>('select name from cursor where tenant_id = $1 order by name', [tenantId]);
const put = (name: string) => `insert into cursor (tenant_id, owner, name, value) values (current_setting('patchbay.tenant_id')::uuid, 'x', '${name}', '') returning name`;

describe('round trips to PostgreSQL', () => {
  beforeAll(async () => {
    const pool = await (db().database.orm.em.getConnection()).getNativeClient();
    pool.on('acquire', (client) => {
      if (seen.has(client)) return;
      seen.add(client);
      const send = client.query.bind(client) as (...given: unknown[]) => unknown;
      client.query = ((...given: unknown[]) => { sent += 1; return send(...given); }) as never;
    });
  });

  it('a statement outside of a transaction is one, with its tenant and its answer, and leaves the connection as it was', async () => {
    const tenantId = await createTenant(db());
    await db().database.forTenant(tenantId).execute('select 1');
    sent = 0;
    expect(await db().database.forTenant(tenantId).execute<object[]>(put('alone'))).toEqual([{ name: 'alone' }]);
    expect(sent).toBe(1);
    expect(await tags(tenantId)).toEqual([{ name: 'alone' }]);
    const bare = await db().database.orm.em.fork().execute<object[]>(`select current_user as role, current_setting('patchbay.tenant_id', true) as tenant`);
    expect(bare).toEqual([{ role: 'patchbay_login', tenant: expect.stringMatching(/^$/) }]);
  });

  it('a transaction is one for each statement and one for its end', async () => {
    const tenantId = await createTenant(db());
    await db().database.forTenant(tenantId).execute('select 1');
    sent = 0;
    await db().database.inTenant(tenantId, async (em) => { await em.execute(put('a')); await em.execute(put('b')); });
    expect(sent).toBe(3);
    expect(await tags(tenantId)).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('what is sent with the commit costs no more, and takes everything back when it fails', async () => {
    const tenantId = await createTenant(db());
    await db().database.forTenant(tenantId).execute('select 1');
    sent = 0;
    await db().database.inTenant(tenantId, async (em) => { await em.execute(put('a')); await em.execute(withCommit(`${put('b')}; ${put('c')}`)); });
    expect(sent).toBe(2);
    await db().database.inTenant(tenantId, (em) => em.execute(withCommit(put('d'))));
    expect(sent).toBe(3);
    const fails = db().database.inTenant(tenantId, async (em) => { await em.execute(put('e')); await em.execute(withCommit(`${put('f')}; select 1/0`)); });
    await expect(fails).rejects.toMatchObject({ code: '22012' });
    await expect(db().database.inTenant(tenantId, async (em) => { await em.execute(withCommit(put('g'))); throw new Error('no'); })).rejects.toThrow('no');
    await db().database.inTenant(tenantId, (em) => em.execute(put('h')));
    expect((await tags(tenantId)).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'h']);
  });

  it('R9 a process that stands still in a transaction keeps its rows locked no longer than a lease', async () => {
    const tenantId = await createTenant(db());
    const rows = await db().database.inTenant(tenantId, (em) => em.execute<{ ms: number }[]>(
      `select setting::int as ms from pg_settings where name = 'idle_in_transaction_session_timeout'`));
    expect(rows[0]?.ms).toBeGreaterThan(0);
    expect(rows[0]?.ms).toBeLessThanOrEqual(new Environment().PATCHBAY_LEASE_MS);
  });

  it('an empty transaction is none', async () => {
    const tenantId = await createTenant(db());
    sent = 0;
    await db().database.inTenant(tenantId, () => Promise.resolve());
    expect(sent).toBe(0);
  });

  it('a failure takes everything of its transaction back, wherever it happens', async () => {
    const tenantId = await createTenant(db());
    const { database } = db();
    await expect(database.inTenant(tenantId, async (em) => { await em.execute(put('first')); await em.execute('select 1/0'); })).rejects.toThrow('division');
    await expect(database.inTenant(tenantId, (em) => em.execute(`${put('same')}; select 1/0`))).rejects.toThrow('division');
    await expect(database.forTenant(tenantId).execute(`${put('alone')}; select 1/0`)).rejects.toThrow('division');
    await expect(database.inTenant(tenantId, async (em) => { await em.execute(put('thrown')); throw new Error('no'); })).rejects.toThrow('no');
    expect(await tags(tenantId)).toEqual([]);
    await database.inTenant(tenantId, (em) => em.execute(put('after')));
    expect(await tags(tenantId)).toEqual([{ name: 'after' }]);
  });

  it('another tenant is not seen', async () => {
    const [one, other] = [await createTenant(db(), randomUUID()), await createTenant(db(), randomUUID())];
    await db().database.forTenant(one).execute(put('mine'));
    expect(await db().database.forTenant(other).execute('select name from cursor')).toEqual([]);
    expect(await db().database.inTenant(other, (em) => em.execute('select name from cursor'))).toEqual([]);
  });
});
