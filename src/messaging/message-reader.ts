import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Database } from '../database/database.js';
import { SecretBox } from '../secrets/secret-box.js';
import type { MessageState } from './message-state.js';

export interface MessageRow {
  readonly id: string;
  readonly plugin: string;
  readonly channel: string;
  readonly key: string;
  readonly memberId: string | null;
  readonly contactId: string | null;
  readonly recipient: string | null;
  readonly subject: string | null;
  readonly body: string | null;
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
  readonly subject: string;
  readonly text: string;
}

export type MessagePosition = readonly [createdAtMs: string, id: string];

const COLUMNS = `id, plugin, channel, key, member_id as "memberId", contact_id as "contactId", recipient, subject, body, state, attempts,
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
    return this.database.inTenant(tenantId, async (em) => {
      const [row] = await em.execute<MessageRow[]>(`select ${COLUMNS} from message where tenant_id = ? and id = ?`, [tenantId, id]);
      return row ? { row, content: await this.contentOf(em, tenantId, row) } : null;
    });
  }

  private async contentOf(em: EntityManager, tenantId: string, row: MessageRow): Promise<MessageContent | null> {
    const recipient = await this.opened(em, tenantId, row, 'recipient');
    const subject = await this.opened(em, tenantId, row, 'subject');
    const text = await this.opened(em, tenantId, row, 'body');
    return recipient === null || subject === null || text === null ? null : { recipient, subject, text };
  }

  private async opened(
    em: EntityManager, tenantId: string, row: MessageRow, column: 'recipient' | 'subject' | 'body',
  ): Promise<string | null> {
    const sealed = row[column];
    if (!sealed) return null;
    const place = { table: 'message', column, row: row.id };
    return row.contactId === null
      ? this.secretBox.open(em, tenantId, place, sealed)
      : this.secretBox.openForPerson(em, tenantId, row.contactId, place, sealed);
  }
}
