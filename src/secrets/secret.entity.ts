import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';
import { sealedColumn } from './sealed-columns.js';

/** The transaction that made the row: only keys of finished transactions may be remembered in memory. */
const madeByTransaction = () => p.string().columnType('xid8').defaultRaw('pg_current_xact_id()');

const DataKeySchema = coreTable({
  table: 'data_key',
  runner: 'none',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    version: p.integer(),
    masterKeyId: p.string(),
    wrapped: p.text(),
    createdAtMs: p.bigint('number'),
    createdXid: madeByTransaction(),
  },
  uniques: [{ name: 'data_key_version', properties: ['tenantId', 'version'] }],
});
/** A tenant's data key, wrapped by a master key. The highest version seals; older ones only open. */
export class DataKey extends DataKeySchema.class {}
DataKeySchema.setClass(DataKey);

const PersonKeySchema = coreTable({
  table: 'person_key',
  runner: 'none',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** Keyed hash of the person's id: what stays after erasure names nobody. */
    person: p.string(),
    /** Sealed under the tenant's data key; null once shredded. */
    wrapped: p.text().nullable(),
    createdAtMs: p.bigint('number'),
    shreddedAtMs: p.bigint('number').nullable(),
  },
  uniques: [{ name: 'person_key_person', properties: ['tenantId', 'person'] }],
});
/** The key of everything personal kept about one person; destroying it is the erasure of those values (D14). */
export class PersonKey extends PersonKeySchema.class {}
PersonKeySchema.setClass(PersonKey);
sealedColumn({ table: 'person_key', column: 'wrapped' });

const TenantSecretSchema = coreTable({
  table: 'tenant_secret',
  runner: 'none',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    name: p.string(),
    sealed: p.text(),
    createdAtMs: p.bigint('number'),
    createdXid: madeByTransaction(),
  },
  uniques: [{ name: 'tenant_secret_name', properties: ['tenantId', 'name'] }],
});
/** A secret the hub made for itself, e.g. the key that signs a tenant's audit checkpoints. Never changes. */
export class TenantSecret extends TenantSecretSchema.class {}
TenantSecretSchema.setClass(TenantSecret);
sealedColumn({ table: 'tenant_secret', column: 'sealed' });

export const SECRET_ENTITIES = [DataKey, PersonKey, TenantSecret];
