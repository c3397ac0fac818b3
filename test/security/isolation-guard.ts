import type { TestDatabase } from '../support/database.js';
import { PLATFORM_TABLES, RUNNER_TABLES } from './runner-tables.js';

const TENANT_IS_SET = `(tenant_id = (current_setting('patchbay.tenant_id'::text))::uuid)`;

interface TableFacts {
  readonly name: string;
  readonly hasTenant: boolean;
  readonly isForced: boolean;
  readonly owner: string;
  readonly appRights: boolean;
  readonly runnerReads: boolean;
  readonly runnerWrites: boolean;
  readonly policies: readonly Policy[];
}

interface Policy {
  readonly roles: readonly string[];
  readonly permissive: string;
  readonly cmd: string;
  readonly qual: string | null;
  readonly with_check: string | null;
}

const QUERY = `
  select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as "hasTenant",
    c.relrowsecurity and c.relforcerowsecurity as "isForced", pg_get_userbyid(c.relowner) as owner,
    has_any_column_privilege('patchbay_app', c.oid, 'select, insert, update') or has_table_privilege('patchbay_app', c.oid, 'delete, truncate') as "appRights",
    has_any_column_privilege('patchbay_runner', c.oid, 'select') as "runnerReads",
    has_any_column_privilege('patchbay_runner', c.oid, 'insert, update') or has_table_privilege('patchbay_runner', c.oid, 'delete, truncate') as "runnerWrites",
    coalesce((select json_agg(json_build_object('roles', p.roles, 'permissive', p.permissive, 'cmd', p.cmd, 'qual', p.qual, 'with_check', p.with_check))
      from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname), '[]'::json) as policies
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  order by 1`;

const reaches = (policy: Policy, role: string) => policy.permissive === 'PERMISSIVE' && (policy.roles.includes(role) || policy.roles.includes('public'));

function faultsOf(table: TableFacts): string[] {
  const faults: string[] = [];
  if (['patchbay_app', 'patchbay_runner', 'patchbay_login'].includes(table.owner)) faults.push('belongs to a working role');
  if (table.hasTenant) faults.push(...tenantFaults(table));
  else if (table.appRights) faults.push('has no tenant, yet the application role may touch it');
  else if (!PLATFORM_TABLES.includes(table.name.replace(/^p_\w+\./, ''))) faults.push('has no tenant and is no table of the platform');
  const may = RUNNER_TABLES[table.name];
  const can = table.runnerWrites ? 'write' : table.runnerReads ? 'read' : undefined;
  if (may !== can) faults.push(`the runner may ${may ?? 'nothing'} and can ${can ?? 'nothing'}`);
  return faults;
}

function tenantFaults(table: TableFacts): string[] {
  const faults: string[] = [];
  if (!table.isForced) faults.push('row-level security is not forced');
  const policies = table.policies.filter((policy) => reaches(policy, 'patchbay_app'));
  const [only] = policies;
  const isTenantPolicy = only && policies.length === 1 && only.cmd === 'ALL' && only.qual === TENANT_IS_SET && only.with_check === TENANT_IS_SET;
  if (!isTenantPolicy) faults.push('the application role is not bound by exactly the tenant policy');
  return faults;
}

/** Every way in which the database would let one tenant see or change what another owns. Empty when there is none. */
export async function isolationFaults(db: Pick<TestDatabase, 'asOwner'>): Promise<string[]> {
  const tables = await db.asOwner<TableFacts>(QUERY);
  const missing = Object.keys(RUNNER_TABLES).filter((name) => !tables.some((table) => table.name === name));
  return [
    ...tables.flatMap((table) => faultsOf(table).map((fault) => `${table.name}: ${fault}`)),
    ...missing.map((name) => `${name}: is on the runner's list and does not exist`),
  ];
}
