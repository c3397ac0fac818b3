import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import type { MessageOutcome } from '../sdk/messages.js';
import type { ClaimedMessage } from './message-claims.js';
import { afterReport, type AfterTry, type DeliveryReport, type MessageState } from './message-state.js';
import { TOLD_COLUMNS, tellOutcome, type ToldMessage } from './outcomes.js';
import { Suppressions } from './suppressions.js';

interface StoredMessage extends ToldMessage {
  readonly state: MessageState;
  readonly addressHash: string | null;
}

const STORED = `${TOLD_COLUMNS}, state, address_hash as "addressHash"`;
const TOLD_STATES: Readonly<Partial<Record<MessageState, MessageOutcome['state']>>> = {
  sent: 'sent', delivered: 'delivered', bounced: 'bounced', failed: 'failed', suppressed: 'suppressed', unknown: 'unknown',
};

/** Stores what became of a message, tells the plugin and blocks dead addresses, all in one transaction. */
@Injectable()
export class MessageSettlement {
  private readonly logger = new Logger('messaging');

  constructor(private readonly database: Database, private readonly suppressions: Suppressions, @Inject(CLOCK) private readonly clock: Clock) {}

  /** The end of a try or of a look. Null when somebody else has settled it, e.g. a report that was faster. */
  async settle(claimed: ClaimedMessage, from: MessageState, after: AfterTry, providerId: string | null): Promise<MessageState | null> {
    const { id, tenantId } = claimed;
    const now = this.clock.now();
    const isNews = after.lookAtMs === null;
    const changed = await this.database.inTenant(tenantId, async (em) => {
      const rows = await em.execute<StoredMessage[]>(
        `update message set state = ?, due_at_ms = coalesce(?::bigint, due_at_ms), look_at_ms = ?, last_error = ?, cause = ?, sending_wall_ms = null,
           provider_id = coalesce(?, provider_id), settled_at_ms = case when ? = 'queued' then null when state = ? then settled_at_ms else ? end
         where id = ? and state = ? and sending_wall_ms = ? returning ${STORED}`,
        [after.state, after.dueAtMs, after.lookAtMs, after.lastError, after.cause, providerId, after.state, after.state, now, id, from, claimed.claimedWallMs]);
      if (rows[0] && isNews) await this.tell(em, rows[0], after.state, after.lastError, after.cause, now);
      if (rows[0] && (after.state === 'bounced' || after.cause === 'stop')) await this.block(em, rows[0], after.state === 'bounced' ? 'bounce' : 'stop');
      return rows.length === 1;
    });
    this.log(claimed, changed ? after.state : 'settled-elsewhere');
    return changed ? after.state : null;
  }

  /** Puts a message back that may not leave now; it was no try. */
  async postpone(claimed: ClaimedMessage, untilMs: number, reason: string): Promise<void> {
    await this.database.inTenant(claimed.tenantId, (em) => em.execute(
      `update message set due_at_ms = ?, last_error = ?, sending_wall_ms = null where id = ? and state = 'queued' and sending_wall_ms = ?`,
      [untilMs, reason, claimed.id, claimed.claimedWallMs]));
  }

  /** What a provider or a mail server tells later, in any order and any number of times. False when there is no such message or it is no news. */
  async report(tenantId: string, messageId: string, report: DeliveryReport): Promise<boolean> {
    const now = this.clock.now();
    return this.database.inTenant(tenantId, async (em) => {
      const [stored] = await em.execute<StoredMessage[]>(`select ${STORED} from message where tenant_id = ? and id = ? for update`, [tenantId, messageId]);
      const state = stored ? afterReport(stored.state, report) : null;
      if (!stored || !state) return false;
      const reason = report.kind === 'failed' ? report.reason : null;
      await em.execute('update message set state = ?, last_error = ?, look_at_ms = null, sending_wall_ms = null, settled_at_ms = ? where id = ?',
        [state, reason, now, messageId]);
      await this.tell(em, stored, state, reason, null, now);
      if (report.kind === 'failed' && report.blocks) await this.block(em, stored, report.blocks);
      return true;
    });
  }

  private tell(
    em: EntityManager, stored: StoredMessage, state: MessageState, reason: string | null, cause: MessageOutcome['cause'], now: number,
  ): Promise<void> {
    const told = TOLD_STATES[state];
    return told ? tellOutcome(em, stored, { state: told, reason, cause }, now) : Promise.resolve();
  }

  private async block(em: EntityManager, { tenantId, channel, contactId, addressHash }: StoredMessage, cause: 'bounce' | 'stop'): Promise<void> {
    if (contactId !== null && addressHash !== null) await this.suppressions.add(em, tenantId, channel, addressHash, cause);
  }

  private log({ id, tenantId, channel, attempts }: ClaimedMessage, state: string): void {
    const fields = { tenantId, messageId: id, channel, attempts: attempts + 1, state };
    if (state === 'sent') this.logger.log({ event: 'message.sent', ...fields });
    else this.logger.warn({ event: 'message.not-sent', ...fields });
  }
}
