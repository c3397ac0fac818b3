import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { systemNow } from '../clock/system-clock.js';
import { Database } from '../database/database.js';
import { AuditKeys, type SigningKeys } from './audit-keys.js';
import { checkpointText, ENTRY_COLUMNS, genesisHash, headText, linkHash, signText, type ChainedEntry, type Head } from './chain.js';

export interface SequencerReport {
  readonly sealed: number;
  /** Age of the oldest row that waits for its place in the chain; 0 when none waits. */
  readonly oldestUnsealedMs: number;
}

interface HeadRow extends Head {
  readonly checkpointWallMs: number;
}

interface Batch { readonly sealed: number; readonly isFull: boolean }
const NOTHING: Batch = { sealed: 0, isFull: false };

/** What the database answers: its bigints are text. */
type RawHead = { readonly [K in keyof HeadRow]: string };

export const CHECKPOINT_ROWS = 1_000;
export const CHECKPOINT_MS = 3_600_000;
export const UNSEALED_ALARM_MS = 10_000;

export const HEAD_COLUMNS = `h.tenant_id as "tenantId", h.seq, h.hash, h.xid::text as xid, h.ordinal::text as ordinal,
  h.checkpoint_seq as "checkpointSeq", h.checkpoint_wall_ms as "checkpointWallMs", h.wall_ms as "wallMs"`;

const WAITING = `
  select t.id as "tenantId", first.wall_ms as "wallMs" from tenant t left join audit_head h on h.tenant_id = t.id
  left join lateral (
    select e.wall_ms from audit_entry e
    where e.tenant_id = t.id and (e.xid, e.ordinal) > (coalesce(h.xid, '0'::xid8), coalesce(h.ordinal, 0))
    order by e.xid, e.ordinal limit 1) first on true
  where first.wall_ms is not null or (h.seq > h.checkpoint_seq and h.checkpoint_wall_ms <= ?)
  order by first.wall_ms`;

/** Lays the chain over committed entries, one process per tenant at a time (D14, D15). */
@Injectable()
export class AuditSequencer {
  private readonly logger = new Logger('audit');

  constructor(private readonly database: Database, private readonly keys: AuditKeys) {}

  /** Chains everything that can be chained now. Call at most every 2 s; calls may overlap. */
  async run(wallMs: number = systemNow()): Promise<SequencerReport> {
    let sealed = 0;
    for (const { tenantId } of await this.waiting(wallMs)) {
      for (let isFull = true; isFull;) {
        const batch = await this.database.inTenant(tenantId, (em) => this.sealBatch(em, tenantId, wallMs));
        sealed += batch.sealed;
        isFull = batch.isFull;
      }
    }
    return { sealed, oldestUnsealedMs: await this.oldestUnsealedMs() };
  }

  /** Age of the oldest row that waits for its place; each tenant above 10 s is logged as an error. */
  async oldestUnsealedMs(): Promise<number> {
    const now = systemNow();
    const ages = (await this.waiting(now)).filter((row) => row.wallMs !== null)
      .map((row) => ({ tenantId: row.tenantId, ageMs: Math.max(0, now - Number(row.wallMs)) }));
    for (const late of ages.filter((row) => row.ageMs > UNSEALED_ALARM_MS)) {
      this.logger.error({ event: 'audit.unsealed', ...late });
    }
    return Math.max(0, ...ages.map((row) => row.ageMs));
  }

  private waiting(wallMs: number): Promise<{ tenantId: string; wallMs: string | null }[]> {
    return this.database.asRunner().execute(WAITING, [wallMs - CHECKPOINT_MS]);
  }

