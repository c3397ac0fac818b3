import type { Database } from '../database/database.js';
import { PatchbayError } from '../sdk/errors.js';
import { wakingLanes } from './lanes.js';
import type { SignalInput } from './signals.js';

/** A group's size, and how many may be on their way to the database at once: the next one gathers while they commit. */
const GROUP_ROWS = 500;
const GROUP_BYTES = 4 * 1_024 * 1_024;
const GROUPS = 2;
/** Beyond this, senders are asked to come again: they repeat, memory does not. */
const MOST_WAITING = 20_000;

interface Waiting { readonly signal: SignalInput; readonly stored: () => void; readonly refused: (error: unknown) => void }

/**
 * Takes arriving signals in: those that come while others commit share the next commit, so that a burst costs one
 * transaction for hundreds of deliveries instead of one each (decisions D3).
 */
export class SignalInbox {
  private waiting: Waiting[] = [];
  private groups = 0;

  constructor(private readonly database: Database) {}

  /** Settles when the signal is committed, or was stored before: then, and only then, it may be acknowledged (G1). */
  store(signal: SignalInput): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(overrun());
    return new Promise((stored, refused) => {
      this.waiting.push({ signal, stored, refused });
      if (this.waiting.length === 1) setImmediate(() => this.pump());
    });
  }

  private pump(): void {
    while (this.groups < GROUPS && this.waiting.length > 0) {
      const group = this.take();
      this.groups += 1;
      void this.commit(group).finally(() => { this.groups -= 1; this.pump(); });
    }
  }

  private take(): Waiting[] {
    let bytes = 0;
    let rows = 0;
    while (rows < Math.min(GROUP_ROWS, this.waiting.length) && bytes < GROUP_BYTES) bytes += this.waiting[rows++]?.signal.raw?.byteLength ?? 0;
    const group = this.waiting.slice(0, rows);
    this.waiting = this.waiting.slice(rows);
    return group;
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    try {
      await storeSignals(this.database, group.map(({ signal }) => signal));
      for (const one of group) one.stored();
    } catch (error) {
      if (group.length > 1 && isAboutData(error)) await Promise.all(group.map((one) => this.commit([one])));
      else for (const one of group) one.refused(error);
    }
  }
}

/** One bad delivery must not refuse its neighbours: SQLSTATE classes 22 and 23 speak of the rows themselves. */
export function isAboutData(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
}

function overrun(): PatchbayError {
  return new PatchbayError('inbox-full', 'ours', 'More arrives than can be stored. Send it again in a moment.', { status: 503, retryAfterMs: 1_000 });
}

/** Duplicates, as lanes, are locked in one order everywhere, so that two groups never wait for each other in a circle. */
const STORE = `
  with given as (select * from json_to_recordset(?::json) as g(n int, tenant_id uuid, source text, installation_id uuid, lane_key text, dedupe_key text,
    received_at float8, start int, bytes int)),
  stored as (
    insert into signal (tenant_id, source, installation_id, lane_key, dedupe_key, raw, received_at, attempts, dead)
    select tenant_id, source, installation_id, lane_key, dedupe_key, case when bytes is not null then substring(?::bytea from start for bytes) end,
      to_timestamp(received_at / 1000.0), 0, false
    from given order by tenant_id, dedupe_key collate "C" nulls first, n
    on conflict (tenant_id, dedupe_key) do nothing returning tenant_id, installation_id, lane_key, received_at)
  ${wakingLanes(`select tenant_id, case when installation_id is null then 'look' else 'inbox' end, coalesce(installation_id::text, ''), lane_key, min(received_at)
    from stored group by tenant_id, installation_id, lane_key`)}`;

async function storeSignals(database: Database, signals: readonly SignalInput[]): Promise<void> {
  let start = 1;
  const rows = signals.map((signal, n) => {
    const bytes = signal.raw?.byteLength ?? null;
    const row = {
      n, tenant_id: signal.tenantId, source: signal.source, installation_id: signal.installationId, lane_key: signal.laneKey,
      dedupe_key: signal.dedupeKey, received_at: signal.receivedAt, start, bytes,
    };
    start += bytes ?? 0;
    return row;
  });
  await database.asRunner().execute(STORE, [JSON.stringify(rows), Buffer.concat(signals.flatMap((signal) => signal.raw ?? []))]);
}
