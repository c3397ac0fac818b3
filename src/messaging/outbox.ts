import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomBytes, randomUUID } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import type { MessageChannel, PersonMessage, SuppressionCause } from '../sdk/messages.js';
import { SecretBox } from '../secrets/secret-box.js';
import type { MessageState } from './message-state.js';
import { domainOf, MessagingSettings } from './messaging-settings.js';

/** The installation that writes; null for the hub itself. */
export interface MessageOrigin {
  readonly integrationKey: string;
  readonly installationId: string;
  readonly epoch: number;
  readonly settingsRevision: number;
  readonly mode: 'live' | 'preview';
  /** The organisation's name, as people read it. */
  readonly organisation: string;
}

export interface MessageText {
  readonly recipient: string | null;
  readonly subject: string | null;
  readonly body: string | null;
  readonly html: string | null;
  readonly replyTo: string | null;
}

export interface MessageDraft extends MessageText {
  readonly tenantId: string;
  readonly channel: MessageChannel;
  readonly key: string;
  readonly origin: MessageOrigin | null;
  /** Keys the hub's own messages. */
  readonly plugin: string;
  readonly memberId: string | null;
  readonly contactId: string | null;
  /** `<integration>:<id>`. */
  readonly otherId: string | null;
  readonly state: Extract<MessageState, 'queued' | 'planned' | 'failed' | 'suppressed'>;
  readonly lastError: string | null;
  readonly cause: SuppressionCause | null;
  readonly addressHash: string | null;
  readonly token: string | null;
  readonly template: { readonly name: string; readonly version: number } | null;
  readonly locale: string | null;
  readonly options: Pick<PersonMessage, 'dueAt' | 'validUntil' | 'mustArrive' | 'reminder' | 'then'>;
}

const LINE_BREAKS = /[\r\n]+/g;

export const newToken = (): string => randomBytes(24).toString('base64url');

/** The one way into the table of messages. */
@Injectable()
export class Outbox {
  constructor(
    private readonly secretBox: SecretBox, @Inject(CLOCK) private readonly clock: Clock, private readonly settings: MessagingSettings,
  ) {}

  /** Null when the key is known: nothing was written (ME-1); only what was taken back before it was sent comes back. Throws `PersonErased`. */
  async insert(em: EntityManager, draft: MessageDraft): Promise<string | null> {
    const id = randomUUID();
    const now = this.clock.now();
    const seal = async (column: string, text: string | null) => (text === null ? null : this.sealed(em, draft, { table: 'message', column, row: id }, text));
    const { origin, options } = draft;
    const values: Record<string, unknown> = {
      id, tenant_id: draft.tenantId, plugin: draft.plugin, channel: draft.channel, key: draft.key, installation_id: origin?.installationId ?? null,
      epoch: origin?.epoch ?? null, settings_revision: origin?.settingsRevision ?? null, member_id: draft.memberId, contact_id: draft.contactId,
      other_id: draft.otherId, recipient: await seal('recipient', draft.recipient), subject: await seal('subject', draft.subject?.replace(LINE_BREAKS, ' ') ?? null),
      body: await seal('body', draft.body), html: await seal('html', draft.html), reply_to: await seal('reply_to', draft.replyTo),
      locale: draft.locale, template: draft.template?.name ?? null, template_version: draft.template?.version ?? null, address_hash: draft.addressHash,
      occasion: options.reminder ? `${draft.plugin}:${options.reminder.occasion}` : null, valid_until_ms: options.validUntil ?? null,
      state: draft.state, attempts: 0, due_at_ms: options.dueAt ?? now, must_arrive: options.mustArrive ?? false, last_error: draft.lastError,
      cause: draft.cause, message_id: `<${id}@${domainOf(this.settings.from)}>`, token: draft.token, then_job: options.then?.job ?? null,
      then_lane: options.then?.lane ?? null, then_context: options.then ? JSON.stringify(options.then.context ?? {}) : null, created_at_ms: now,
      settled_at_ms: draft.state === 'failed' || draft.state === 'suppressed' ? now : null,
    };
    await em.execute(`delete from message where tenant_id = ? and plugin = ? and key = ? and state = 'cancelled'`, [draft.tenantId, draft.plugin, draft.key]);
    const rows = await em.execute<{ id: string }[]>(
      `insert into message (${Object.keys(values).join(', ')}) values (${Object.keys(values).map(() => '?').join(', ')})
       on conflict (tenant_id, plugin, key) do nothing returning id`, Object.values(values));
    return rows[0]?.id ?? null;
  }

  /** Under the organisation's key, or under that of each person it is about: without any one of them nobody can read it. */
  private async sealed(em: EntityManager, draft: MessageDraft, place: { table: string; column: string; row: string }, text: string): Promise<string> {
    const { tenantId, contactId, otherId } = draft;
    if (contactId === null) return this.secretBox.seal(em, tenantId, place, text);
    const inner = await this.secretBox.sealForPerson(em, tenantId, contactId, place, text);
    return otherId === null ? inner : this.secretBox.sealForPerson(em, tenantId, { other: otherId }, place, inner);
  }
}