  private async sealBatch(em: EntityManager, tenantId: string, wallMs: number): Promise<Batch> {
    const head = await this.leaseHead(em, tenantId, wallMs);
    if (!head) return NOTHING;
    const room = CHECKPOINT_ROWS - (head.seq - head.checkpointSeq);
    const entries = await em.execute<ChainedEntry[]>(
      `select ${ENTRY_COLUMNS} from audit_entry e
       where e.tenant_id = ? and (e.xid, e.ordinal) > (?::xid8, ?::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
       order by e.xid, e.ordinal limit ${room}`, [tenantId, head.xid, head.ordinal]);
    const next = chainOn(head, entries, wallMs);
    const isDue = next.seq - head.checkpointSeq >= CHECKPOINT_ROWS
      || (next.seq > head.checkpointSeq && wallMs - head.checkpointWallMs >= CHECKPOINT_MS);
    if (entries.length === 0 && !isDue) return NOTHING;
    const signing = await this.keys.signing(em, tenantId);
    await insertLinks(em, tenantId, next.links);
    if (isDue) await this.checkpoint(em, signing, { ...head, seq: next.seq, hash: next.hash, wallMs });
    const checkpointed = isDue ? { checkpointSeq: next.seq, checkpointWallMs: wallMs } : head;
    await saveHead(em, signing, { ...next, checkpointSeq: checkpointed.checkpointSeq }, checkpointed.checkpointWallMs);
    return { sealed: entries.length, isFull: entries.length === room };
  }

  /** The locked head, or null while another process works on this tenant. */
  private async leaseHead(em: EntityManager, tenantId: string, wallMs: number): Promise<HeadRow | null> {
    await em.execute(
      `insert into audit_head (tenant_id, seq, hash, xid, ordinal, checkpoint_seq, checkpoint_wall_ms, wall_ms, signature)
       select ?, 0, ?, '0'::xid8, 0, 0, ?, ?, '' where not exists (select from audit_head where tenant_id = ?) on conflict do nothing`,
      [tenantId, genesisHash(tenantId), wallMs, wallMs, tenantId]);
    const rows = await em.execute<RawHead[]>(
      `select ${HEAD_COLUMNS} from audit_head h where h.tenant_id = ? for update skip locked`, [tenantId]);
    return rows[0] ? headOf(rows[0]) : null;
  }

  private async checkpoint(em: EntityManager, { privateKey }: SigningKeys, head: HeadRow): Promise<void> {
    const { tenantId, seq, hash, wallMs } = head;
    const statement = { tenantId, seq, previousSeq: head.checkpointSeq, hash, wallMs };
    const signature = signText(privateKey, checkpointText(statement));
    await em.execute(
      'insert into audit_checkpoint (id, tenant_id, seq, previous_seq, hash, wall_ms, signature) values (?, ?, ?, ?, ?, ?, ?)',
      [randomUUID(), tenantId, seq, statement.previousSeq, hash, wallMs, signature]);
    // Logs are shipped elsewhere: a copy there shows later whether the whole trail was put back to an older state.
    this.logger.log({ event: 'audit.checkpoint', tenantId, seq, hash });
  }
}

export function headOf(row: RawHead): HeadRow {
  return {
    tenantId: row.tenantId, hash: row.hash, xid: row.xid, ordinal: row.ordinal,
    seq: Number(row.seq), wallMs: Number(row.wallMs),
    checkpointSeq: Number(row.checkpointSeq), checkpointWallMs: Number(row.checkpointWallMs),
  };
}

function chainOn(head: HeadRow, entries: readonly ChainedEntry[], wallMs: number) {
  let { seq, hash, xid, ordinal } = head;
  const links: { id: string; seq: number; hash: string }[] = [];
  for (const entry of entries) {
    seq += 1;
    hash = linkHash(hash, seq, entry);
    ({ xid, ordinal } = entry);
    links.push({ id: entry.id, seq, hash });
  }
  return { tenantId: head.tenantId, seq, hash, xid, ordinal, wallMs, links };
}

async function insertLinks(em: EntityManager, tenantId: string, links: readonly object[]): Promise<void> {
  if (links.length === 0) return;
  await em.execute(
    `insert into audit_link (id, tenant_id, seq, hash)
     select r.id, ?, r.seq, r.hash from json_to_recordset(?::json) as r(id uuid, seq bigint, hash text)`, [tenantId, JSON.stringify(links)]);
}

async function saveHead(em: EntityManager, { privateKey }: SigningKeys, head: Head, checkpointWallMs: number): Promise<void> {
  await em.execute(
    `update audit_head set seq = ?, hash = ?, xid = ?::xid8, ordinal = ?, checkpoint_seq = ?, checkpoint_wall_ms = ?, wall_ms = ?, signature = ?
     where tenant_id = ?`,
    [head.seq, head.hash, head.xid, head.ordinal, head.checkpointSeq, checkpointWallMs, head.wallMs,
      signText(privateKey, headText(head)), head.tenantId]);
}
