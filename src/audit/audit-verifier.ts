import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { KeyObject } from 'node:crypto';
import { Database } from '../database/database.js';
import { AuditKeys } from './audit-keys.js';
import { HEAD_COLUMNS, headOf } from './audit-sequencer.js';
import { ChainWalk, type AuditAnchor, type AuditProblem, type LinkedEntry, type SignedCheckpoint } from './chain-walk.js';
import { ENTRY_COLUMNS, genesisHash, headText, isSignedBy, type ChainedEntry, type Head } from './chain.js';

export interface AuditVerdict {
  readonly tenantId: string;
  readonly ok: boolean;
  /** Rows proven good, from the first on. */
  readonly rows: number;
  /** Committed rows that wait for the sequencer; normal for a few seconds. */
  readonly unsealed: number;
  /** Note these down outside the database and give them as an anchor next time. */
  readonly head: AuditAnchor;
  /** The first bad row. */
  readonly problem: AuditProblem | null;
}

type Place = Pick<ChainedEntry, 'xid' | 'ordinal' | 'id'>;
interface Link { readonly id: string; readonly seq: string; readonly hash: string }
type SignedHead = Head & { readonly signature: string; readonly lastLink: number };

const PAGE = 5_000;
/** A forged row may share another one's place: the id decides, so that no page ends between the two. */
const FIRST_PLACE = { xid: '0', ordinal: '0', id: '00000000-0000-0000-0000-000000000000' };

/** Proves that a tenant's trail is whole, or names the first row that is not. Changes nothing. */
@Injectable()
export class AuditVerifier {
  constructor(private readonly database: Database, private readonly keys: AuditKeys) {}

