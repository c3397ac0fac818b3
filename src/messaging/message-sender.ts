import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK } from '../clock/business-clock.js';
import { systemNow } from '../clock/system-clock.js';
import { assertOutsideTransaction, Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { MailTransport } from './mail-transport.js';
import { MessageReader } from './message-reader.js';
import { afterTry, type MessageState, type SendOutcome } from './message-state.js';

export interface SendReport {
  readonly mode: MailTransport['mode'];
  /** Messages by the state that this run gave them; `queued` ones will be tried again. */
  readonly settled: Readonly<Partial<Record<MessageState, number>>>;
}

interface Claimed {
  readonly id: string;
  readonly tenantId: string;
  readonly attempts: number;
  readonly mustArrive: boolean;
}

interface Settled {
  readonly state: MessageState;
  readonly dueAtMs: number | null;
  readonly lastError: string | null;
}

/** Longer than any try can take: whoever began it is dead. */
export const ABANDONED_AFTER_MS = 5 * 60_000;
const CONNECTIONS = 4;
const CLAIMED = 'id, tenant_id as "tenantId", attempts, must_arrive as "mustArrive"';

/** Takes due mails from the outbox and hands them to the mail server. Any number of processes may run it. */
@Injectable()
export class MessageSender implements OnApplicationShutdown {
  private readonly logger = new Logger('messaging');

  constructor(
    private readonly database: Database,
    private readonly reader: MessageReader,
    private readonly transport: MailTransport,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Sends until nothing is due. Without a mail server nothing is claimed: the outbox only fills, visibly (ME-8). */
  async sendDue(): Promise<SendReport> {
    assertOutsideTransaction();
    const settled: Partial<Record<MessageState, number>> = {};
    const count = (state: MessageState | null) => {
      if (state) settled[state] = (settled[state] ?? 0) + 1;
      return state !== null;
    };
    for (const message of await this.abandoned()) {
      count(await this.settle(message, { kind: 'unknown', reason: 'The process stopped while the mail was being handed over.' }));
    }
    if (this.transport.mode === 'smtp') {
      await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
        while (count(await this.sendNext()));
      }));
    }
    return { mode: this.transport.mode, settled };
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }

  private async sendNext(): Promise<MessageState | null> {
    const message = await this.claim();
    if (!message) return null;
    const found = await this.reader.find(message.tenantId, message.id);
    if (!found?.content) {
      return this.save(message, { state: 'suppressed', dueAtMs: null, lastError: 'The recipient was erased.' });
    }
    const { recipient, subject, text } = found.content;
    return this.settle(message, await this.transport.send({ messageId: found.row.messageId, to: recipient, subject: subject ?? '', text }));
  }

  /** Committed as `sending` before a socket opens: a crash from here on is an unknown outcome, never a second mail. */
  private async claim(): Promise<Claimed | undefined> {
    const rows = await this.database.inRunner((em) => em.execute<Claimed[]>(
      `update message set state = 'sending', attempts = attempts + 1, sending_wall_ms = ?
       where id = (select id from message where state = 'queued' and channel = 'email' and due_at_ms <= ?
                   order by due_at_ms limit 1 for update skip locked)
       returning ${CLAIMED}`, [systemNow(), this.clock.now()]));
    return rows[0];
  }

  private abandoned(): Promise<Claimed[]> {
    return this.database.asRunner().execute<Claimed[]>(
      `select ${CLAIMED} from message where state = 'sending' and sending_wall_ms < ?`, [systemNow() - ABANDONED_AFTER_MS]);
  }

  private settle(message: Claimed, outcome: SendOutcome): Promise<MessageState | null> {
    return this.save(message, afterTry(outcome, message, this.clock.now()));
  }

  /** Null when another process has settled this try. */
  private async save(message: Claimed, { state, dueAtMs, lastError }: Settled): Promise<MessageState | null> {
    const changed = await this.database.inRunner((em) => em.execute<{ id: string }[]>(
      `update message set state = ?, due_at_ms = coalesce(?::bigint, due_at_ms), last_error = ?, settled_at_ms = ?, sending_wall_ms = null
       where id = ? and state = 'sending' and attempts = ? returning id`,
      [state, dueAtMs, lastError, state === 'queued' ? null : this.clock.now(), message.id, message.attempts]));
    const fields = { tenantId: message.tenantId, messageId: message.id, attempts: message.attempts, state };
    if (state === 'sent') this.logger.log({ event: 'message.sent', ...fields });
    else this.logger.warn({ event: 'message.not-sent', ...fields });
    return changed.length === 1 ? state : null;
  }
}
