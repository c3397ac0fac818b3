import { defineEntity, type EntitySchemaWithMeta } from '@mikro-orm/core';
import { peopleOf, type PersonColumns } from '../sdk/tenant-table.js';

/** What the cross-tenant runner may do with a table; the whole list is asserted by one test (decisions D3). */
export type RunnerAccess = 'none' | 'select' | 'all';

export interface CoreTableInfo {
  readonly table: string;
  readonly runner: RunnerAccess;
  readonly tenantScoped: boolean;
  readonly appendOnly: boolean;
  readonly people: readonly PersonColumns[];
}

const registered = new Map<string, CoreTableInfo>();

/** Every core table, for grants, erasure and the isolation guard. */
export function coreTables(): readonly CoreTableInfo[] {
  return [...registered.values()];
}

const TENANT_IS_SET = `tenant_id = current_setting('patchbay.tenant_id')::uuid`;

interface CoreTableOptions<P> {
  readonly table: string;
  readonly properties: P;
  readonly runner: RunnerAccess;
  /** False only for tables that belong to the platform, not to a tenant. */
  readonly tenantScoped?: boolean;
  readonly appendOnly?: boolean;
  readonly person?: PersonColumns | readonly PersonColumns[];
  readonly uniques?: { name: string; properties: string[] }[];
  readonly indexes?: { name: string; properties?: string[]; expression?: string }[];
}

function policiesFor(options: CoreTableOptions<unknown>) {
  const policies: object[] = [];
  if (options.tenantScoped !== false) {
    policies.push({ name: `${options.table}_tenant`, roles: ['patchbay_app'], using: TENANT_IS_SET, check: TENANT_IS_SET });
  }
  if (options.runner === 'select') policies.push({ name: `${options.table}_runner`, command: 'select', roles: ['patchbay_runner'], using: 'true' });
  if (options.runner === 'all') policies.push({ name: `${options.table}_runner`, roles: ['patchbay_runner'], using: 'true', check: 'true' });
  return policies;
}

/**
 * Defines a core table with its forced row-level policies: the application role sees the tenant that its
 * transaction named, the runner role what `runner` allows. Properties must include `tenantId` unless
 * `tenantScoped` is false.
 */
export function coreTable<const P extends Record<string, unknown>>(options: CoreTableOptions<P>) {
  const tenantScoped = options.tenantScoped !== false;
  registered.set(options.table, {
    table: options.table, runner: options.runner, tenantScoped, appendOnly: options.appendOnly ?? false, people: peopleOf(options.person ?? null),
  });
  return defineEntity({
    name: options.table,
    tableName: options.table,
    properties: options.properties,
    uniques: (options.uniques ?? []),
    indexes: (options.indexes ?? []),
    rowLevelSecurity: 'force',
    policies: policiesFor(options),
    ...(tenantScoped && { filters: { tenant: { name: 'tenant', cond: (args: { tenantId: string }) => ({ tenantId: args.tenantId }) as never, default: true } } }),
  });
}

export type AnyEntitySchema = EntitySchemaWithMeta;
