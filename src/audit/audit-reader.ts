import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Database } from '../database/database.js';
import { SecretBox } from '../secrets/secret-box.js';
import { AuditKeys } from './audit-keys.js';
import { ENTRY_COLUMNS } from './chain.js';
import { HEAD_COLUMNS } from './audit-sequencer.js';
import type { LinkedEntry } from './chain-walk.js';

export interface AuditFilter {
  readonly subject?: string;
  readonly action?: string;
  /** Id of the actor. */
  readonly actor?: string;
  /** Business time, epoch ms; `to` is exclusive. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Place in the trail: transaction id and order within it. */
export type AuditPosition = readonly [xid: string, ordinal: string];

/** An entry with its personal values opened; null once the person was erased. */
export type ReadableEntry = LinkedEntry & { readonly values: Readonly<Record<string, unknown>> | null };

const EXPORT_PAGE = 1_000;

/** Reads a tenant's trail: newest first for people, oldest first for the export. */
@Injectable()
export class AuditReader {
  constructor(private readonly database: Database, private readonly keys: AuditKeys, private readonly secretBox: SecretBox) {}

  async page(tenantId: string, filter: AuditFilter, before: AuditPosition | null, limit: number): Promise<ReadableEntry[]> {
    const conditions = conditionsOf(filter, before);
    return this.database.inTenant(tenantId, async (em) => {
      const rows = await em.execute<LinkedEntry[]>(
        `select ${ENTRY_COLUMNS}, l.seq::text as seq, l.hash from audit_entry e left join audit_link l on l.id = e.id
         where e.tenant_id = ?${conditions.map(({ sql }) => ` and ${sql}`).join('')}
         order by e.xid desc, e.ordinal desc limit ${limit}`,
        [tenantId, ...conditions.flatMap(({ values }) => values)]);
      const readable: ReadableEntry[] = [];
      for (const row of rows) readable.push({ ...row, values: await this.valuesOf(em, row) });
      return readable;
    });
  }

  /** JSON lines that `scripts/verify-audit.mjs` proves without this hub: head, checkpoints, then every chained entry. */
  async *export(tenantId: string): AsyncIterable<string> {
    const em = this.database.forTenant(tenantId);
    const [head] = await em.execute<{ seq: string }[]>(
      `select ${HEAD_COLUMNS}, h.signature from audit_head h where h.tenant_id = ?`, [tenantId]);
    yield line({ type: 'head', format: 'patchbay-audit-1', tenantId, publicKey: await this.keys.publicKeyPem(em, tenantId), head: head ?? null });
    if (!head) return;
    const checkpoints = await em.execute<object[]>(
      `select seq, previous_seq as "previousSeq", hash, wall_ms as "wallMs", signature
       from audit_checkpoint where tenant_id = ? and seq <= ? order by seq`, [tenantId, head.seq]);
    yield* checkpoints.map((checkpoint) => line({ type: 'checkpoint', ...checkpoint }));
    for (let after = 0; after < Number(head.seq);) {
      const rows = await em.execute<LinkedEntry[]>(
        `select l.seq::text as seq, l.hash, ${ENTRY_COLUMNS} from audit_link l join audit_entry e on e.id = l.id
         where l.tenant_id = ? and l.seq > ? and l.seq <= ? order by l.seq limit ${EXPORT_PAGE}`, [tenantId, after, head.seq]);
      if (rows.length === 0) return;
      for (const row of rows) yield line({ type: 'entry', ...row });
      after = Number(rows.at(-1)?.seq);
    }
  }

  private async valuesOf(em: EntityManager, row: LinkedEntry): Promise<Readonly<Record<string, unknown>> | null> {
    if (!row.person || !row.personal) return null;
    const place = { table: 'audit_entry', column: 'personal', row: row.id };
    const text = await this.secretBox.openForPseudonym(em, row.tenantId, row.person, place, row.personal);
    return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
  }
}

const line = (value: object) => `${JSON.stringify(value)}\n`;

function conditionsOf(filter: AuditFilter, before: AuditPosition | null) {
  const conditions: { sql: string; values: (string | number)[] }[] = [];
  const add = (sql: string, ...values: (string | number)[]) => conditions.push({ sql, values });
  if (filter.subject !== undefined) add('e.subject = ?', filter.subject);
  if (filter.action !== undefined) add('e.action = ?', filter.action);
  if (filter.actor !== undefined) add('e.actor_id = ?', filter.actor);
  if (filter.fromMs !== undefined) add('e.at_ms >= ?', filter.fromMs);
  if (filter.toMs !== undefined) add('e.at_ms < ?', filter.toMs);
  if (before) add('(e.xid, e.ordinal) < (?::xid8, ?::bigint)', ...before);
  return conditions;
}
