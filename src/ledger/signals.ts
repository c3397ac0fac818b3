import type { EntityManager } from '@mikro-orm/postgresql';
import type { SignalSource } from './ledger.entity.js';
import { wakeLane, type Statement } from './lanes.js';

export interface SignalInput {
  readonly tenantId: string;
  readonly source: SignalSource;
  /** Set for vendor webhooks: the inbox of one installation. */
  readonly installationId: string | null;
  readonly laneKey: string;
  readonly dedupeKey: string | null;
  readonly raw: Buffer | null;
  /** Business time, epoch ms. */
  readonly receivedAt: number;
}

/** Stores a signal and wakes its lane; false when the same delivery was stored before. Commit, then acknowledge (G1). */
export async function storeSignal(em: EntityManager, signal: SignalInput): Promise<boolean> {
  const rows = await em.execute<{ id: string }[]>(
    `insert into signal (tenant_id, source, installation_id, lane_key, dedupe_key, raw, received_at, attempts, dead)
     values (?, ?, ?, ?, ?, ?, to_timestamp(? / 1000.0), 0, false)
     on conflict (tenant_id, dedupe_key) do nothing returning id`,
    [signal.tenantId, signal.source, signal.installationId, signal.laneKey, signal.dedupeKey, signal.raw, signal.receivedAt],
  );
  if (rows.length === 0) return false;
  await wakeLane(em, {
    tenantId: signal.tenantId,
    kind: signal.installationId ? 'inbox' : 'look',
    scope: signal.installationId ?? '',
    key: signal.laneKey,
  }, signal.receivedAt);
  return true;
}

/** Marks all open signals of a lane as handled: one look answers them all. Raw bytes are dropped with it. */
export function closedSignals(tenantId: string, laneKey: string, upToId: string, handledAt: number): Statement {
  return {
    sql: `update signal set handled_at = to_timestamp(? / 1000.0), raw = null
     where tenant_id = ? and lane_key = ? and installation_id is null and handled_at is null and not dead and id <= ?`,
    params: [handledAt, tenantId, laneKey, upToId],
  };
}
