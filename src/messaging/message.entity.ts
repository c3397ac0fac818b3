import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';
import { sealedColumn } from '../secrets/sealed-columns.js';
import type { MessageState } from './message-state.js';

const MessageSchema = coreTable({
  table: 'message',
  // The sender claims across tenants; recipient and text are sealed under the tenant's or the person's key.
  runner: 'all',
  person: { by: { column: 'contact_id', is: 'contact' }, erase: ['recipient', 'subject', 'body'] },
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** `core`, or the key of the integration that wrote it. */
    plugin: p.string(),
    channel: p.string().$type<'email'>(),
    /** One message per key and recipient, for ever (ME-1). */
    key: p.text(),
    memberId: p.uuid().nullable(),
    /** Set when the recipient is a person of the tenant's Lever account; then that person's key seals the text. */
    contactId: p.string().nullable(),
    recipient: p.text().nullable(),
    subject: p.text().nullable(),
    body: p.text().nullable(),
    state: p.string().$type<MessageState>(),
    attempts: p.integer(),
    dueAtMs: p.bigint('number'),
    /** May be sent once more when nobody knows whether it left (D9). */
    mustArrive: p.boolean(),
    lastError: p.text().nullable(),
    /** The same on every try, so that a mail program shows a doubled mail once. */
    messageId: p.string(),
    createdAtMs: p.bigint('number'),
    settledAtMs: p.bigint('number').nullable(),
    /** Machine time at which the current try began. */
    sendingWallMs: p.bigint('number').nullable(),
  },
  uniques: [{ name: 'message_key', properties: ['tenantId', 'plugin', 'key'] }],
  indexes: [{ name: 'message_due', properties: ['state', 'dueAtMs'] }, { name: 'message_list', properties: ['tenantId', 'createdAtMs', 'id'] }],
});
/** One mail to one recipient: an intention first, then a fact. */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);
sealedColumn({ table: 'message', column: 'recipient' });
sealedColumn({ table: 'message', column: 'subject' });
sealedColumn({ table: 'message', column: 'body' });

export const MESSAGING_ENTITIES = [Message];
