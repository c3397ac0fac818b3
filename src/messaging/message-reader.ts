import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Database } from '../database/database.js';
import { SecretBox } from '../secrets/secret-box.js';
import type { MessageChannel, SuppressionCause } from '../sdk/messages.js';
import type { MessageState } from './message-state.js';

export interface MessageRow {
  readonly id: string;
  readonly plugin: string;
  readonly channel: MessageChannel;
  readonly key: string;
  readonly memberId: string | null;
  readonly contactId: string | null;
  readonly otherId: string | null;
  readonly recipient: string | null;
  readonly subject: string | null;
  readonly body: string | null;
  readonly html: string | null;
  readonly replyTo: string | null;
  readonly template: string | null;
  readonly locale: string | null;
  readonly token: string | null;
  readonly addressHash: string | null;
  readonly occasion: string | null;
  readonly validUntilMs: string | null;
  readonly cause: SuppressionCause | null;
  readonly state: MessageState;
  readonly attempts: number;
  readonly dueAtMs: string;
  readonly lastError: string | null;
  readonly messageId: string;
  readonly createdAtMs: string;
  readonly settledAtMs: string | null;
}

export interface MessageContent {
  readonly recipient: string;
  /** Null for an SMS. */
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly replyTo: string | null;
}

export type MessagePosition = readonly [createdAtMs: string, id: string];

type SealedPart = 'recipient' | 'subject' | 'body' | 'html' | 'reply_to';

const COLUMNS = `id, plugin, channel, key, member_id as "memberId", contact_id as "contactId", other_id as "otherId", recipient, subject,
  body, html, reply_to as "replyTo", template, locale, token, address_hash as "addressHash", occasion,
  valid_until_ms::text as "validUntilMs", cause, state, attempts,
  due_at_ms::text as "dueAtMs", last_error as "lastError", message_id as "messageId", created_at_ms::text as "createdAtMs",
  settled_at_ms::text as "settledAtMs"`;

/** Reads the outbox and opens what is sealed in it. */
@Injectable()
export class MessageReader {
  constructor(private readonly database: Database, private readonly secretBox: SecretBox) {}

  /** Newest first; the texts stay sealed. */
  async page(
    tenantId: string, state: MessageState | undefined, before: MessagePosition | null, limit: number,
  ): Promise<MessageRow[]> {
    return this.database.forTenant(tenantId).execute<MessageRow[]>(
      `select ${COLUMNS} from message where tenant_id = ?${state ? ' and state = ?' : ''}${before ? ' and (created_at_ms, id) < (?::bigint, ?::uuid)' : ''}
       order by created_at_ms desc, id desc limit ${limit}`,
      [tenantId, ...(state ? [state] : []), ...(before ?? [])]);
  }

  /** The message with its text; `content` is null when its person was erased. Null for an unknown id. */
  async find(tenantId: string, id: string): Promise<{ row: MessageRow; content: MessageContent | null } | null> {
    return this.database.inTenant(tenantId, (em) => this.findIn(em, tenantId, id));
  }

  /** As `find`, in the caller's transaction. */
  async findIn(em: EntityManager, tenantId: string, id: string): Promise<{ row: MessageRow; content: MessageContent | null } | null> {
    const [row] = await em.execute<MessageRow[]>(`select ${COLUMNS} from message where tenant_id = ? and id = ?`, [tenantId, id]);
    return row ? { row, content: await this.contentOf(em, tenantId, row) } : null;
  }

  private async contentOf(em: EntityManager, tenantId: string, row: MessageRow): Promise<MessageContent | null> {
    const opened = (column: SealedPart, sealed: string | null) => this.opened(em, tenantId, row, column, sealed);
    const recipient = await opened('recipient', row.recipient);
    const text = await opened('body', row.body);
    if (recipient === null || text === null) return null;
    return {
      recipient, text, subject: await opened('subject', row.subject), html: await opened('html', row.html),
      replyTo: await opened('reply_to', row.replyTo),
    };
  }

  private async opened(em: EntityManager, tenantId: string, row: MessageRow, column: SealedPart, sealed: string | null): Promise<string | null> {
    if (!sealed) return null;
    const { contactId, otherId } = row;
    const place = { table: 'message', column, row: row.id };
    if (contactId === null) return this.secretBox.open(em, tenantId, place, sealed);
    const inner = otherId === null ? sealed : await this.secretBox.openForPerson(em, tenantId, { other: otherId }, place, sealed);
    return inner === null ? null : this.secretBox.openForPerson(em, tenantId, contactId, place, inner);
  }
}
