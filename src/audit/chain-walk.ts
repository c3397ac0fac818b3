import type { KeyObject } from 'node:crypto';
import { checkpointText, entryMac, genesisHash, isSignedBy, linkHash, type ChainedEntry, type Checkpoint } from './chain.js';

export type AuditProblemKind =
  /** A stored value of the row is not what was chained. */
  | 'edited'
  /** The row was not written by the hub. */
  | 'forged'
  /** A row of the chain is gone. */
  | 'missing'
  /** The row stands where the chain knows none. */
  | 'inserted'
  | 'reordered'
  /** The last rows are gone. */
  | 'tail-cut'
  /** A signed statement is gone, altered or contradicts the rows. */
  | 'checkpoint'
  | 'head'
  /** The chain is not the one that the caller remembers. */
  | 'anchor';

export interface AuditProblem {
  readonly kind: AuditProblemKind;
  /** First row in doubt. */
  readonly seq: number;
  readonly entryId: string | null;
  readonly message: string;
}

export interface LinkedEntry extends ChainedEntry {
  readonly seq: string | null;
  readonly hash: string | null;
}

export interface SignedCheckpoint extends Checkpoint {
  readonly signature: string;
}

/** A row that somebody noted down earlier, outside the database. */
export interface AuditAnchor {
  readonly seq: number;
  readonly hash: string;
}

export interface WalkEvidence {
  readonly tenantId: string;
  readonly macKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly checkpoints: readonly SignedCheckpoint[];
  readonly anchors: readonly AuditAnchor[];
}

/** Walks a chain row by row in trail order; pure. `step` answers the first problem, then the walk is over. */
export class ChainWalk {
  seq = 0;
  hash: string;
  private checkpointSeq = 0;
  private readonly checkpoints: Map<number, SignedCheckpoint>;
  private readonly anchors: Map<number, string>;

  constructor(private readonly evidence: WalkEvidence) {
    this.hash = genesisHash(evidence.tenantId);
    this.checkpoints = new Map(evidence.checkpoints.map((checkpoint) => [checkpoint.seq, checkpoint]));
    this.anchors = new Map(evidence.anchors.map((anchor) => [anchor.seq, anchor.hash]));
  }

  step(entry: LinkedEntry): AuditProblem | null {
    const seq = this.seq + 1;
    const misplaced = this.misplaced(entry, seq);
    if (misplaced) return misplaced;
    if (entryMac(this.evidence.macKey, entry) !== entry.mac) {
      const isChained = linkHash(this.hash, seq, entry) === entry.hash;
      return isChained
        ? { kind: 'forged', seq, entryId: entry.id, message: `Row ${seq} was not written by the hub.` }
        : { kind: 'edited', seq, entryId: entry.id, message: `Row ${seq} was changed after it was chained.` };
    }
    const hash = linkHash(this.hash, seq, entry);
    if (hash !== entry.hash) return { kind: 'edited', seq, entryId: entry.id, message: `Row ${seq} does not fit its place in the chain.` };
    this.seq = seq;
    this.hash = hash;
    return this.statements(entry.id);
  }

  /** After the last row: a statement about rows that are not there. */
  end(): AuditProblem | null {
    const beyond = [...this.checkpoints.keys(), ...this.anchors.keys()].filter((seq) => seq > this.seq);
    if (beyond.length === 0) return null;
    return { kind: 'tail-cut', seq: this.seq + 1, entryId: null, message: `Rows ${this.seq + 1} to ${Math.max(...beyond)} are gone.` };
  }

  private misplaced(entry: LinkedEntry, seq: number): AuditProblem | null {
    if (entry.seq === null) return { kind: 'inserted', seq, entryId: entry.id, message: `Before row ${seq} stands a row that the chain does not know.` };
    const found = Number(entry.seq);
    if (found > seq) return { kind: 'missing', seq, entryId: null, message: `Row ${seq} is gone from its place.` };
    if (found < seq) return { kind: 'reordered', seq: found, entryId: entry.id, message: `Row ${found} stands after row ${seq - 1}.` };
    return null;
  }

  private statements(entryId: string): AuditProblem | null {
    const anchored = this.anchors.get(this.seq);
    if (anchored !== undefined && anchored !== this.hash) {
      return { kind: 'anchor', seq: this.seq, entryId, message: `Row ${this.seq} is not the one noted down earlier.` };
    }
    const checkpoint = this.checkpoints.get(this.seq);
    if (!checkpoint) return null;
    const first = this.checkpointSeq + 1;
    const isWhole = checkpoint.hash === this.hash && checkpoint.previousSeq === this.checkpointSeq
      && isSignedBy(this.evidence.publicKey, checkpointText(checkpoint), checkpoint.signature);
    if (!isWhole) return { kind: 'checkpoint', seq: first, entryId: null, message: `Rows ${first} to ${this.seq} do not agree with their signed checkpoint.` };
    this.checkpointSeq = this.seq;
    return null;
  }

  /** The last checkpoint that agreed with the rows. */
  get lastCheckpointSeq(): number {
    return this.checkpointSeq;
  }
}
