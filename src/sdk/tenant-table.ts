import { defineEntity, p } from '@mikro-orm/core';

type Columns = Record<string, unknown>;

/** Where a person's data sits in a table: what erasure blanks, and which column names the person. */
export interface PersonColumns {
  /** Column holding Lever's contact id or opportunity id of the person, or for `other` the plugin's own id of somebody who is no contact (a referee). */
  readonly by: { readonly column: string; readonly is: 'contact' | 'opportunity' | 'other' };
  /** Columns emptied by erasure; `row` deletes the whole row. */
  readonly erase: readonly string[] | 'row';
}

export interface TenantTableInfo {
  readonly plugin: string;
  readonly schema: string;
  readonly table: string;
  /** Each person that a row is about. */
  readonly people: readonly PersonColumns[];
}

/** One person, several or none, as a list. */
export function peopleOf(person: PersonColumns | readonly PersonColumns[] | null): readonly PersonColumns[] {
  return person === null ? [] : [person].flat();
}

const registered = new Map<string, TenantTableInfo>();

/** Every table made by `tenantTable`, for erasure, export and the boot check. */
export function tenantTables(): readonly TenantTableInfo[] {
  return [...registered.values()];
}

const TENANT_IS_SET = `tenant_id = current_setting('patchbay.tenant_id')::uuid`;

function ownerColumns() {
  return { id: p.uuid().primary(), tenantId: p.uuid(), installationId: p.uuid() };
}

/**
 * Defines a plugin's table in its own schema `p_<name>` with tenant and installation columns, a forced
 * row-level policy and the list of columns that hold a person (decisions D20). The only way to make one.
 */
export function tenantTable<C extends Columns>(definition: {
  plugin: string; name: string; columns: C; person: PersonColumns | readonly PersonColumns[] | null;
  uniques?: { name: string; properties: (keyof C | 'id' | 'tenantId' | 'installationId')[] }[];
  indexes?: { name: string; properties: (keyof C | 'id' | 'tenantId' | 'installationId')[] }[];
}) {
  const schema = `p_${definition.plugin.replaceAll('-', '_')}`;
  registered.set(`${schema}.${definition.name}`, { plugin: definition.plugin, schema, table: definition.name, people: peopleOf(definition.person) });
  return defineEntity({
    name: `${schema}.${definition.name}`,
    schema,
    tableName: definition.name,
    properties: { ...ownerColumns(), ...definition.columns },
    uniques: (definition.uniques ?? []),
    indexes: (definition.indexes ?? []),
    rowLevelSecurity: 'force',
    policies: [{ name: `${definition.name}_tenant`, roles: ['patchbay_app'], using: TENANT_IS_SET, check: TENANT_IS_SET }],
    filters: { tenant: { name: 'tenant', cond: (args: { tenantId: string }) => ({ tenantId: args.tenantId }) as never, default: true } },
  });
}
