import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';
import { sealedColumn } from '../secrets/sealed-columns.js';
import type { MessageChannel, SuppressionCause } from '../sdk/messages.js';
import type { MessageState } from './message-state.js';

const MessageSchema = coreTable({
  table: 'message',
  // The sender claims across tenants; recipient and text are sealed under the tenant's or the person's key.
  runner: 'all',
  person: [
    { by: { column: 'contact_id', is: 'contact' }, erase: ['recipient', 'subject', 'body', 'html', 'reply_to', 'address_hash'] },
    { by: { column: 'other_id', is: 'other' }, erase: ['recipient', 'subject', 'body', 'html', 'reply_to', 'address_hash'] },
  ],
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** `core`, or the key of the integration that wrote it. */
    plugin: p.string(),
    channel: p.string().$type<MessageChannel>(),
    /** The installation that wrote it and its epoch: what is switched off sends nothing (G7). */
    installationId: p.uuid().nullable(),
    epoch: p.integer().nullable(),
    settingsRevision: p.integer().nullable(),
    /** One message per key and recipient, for ever (ME-1). */
    key: p.text(),
    memberId: p.uuid().nullable(),
    /** Whom it goes to or is about: a person of the tenant's Lever account, whose key seals the text. */
    contactId: p.string().nullable(),
    /** `<integration>:<id>` when it goes to somebody else; then that person's key seals it too. */
    otherId: p.text().nullable(),
    recipient: p.text().nullable(),
    subject: p.text().nullable(),
    body: p.text().nullable(),
    html: p.text().nullable(),
    replyTo: p.text().nullable(),
    locale: p.string().nullable(),
    template: p.string().nullable(),
    /** Of the organisation's own wording; 0 is the plugin's. */
    templateVersion: p.integer().nullable(),
    /** Keyed hash of channel and address: finds suppressions, and messages by their address. */
    addressHash: p.string().nullable(),
    /** `<integration>:<occasion>` of a reminder (ME-4). */
    occasion: p.text().nullable(),
    validUntilMs: p.bigint('number').nullable(),
    state: p.string().$type<MessageState>(),
    attempts: p.integer(),
    dueAtMs: p.bigint('number'),
    /** May be sent once more when nobody knows whether it left (D9). */
    mustArrive: p.boolean(),
    lastError: p.text().nullable(),
    /** Why it was suppressed. */
    cause: p.string().$type<SuppressionCause>().nullable(),
    /** The same on every try, so that a mail program shows a doubled mail once. */
    messageId: p.string(),
    /** Unguessable; in addresses that are answered to: delivery reports, bounces, unsubscribing. */
    token: p.string().nullable(),
    /** The provider's own id of it. */
    providerId: p.string().nullable(),
    /** Business time of the next question to the provider whether it left; null when there is nothing to ask. */
    lookAtMs: p.bigint('number').nullable(),
    thenJob: p.string().nullable(),
    thenLane: p.text().nullable(),
    thenContext: p.json().$type<Readonly<Record<string, unknown>>>().nullable(),
    createdAtMs: p.bigint('number'),
    settledAtMs: p.bigint('number').nullable(),
    /** Machine time at which the current try began. */
    sendingWallMs: p.bigint('number').nullable(),
  },
  uniques: [{ name: 'message_key', properties: ['tenantId', 'plugin', 'key'] }],
  indexes: [
    { name: 'message_due', properties: ['state', 'dueAtMs'] }, { name: 'message_list', properties: ['tenantId', 'createdAtMs', 'id'] },
    { name: 'message_address', properties: ['tenantId', 'addressHash'] }, { name: 'message_token', properties: ['token'] },
    { name: 'message_installation', properties: ['installationId', 'state'] },
  ],
});
/** One message to one recipient: an intention first, then a fact. */
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);
for (const column of ['recipient', 'subject', 'body', 'html', 'reply_to']) sealedColumn({ table: 'message', column });

const SuppressionSchema = coreTable({
  table: 'suppression',
  runner: 'none',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    channel: p.string().$type<MessageChannel>(),
    /** Names nobody and so outlives an erasure (LG-10). */
    addressHash: p.string(),
    cause: p.string().$type<SuppressionCause>(),
    createdAtMs: p.bigint('number'),
  },
  uniques: [{ name: 'suppression_once', properties: ['tenantId', 'channel', 'addressHash', 'cause'] }],
  indexes: [{ name: 'suppression_list', properties: ['tenantId', 'createdAtMs', 'id'] }],
});
/** An address to which an organisation sends nothing more on a channel, and why (ME-2). */
export class Suppression extends SuppressionSchema.class {}
SuppressionSchema.setClass(Suppression);

const ReminderDaySchema = coreTable({
  table: 'reminder_day',
  runner: 'none',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** Keyed hash of a person or of an address. */
    person: p.string(),
    /** Local day of the organisation. */
    day: p.string().length(10),
    occasion: p.text(),
    createdAtMs: p.bigint('number'),
  },
  uniques: [{ name: 'reminder_day_once', properties: ['tenantId', 'person', 'day'] }],
});
/** The one reminder that a person gets on a day (ME-4). */
export class ReminderDay extends ReminderDaySchema.class {}
ReminderDaySchema.setClass(ReminderDay);

const MessageWordingSchema = coreTable({
  table: 'message_wording',
  runner: 'none',
  appendOnly: true,
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    integrationKey: p.string(),
    template: p.string(),
    channel: p.string().$type<MessageChannel>(),
    locale: p.string(),
    version: p.integer(),
    /** Null takes the plugin's own wording up again. */
    text: p.text().nullable(),
    subject: p.text().nullable(),
    html: p.text().nullable(),
    by: p.string(),
    createdAtMs: p.bigint('number'),
  },
  uniques: [{ name: 'message_wording_version', properties: ['tenantId', 'integrationKey', 'template', 'channel', 'locale', 'version'] }],
});
/** An organisation's own wording of a template; the highest version counts. */
export class MessageWording extends MessageWordingSchema.class {}
MessageWordingSchema.setClass(MessageWording);

export const MESSAGING_ENTITIES = [Message, Suppression, ReminderDay, MessageWording];
