import { describe, expect, it, beforeAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '../support/database.js';

const db = useTestDatabase();
const A = randomUUID();
const B = randomUUID();

async function guardFaults(): Promise<string[]> {
  const rows = await db().asOwner<{ fault: string }>(`
    select n.nspname || '.' || c.relname as fault from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind = 'r' and n.nspname not like 'pg_%' and (not c.relrowsecurity or not c.relforcerowsecurity or not exists (
      select from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname and 'patchbay_app' = any(p.roles)
        and p.qual like '%patchbay.tenant_id%' and p.with_check like '%patchbay.tenant_id%'))`);
  return rows.map((row) => row.fault).sort();
}

describe('row-level security', () => {
  beforeAll(async () => {
    for (const [id, slug] of [[A, 'a'], [B, 'b']]) {
      await db().asOwner(`insert into tenant (id, slug, name, zone, created_at) values ($1, $2, $2, 'UTC', now())`, [id, slug]);
      await db().asOwner(`insert into member (id, tenant_id, name, email, role, active, created_at) values ($1, $2, 'x', $3, 'admin', true, now())`, [randomUUID(), id, `${slug}@example.com`]);
    }
  });

  it('forces a tenant policy on every table that has a tenant', async () => {
    // The clean-up bookkeeping of the platform itself is reached by the runner alone.
    expect((await guardFaults()).filter((fault) => fault !== 'public.tenant')).toEqual([]);
  });

  it('sees the guard fail when a policy is removed', async () => {
    await db().asOwner('drop policy job_tenant on job');
    expect(await guardFaults()).toContain('public.job');
    await db().asOwner(`create policy job_tenant on job to patchbay_app using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid)`);
    expect(await guardFaults()).toEqual([]);
  });

  it('shows a tenant its own rows only', async () => {
    const rows = await db().database.forTenant(A).execute<{ email: string }[]>('select email from member');
    expect(rows.map((row) => row.email)).toEqual(['a@example.com']);
  });

  it('refuses to write a row of another tenant', async () => {
    await expect(db().database.inTenant(A, (em) => em.execute(
      `insert into member (id, tenant_id, name, email, role, active, created_at) values (?, ?, 'x', 'z@example.com', 'admin', true, now())`, [randomUUID(), B])))
      .rejects.toThrow(/row-level security/);
  });

  it('answers with an error, never an empty list, when no tenant is set', async () => {
    const em = db().database.orm.em.fork({ session: { role: 'patchbay_app' } });
    await expect(em.execute('select * from member')).rejects.toThrow(/patchbay.tenant_id|invalid input syntax for type uuid/);
    await expect(db().database.orm.em.fork().execute('select * from member')).rejects.toThrow(/permission denied/);
  });

  it('gives the runner only its short named list', async () => {
    const rows = await db().asOwner<{ t: string; w: boolean }>(`
      select c.relname as t, has_table_privilege('patchbay_runner', c.oid, 'INSERT') as w from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not like 'pg_%' and n.nspname <> 'information_schema' and has_table_privilege('patchbay_runner', c.oid, 'SELECT') order by 1`);
    expect(rows.map((row) => `${row.t}${row.w ? ' (write)' : ''}`)).toMatchSnapshot();
  });

  it('gives the log-in role no rights and nobody BYPASSRLS', async () => {
    const rows = await db().asOwner<{ rolname: string }>(`select rolname from pg_roles where rolname like 'patchbay_%' and (rolbypassrls or rolsuper or rolinherit and rolname = 'patchbay_login')`);
    expect(rows).toEqual([]);
  });
});
