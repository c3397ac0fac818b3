import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { useTestDatabase } from '../support/database.js';
import { isolationFaults } from './isolation-guard.js';

const db = useTestDatabase();
const A = randomUUID();
const B = randomUUID();

const insertMember = `insert into member (id, tenant_id, name, email, role, active, created_at) values (?, ?, 'x', ?, 'admin', true, now())`;
const emailsOf = async (tenant: string) => (await db().database.forTenant(tenant).execute<{ email: string }[]>('select email from member order by 1')).map((row) => row.email);

describe('row-level security', () => {
  beforeAll(async () => {
    for (const [id, slug] of [[A, 'a'], [B, 'b']] as const) {
      await db().asOwner(`insert into tenant (id, slug, name, zone, created_at) values ($1, $2, $2, 'UTC', now())`, [id, slug]);
      await db().database.inTenant(id, (em) => em.execute(insertMember, [randomUUID(), id, `${slug}@example.com`]));
    }
  });

  it('binds every table of every tenant, and gives the runner exactly its list', async () => {
    expect(await isolationFaults(db())).toEqual([]);
  });

  it.each([
    ['a policy is removed', 'drop policy job_tenant on job', 'job: the application role is not bound'],
    ['a policy widens', 'alter policy job_tenant on job using (true)', 'job: the application role is not bound'],
    ['a second policy lets more through', 'create policy extra on job to patchbay_app using (true)', 'job: the application role is not bound'],
    ['a policy is open to all roles', 'create policy extra on job using (true)', 'job: the application role is not bound'],
    ['force is lifted', 'alter table job no force row level security', 'job: row-level security is not forced'],
    ['the runner gets one more table', 'grant select on data_key to patchbay_runner', 'data_key: the runner may nothing and can read'],
    ['the runner may write what it only reads', 'grant update (name) on member to patchbay_runner', 'member: the runner may read and can write'],
    ['a table forgets the tenant', 'create table forgotten (id int)', 'forgotten: has no tenant'],
    ['a view shows all tenants', 'create view every_member as select * from member', 'every_member: row-level security is not forced'],
    ['the application may touch a platform table', 'grant select on tenant to patchbay_app', 'tenant: has no tenant, yet'],
  ])('goes red when %s', async (_what, sql, fault) => {
    const faults = await inRolledBackTransaction(sql);
    expect(faults[0]).toContain(fault);
    expect(faults.filter((found) => found.split(':')[0] !== fault.split(':')[0])).toEqual([]);
  });

  it('shows a tenant its own rows only', async () => {
    expect(await emailsOf(A)).toEqual(['a@example.com']);
    expect(await emailsOf(B)).toEqual(['b@example.com']);
    expect(await emailsOf(randomUUID())).toEqual([]);
    expect(await db().database.forTenant(A).execute('select id from member where tenant_id = ?', [B])).toEqual([]);
  });

  it('lets no tenant write, move, change or remove a row of another', async () => {
    const asA = (sql: string, values: unknown[] = []) => db().database.inTenant(A, (em) => em.execute(sql, values, 'run'));
    await expect(asA(insertMember, [randomUUID(), B, 'z@example.com'])).rejects.toThrow(/row-level security/);
    await expect(asA('update member set tenant_id = ?', [B])).rejects.toThrow(/row-level security/);
    expect(await asA(`update member set name = 'taken' where tenant_id = ?`, [B])).toMatchObject({ affectedRows: 0 });
    expect(await asA('delete from member where tenant_id = ?', [B])).toMatchObject({ affectedRows: 0 });
    expect(await emailsOf(B)).toEqual(['b@example.com']);
  });

  it('forgets the tenant between two uses of one connection', async () => {
    await Promise.all(Array.from({ length: 40 }, async (_, index) => {
      const tenant = index % 2 === 0 ? A : B;
      expect(await emailsOf(tenant)).toEqual([tenant === A ? 'a@example.com' : 'b@example.com']);
    }));
    await expect(db().database.orm.em.fork({ session: { role: 'patchbay_app' } }).execute('select * from member')).rejects.toThrow(/patchbay.tenant_id|uuid/);
  });

  it('answers with an error, never an empty list, when no tenant is set', async () => {
    const { orm } = db().database;
    await expect(orm.em.fork({ session: { role: 'patchbay_app' } }).execute('select * from member')).rejects.toThrow(/patchbay.tenant_id|uuid/);
    await expect(orm.em.fork().execute('select * from member')).rejects.toThrow(/permission denied/);
  });

  it('gives the log-in role no rights, nobody a way past the policies, and nobody but the log-in role the working roles', async () => {
    expect(await db().asOwner(`select rolname from pg_roles where rolname like 'patchbay\\_%'
      and (rolbypassrls or rolsuper or rolreplication or (rolname = 'patchbay_login' and (rolinherit or rolcreaterole or rolcreatedb)))`)).toEqual([]);
    expect(await db().asOwner(`select member::regrole::text as member, roleid::regrole::text as role from pg_auth_members
      where member::regrole::text like 'patchbay\\_%' and member::regrole::text <> 'patchbay_owner' order by 2`)).toEqual([
      { member: 'patchbay_login', role: 'patchbay_app' }, { member: 'patchbay_login', role: 'patchbay_runner' },
    ]);
  });
});

/** The guard's answer inside a change that is then taken back. */
async function inRolledBackTransaction(sql: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: db().superUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(sql);
    return await isolationFaults({ asOwner: async (query, values = []) => (await client.query(query, values)).rows as never });
  } finally {
    await client.end();
  }
}
