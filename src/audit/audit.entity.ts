import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';

const AuditEntrySchema = coreTable({
  table: 'audit_entry',
  // The sequencer looks across tenants for rows that are not yet in their chain.
  runner: 'select',
  appendOnly: true,
  // Personal values are sealed under the person's key: shredding it erases them and leaves the chain whole (D14).
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** With `ordinal` the order of the trail: complete below `pg_snapshot_xmin` (D15). */
    xid: p.string().columnType('xid8').defaultRaw('pg_current_xact_id()'),
    /** Order within one transaction. */
    ordinal: p.bigint('number'),
    atMs: p.bigint('number'),
    /** Machine time, apart from business time, which may be shifted in tests. */
    wallMs: p.bigint('number'),
    actorKind: p.string(),
    actorId: p.string(),
    action: p.string(),
    subject: p.string(),
    /** JSON as it was hashed, letter by letter. */
    detail: p.text().nullable(),
    /** Keyed hash of the contact whose values `personal` holds. */
    person: p.string().nullable(),
    personal: p.text().nullable(),
    causeId: p.string().nullable(),
    /** Proof that the hub wrote the row: keyed hash under a secret that the database does not know. */
    mac: p.string(),
  },
  indexes: [
    { name: 'audit_entry_order', properties: ['tenantId', 'xid', 'ordinal'] },
    { name: 'audit_entry_subject', properties: ['tenantId', 'subject', 'xid', 'ordinal'] },
  ],
});
/** One thing somebody did. Inserted by the business transaction, never changed. */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);

const AuditLinkSchema = coreTable({
  table: 'audit_link',
  runner: 'none',
  appendOnly: true,
  properties: {
    /** Id of the entry. */
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    seq: p.bigint('number'),
    hash: p.string(),
  },
  uniques: [{ name: 'audit_link_seq', properties: ['tenantId', 'seq'] }],
});
/** An entry's place in its tenant's chain. */
export class AuditLink extends AuditLinkSchema.class {}
AuditLinkSchema.setClass(AuditLink);

const AuditHeadSchema = coreTable({
  table: 'audit_head',
  runner: 'select',
  properties: {
    tenantId: p.uuid().primary(),
    seq: p.bigint('number'),
    hash: p.string(),
    xid: p.string().columnType('xid8'),
    ordinal: p.bigint('number'),
    checkpointSeq: p.bigint('number'),
    checkpointWallMs: p.bigint('number'),
    wallMs: p.bigint('number'),
    signature: p.string(),
  },
});
/** The signed end of a tenant's chain; its row lock is the sequencer's lease. */
export class AuditHead extends AuditHeadSchema.class {}
AuditHeadSchema.setClass(AuditHead);

const AuditCheckpointSchema = coreTable({
  table: 'audit_checkpoint',
  runner: 'none',
  appendOnly: true,
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    seq: p.bigint('number'),
    previousSeq: p.bigint('number'),
    hash: p.string(),
    wallMs: p.bigint('number'),
    signature: p.string(),
  },
  uniques: [{ name: 'audit_checkpoint_seq', properties: ['tenantId', 'seq'] }],
});
/** A signed statement of what the chain was at one row. */
export class AuditCheckpoint extends AuditCheckpointSchema.class {}
AuditCheckpointSchema.setClass(AuditCheckpoint);

export const AUDIT_ENTITIES = [AuditEntry, AuditLink, AuditHead, AuditCheckpoint];