  /** `anchors` are heads noted down earlier; without one, putting back a whole older state cannot be seen. */
  verify(tenantId: string, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> {
    return this.verifyIn(this.database.forTenant(tenantId), tenantId, anchors);
  }

  /** As `verify`, seen by this entity manager, e.g. inside a transaction. */
  async verifyIn(em: EntityManager, tenantId: string, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> {
    // Before the head: the sequencer goes on, and no checkpoint read here may be younger than the head.
    const checkpoints = await this.checkpoints(em, tenantId);
    const head = await this.head(em, tenantId);
    const { publicKey } = await this.keys.signing(em, tenantId);
    const walk = new ChainWalk({ tenantId, publicKey, macKey: await this.keys.mac(em, tenantId), checkpoints, anchors });
    const problem = head
      ? (await this.walkRows(em, walk, head)) ?? compareHead(walk, head, publicKey)
      : walk.end() ?? await this.headless(em, tenantId);
    return {
      tenantId, ok: problem === null, rows: walk.seq, unsealed: await this.unsealed(em, tenantId, head),
      head: { seq: head?.seq ?? 0, hash: head?.hash ?? genesisHash(tenantId) }, problem,
    };
  }

  private async walkRows(em: EntityManager, walk: ChainWalk, head: SignedHead): Promise<AuditProblem | null> {
    for await (const rows of this.pages(em, head)) {
      for (const row of rows) {
        const problem = walk.step(row);
        if (problem?.kind === 'missing') return { ...problem, entryId: await this.entryAt(em, head.tenantId, problem.seq) };
        if (problem) return problem;
      }
    }
    return walk.end();
  }

  /** The database reads the next page while this one is hashed. */
  private async *pages(em: EntityManager, head: SignedHead): AsyncGenerator<LinkedEntry[]> {
    let read = 0;
    let next: Promise<LinkedEntry[]> | null = this.page(em, head, FIRST_PLACE, read);
    try {
      while (next) {
        const rows: LinkedEntry[] = await next;
        const last = rows.at(-1);
        read += rows.length;
        next = last && rows.length === PAGE ? this.page(em, head, last, read) : null;
        yield rows;
      }
    } finally {
      await next;
    }
  }

  /** In a whole chain the links of a page are the ones counted on from before: cheaper than a join, row by row. */
  private async page(em: EntityManager, head: SignedHead, after: Place, read: number): Promise<LinkedEntry[]> {
    const entries = await em.execute<ChainedEntry[]>(
      `select ${ENTRY_COLUMNS} from audit_entry e
       where e.tenant_id = ? and (e.xid, e.ordinal, e.id) > (?::xid8, ?::bigint, ?::uuid) and (e.xid, e.ordinal) <= (?::xid8, ?::bigint)
       order by e.xid, e.ordinal, e.id limit ${PAGE}`, [head.tenantId, after.xid, after.ordinal, after.id, head.xid, head.ordinal]);
    const expected = await em.execute<Link[]>(
      'select id, seq::text as seq, hash from audit_link where tenant_id = ? and seq > ? and seq <= ?',
      [head.tenantId, read, read + entries.length]);
    const links = new Map(expected.map((link) => [link.id, link]));
    const strays = entries.filter((entry) => !links.has(entry.id)).map((entry) => entry.id);
    if (strays.length > 0) for (const link of await this.linksOf(em, head.tenantId, strays)) links.set(link.id, link);
    return entries.map((entry) => ({ ...entry, seq: links.get(entry.id)?.seq ?? null, hash: links.get(entry.id)?.hash ?? null }));
  }

  private linksOf(em: EntityManager, tenantId: string, ids: readonly string[]): Promise<Link[]> {
    return em.execute<Link[]>(
      `select id, seq::text as seq, hash from audit_link
       where tenant_id = ? and id in (select id::uuid from json_array_elements_text(?::json) as id)`, [tenantId, JSON.stringify(ids)]);
  }

  private async headless(em: EntityManager, tenantId: string): Promise<AuditProblem | null> {
    const rows = await em.execute<{ id: string }[]>('select id from audit_link where tenant_id = ? order by seq limit 1', [tenantId]);
    return rows[0] ? { kind: 'head', seq: 1, entryId: rows[0].id, message: 'The signed head of the chain is gone.' } : null;
  }

  private async entryAt(em: EntityManager, tenantId: string, seq: number): Promise<string | null> {
    const rows = await em.execute<{ id: string }[]>('select id from audit_link where tenant_id = ? and seq = ?', [tenantId, seq]);
    return rows[0]?.id ?? null;
  }

  private async head(em: EntityManager, tenantId: string): Promise<SignedHead | null> {
    const rows = await em.execute<(Parameters<typeof headOf>[0] & { signature: string; lastLink: string | null })[]>(
      `select ${HEAD_COLUMNS}, h.signature, (select max(l.seq) from audit_link l where l.tenant_id = h.tenant_id) as "lastLink"
       from audit_head h where h.tenant_id = ?`, [tenantId]);
    return rows[0] ? { ...headOf(rows[0]), signature: rows[0].signature, lastLink: Number(rows[0].lastLink ?? 0) } : null;
  }

  private async checkpoints(em: EntityManager, tenantId: string): Promise<SignedCheckpoint[]> {
    const rows = await em.execute<{ seq: string; previousSeq: string; hash: string; wallMs: string; signature: string }[]>(
      `select seq, previous_seq as "previousSeq", hash, wall_ms as "wallMs", signature from audit_checkpoint where tenant_id = ? order by seq`,
      [tenantId]);
    return rows.map(({ hash, signature, ...row }) => ({
      tenantId, seq: Number(row.seq), previousSeq: Number(row.previousSeq), hash, wallMs: Number(row.wallMs), signature,
    }));
  }

  private async unsealed(em: EntityManager, tenantId: string, head: SignedHead | null): Promise<number> {
    const rows = await em.execute<{ count: string }[]>(
      'select count(*) as count from audit_entry e where e.tenant_id = ? and (e.xid, e.ordinal) > (?::xid8, ?::bigint)',
      [tenantId, head?.xid ?? '0', head?.ordinal ?? '0']);
    return Number(rows[0]?.count ?? 0);
  }
}

function compareHead(walk: ChainWalk, head: SignedHead, publicKey: KeyObject): AuditProblem | null {
  const first = walk.lastCheckpointSeq + 1;
  if (walk.seq < head.seq) {
    return { kind: 'tail-cut', seq: walk.seq + 1, entryId: null, message: `Rows ${walk.seq + 1} to ${head.seq} are gone.` };
  }
  if (head.lastLink > head.seq) {
    return { kind: 'head', seq: head.seq + 1, entryId: null, message: `The head says ${head.seq} rows, the chain has ${head.lastLink}.` };
  }
  const isWhole = walk.hash === head.hash && walk.lastCheckpointSeq === head.checkpointSeq
    && isSignedBy(publicKey, headText(head), head.signature);
  if (!isWhole) {
    return { kind: 'head', seq: first, entryId: null, message: `Rows ${first} to ${walk.seq} do not agree with the signed head.` };
  }
  return null;
}
