import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import type { MessageChannel, SuppressionCause } from '../sdk/messages.js';

export interface SuppressionRow {
  readonly id: string;
  readonly channel: MessageChannel;
  readonly cause: SuppressionCause;
  readonly createdAtMs: string;
}

export type SuppressionPosition = readonly [createdAtMs: string, id: string];

const COLUMNS = 'id, channel, cause, created_at_ms::text as "createdAtMs"';

/** Addresses to which an organisation sends nothing more on a channel, as keyed hashes (ME-2). Asked when a message is sent, not when it is written. */
@Injectable()
export class Suppressions {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** The oldest cause, or null. */
  async causeFor(em: EntityManager, tenantId: string, channel: MessageChannel, addressHash: string): Promise<SuppressionCause | null> {
    return (await this.of(em, tenantId, channel, addressHash))[0]?.cause ?? null;
  }

  async of(em: EntityManager, tenantId: string, channel: MessageChannel, addressHash: string): Promise<SuppressionRow[]> {
    return em.execute(`select ${COLUMNS} from suppression where tenant_id = ? and channel = ? and address_hash = ? order by created_at_ms, id`,
      [tenantId, channel, addressHash]);
  }

  /** Newest first. */
  async page(em: EntityManager, tenantId: string, before: SuppressionPosition | null, limit: number): Promise<SuppressionRow[]> {
    return em.execute(
      `select ${COLUMNS} from suppression where tenant_id = ?${before ? ' and (created_at_ms, id) < (?::bigint, ?::uuid)' : ''}
       order by created_at_ms desc, id desc limit ${limit}`, [tenantId, ...(before ?? [])]);
  }

  /** May be called again; answers its id. */
  async add(em: EntityManager, tenantId: string, channel: MessageChannel, addressHash: string, cause: SuppressionCause): Promise<string> {
    const rows = await em.execute<{ id: string }[]>(
      `insert into suppression (id, tenant_id, channel, address_hash, cause, created_at_ms) values (?, ?, ?, ?, ?, ?)
       on conflict (tenant_id, channel, address_hash, cause) do update set cause = excluded.cause returning id`,
      [randomUUID(), tenantId, channel, addressHash, cause, this.clock.now()]);
    return rows[0]!.id;
  }

  /** The person wants messages again; other causes stay. */
  async lift(em: EntityManager, tenantId: string, channel: MessageChannel, addressHash: string, cause: SuppressionCause): Promise<boolean> {
    const rows = await em.execute<{ id: string }[]>(
      'delete from suppression where tenant_id = ? and channel = ? and address_hash = ? and cause = ? returning id', [tenantId, channel, addressHash, cause]);
    return rows.length > 0;
  }

  /** Null for an unknown id. */
  async remove(em: EntityManager, tenantId: string, id: string): Promise<SuppressionRow | null> {
    const rows = await em.execute<SuppressionRow[]>(`delete from suppression where tenant_id = ? and id = ? returning ${COLUMNS}`, [tenantId, id]);
    return rows[0] ?? null;
  }
}
