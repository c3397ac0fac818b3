import { createHash, createHmac, sign, verify, type KeyObject } from 'node:crypto';

/** An entry exactly as stored; every value is the database's own text. */
export interface ChainedEntry {
  readonly id: string;
  readonly tenantId: string;
  readonly xid: string;
  readonly ordinal: string;
  readonly atMs: string;
  readonly wallMs: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string | null;
  readonly person: string | null;
  readonly personal: string | null;
  readonly causeId: string | null;
  readonly mac: string;
}

export interface Checkpoint {
  readonly tenantId: string;
  readonly seq: number;
  readonly previousSeq: number;
  readonly hash: string;
  readonly wallMs: number;
}

export interface Head extends Omit<Checkpoint, 'previousSeq'> {
  readonly xid: string;
  readonly ordinal: string;
  readonly checkpointSeq: number;
}

/** The columns of `audit_entry` under the names of `ChainedEntry`; bigints arrive as text. */
export const ENTRY_COLUMNS = `e.id, e.tenant_id as "tenantId", e.xid::text as xid, e.ordinal::text as ordinal, e.at_ms::text as "atMs",
  e.wall_ms::text as "wallMs", e.actor_kind as "actorKind", e.actor_id as "actorId", e.action, e.subject, e.detail, e.person, e.personal,
  e.cause_id as "causeId", e.mac`;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What the chain of a tenant starts from. */
export const genesisHash = (tenantId: string): string => sha256(JSON.stringify(['patchbay-audit-1', tenantId]));

/** SHA-256 over the previous hash and every stored value, ciphertext included. */
export function linkHash(previous: string, seq: number, e: ChainedEntry): string {
  return sha256(JSON.stringify([previous, String(seq), e.id, e.tenantId, e.xid, e.ordinal, e.atMs, e.wallMs,
    e.actorKind, e.actorId, e.action, e.subject, e.detail, e.person, e.personal, e.causeId, e.mac]));
}

/** Covers all that the writer knows; the transaction id is the database's. */
export function entryMac(key: KeyObject, e: Omit<ChainedEntry, 'xid' | 'mac'>): string {
  const text = JSON.stringify([e.id, e.tenantId, e.ordinal, e.atMs, e.wallMs, e.actorKind, e.actorId, e.action, e.subject,
    e.detail, e.person, e.personal, e.causeId]);
  return createHmac('sha256', key).update(text).digest('base64url');
}

export function checkpointText(c: Checkpoint): string {
  const { tenantId, seq, previousSeq, hash, wallMs } = c;
  return JSON.stringify(['patchbay-audit-checkpoint-1', tenantId, String(seq), String(previousSeq), hash, String(wallMs)]);
}

export function headText(h: Head): string {
  return JSON.stringify(['patchbay-audit-head-1', h.tenantId, String(h.seq), h.hash, h.xid, h.ordinal,
    String(h.checkpointSeq), String(h.wallMs)]);
}

export const signText = (privateKey: KeyObject, text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64');

export const isSignedBy = (publicKey: KeyObject, text: string, signature: string): boolean =>
  verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
