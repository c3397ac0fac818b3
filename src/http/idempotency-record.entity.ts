import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';

const IdempotencyRecordSchema = coreTable({
  table: 'idempotency_record',
  runner: 'all',
  properties: {
    /** Hash over principal, route and key. */
    id: p.string().length(64).primary(),
    /** Null for platform operators. */
    tenantId: p.uuid().nullable(),
    /** Keyed hash of the body. */
    requestHash: p.string().length(64),
    /** Names the try that holds the record: one that lost it changes nothing. */
    fence: p.uuid(),
    state: p.string().length(10).$type<'running' | 'done'>(),
    /** Technical time: a process that died lets go of the key after a minute. */
    lockedUntil: p.datetime(),
    /** Sealed answer; null while running, and for answers that are shown once. */
    answer: p.text().nullable(),
    /** Business time. */
    expiresAt: p.datetime(),
  },
  indexes: [{ name: 'idempotency_record_expiry', properties: ['expiresAt'] }],
});
/** What a POST with an `Idempotency-Key` was answered (D23). */
export class IdempotencyRecord extends IdempotencyRecordSchema.class {}
IdempotencyRecordSchema.setClass(IdempotencyRecord);
