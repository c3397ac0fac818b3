import { Injectable } from '@nestjs/common';
import { systemNow } from '../clock/system-clock.js';
import { Database } from '../database/database.js';
import type { MessageChannel } from '../sdk/messages.js';

export interface ClaimedMessage {
  readonly id: string;
  readonly tenantId: string;
  readonly channel: MessageChannel;
  readonly attempts: number;
  readonly mustArrive: boolean;
  /** Zone of the organisation. */
  readonly zone: string;
  /** Machine time of the claim: who has it may settle it. */
  readonly claimedWallMs: string;
}

/** Longer than any try can take: whoever began it is dead. */
export const ABANDONED_AFTER_MS = 5 * 60_000;
const CLAIMED = `m.id, m.tenant_id as "tenantId", m.channel, m.attempts, m.must_arrive as "mustArrive", m.sending_wall_ms::text as "claimedWallMs",
  (select t.zone from tenant t where t.id = m.tenant_id) as zone`;
/** The hub's own messages, and those of installations that are on and were on when they were written (G7). */
const IS_ON = `(m.installation_id is null or exists (select from installation i where i.id = m.installation_id and i.state = 'enabled' and i.epoch = m.epoch))`;

/** Finds work in the outbox across tenants; any number of processes may ask. */
@Injectable()
export class MessageClaims {
  constructor(private readonly database: Database) {}

  /** A due message, held for this process. It is still `queued`: nothing has left. */
  async due(channels: readonly MessageChannel[], nowMs: number): Promise<ClaimedMessage | undefined> {
    const wall = systemNow();
    const rows = await this.database.inRunner((em) => em.execute<ClaimedMessage[]>(
      `update message m set sending_wall_ms = ? where m.id = (select m.id from message m
         where m.state = 'queued' and m.channel in (select json_array_elements_text(?::json)) and m.due_at_ms <= ?
           and (m.sending_wall_ms is null or m.sending_wall_ms < ?) and ${IS_ON}
         order by m.due_at_ms limit 1 for update skip locked)
       returning ${CLAIMED}`, [wall, JSON.stringify(channels), nowMs, wall - ABANDONED_AFTER_MS]));
    return rows[0];
  }

  /** Messages whose process died while they were being handed over. */
  abandoned(): Promise<ClaimedMessage[]> {
    return this.database.asRunner().execute(
      `select ${CLAIMED} from message m where m.state = 'sending' and m.sending_wall_ms < ?`, [systemNow() - ABANDONED_AFTER_MS]);
  }

  /** A message of unknown fate about which the provider can be asked now. */
  async unknown(channels: readonly MessageChannel[], nowMs: number): Promise<ClaimedMessage | undefined> {
    const wall = systemNow();
    const rows = await this.database.inRunner((em) => em.execute<ClaimedMessage[]>(
      `update message m set sending_wall_ms = ? where m.id = (select m.id from message m
         where m.state = 'unknown' and m.look_at_ms <= ? and m.channel in (select json_array_elements_text(?::json))
           and (m.sending_wall_ms is null or m.sending_wall_ms < ?)
         order by m.look_at_ms limit 1 for update skip locked)
       returning ${CLAIMED}`, [wall, nowMs, JSON.stringify(channels), wall - ABANDONED_AFTER_MS]));
    return rows[0];
  }
}
