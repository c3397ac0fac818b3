import { p } from '@mikro-orm/core';
import { coreTable } from '../../database/core-table.js';
import type { Pseudonymous } from '../../secrets/pseudonyms.js';
import { sealedColumn } from '../../secrets/sealed-columns.js';

const TombstoneSchema = coreTable({
  table: 'tombstone',
  runner: 'none',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    kind: p.string().$type<Pseudonymous>(),
    /** Keyed hash of the id: names nobody (LG-10). */
    hash: p.string(),
    scope: p.string().$type<'hub'>(),
    erasureId: p.uuid(),
    erasedAtMs: p.bigint('number'),
  },
  uniques: [{ name: 'tombstone_hash', properties: ['tenantId', 'kind', 'hash'] }],
});
/** Stands where a person was, so that they are not brought in again. */
export class Tombstone extends TombstoneSchema.class {}
TombstoneSchema.setClass(Tombstone);

const ErasureSchema = coreTable({
  table: 'erasure',
  // A killed erasure is found again across tenants; whom it is about stays sealed.
  runner: 'select',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    state: p.string().$type<'running' | 'done'>(),
    actorKind: p.string(),
    actorId: p.string(),
    /** Why, e.g. `request`, `lever:deleted`. */
    cause: p.string(),
    /** Contact and opportunities, sealed; null once nothing is left to do. */
    person: p.text().nullable(),
    /** Rows changed by table. */
    counts: p.json().$type<Readonly<Record<string, number>>>(),
    lastError: p.text().nullable(),
    startedAtMs: p.bigint('number'),
    /** Machine time of the last try. */
    triedWallMs: p.bigint('number'),
    finishedAtMs: p.bigint('number').nullable(),
  },
  indexes: [{ name: 'erasure_open', properties: ['state', 'triedWallMs'] }],
});
/** The forgetting of one person, step by step. */
export class Erasure extends ErasureSchema.class {}
ErasureSchema.setClass(Erasure);
sealedColumn({ table: 'erasure', column: 'person' });

export const OPERATIONS_ENTITIES = [Tombstone, Erasure];
