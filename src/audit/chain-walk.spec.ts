import { describe, expect, it } from '@jest/globals';
import { createHash, createSecretKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { ChainWalk, type AuditAnchor, type AuditProblem, type LinkedEntry, type SignedCheckpoint } from './chain-walk.js';
import { checkpointText, entryMac, genesisHash, linkHash, signText } from './chain.js';

const tenantId = randomUUID();
const macKey = createSecretKey(randomBytes(32));
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const ROWS = 120;
const EVERY = 50;

interface Trail { readonly rows: LinkedEntry[]; readonly checkpoints: SignedCheckpoint[] }

function entry(seq: number): Omit<LinkedEntry, 'seq' | 'hash'> {
  const written = {
    id: randomUUID(), tenantId, ordinal: String(1_000 + seq),
    atMs: String(1_700_000_000_000 + seq), wallMs: String(1_700_000_000_500 + seq),
    actorKind: 'member', actorId: randomUUID(), action: 'installation.enabled', subject: `opportunity:${seq}`,
    detail: seq % 2 ? `{"step":${seq}}` : null, person: seq % 3 ? 'hash' : null, personal: seq % 3 ? `p1.0.text${seq}` : null, causeId: null,
  };
  return { ...written, xid: String(700 + Math.floor(seq / 4)), mac: entryMac(macKey, written) };
}

function chain(entries: readonly Omit<LinkedEntry, 'seq' | 'hash'>[]): Trail {
  let hash = genesisHash(tenantId);
  const checkpoints: SignedCheckpoint[] = [];
  const rows = entries.map((row, index) => {
    const seq = index + 1;
    hash = linkHash(hash, seq, row);
    if (seq % EVERY === 0) {
      const statement = { tenantId, seq, previousSeq: seq - EVERY, hash, wallMs: 1_700_000_000_000 };
      checkpoints.push({ ...statement, signature: signText(privateKey, checkpointText(statement)) });
    }
    return { ...row, seq: String(seq), hash };
  });
  return { rows, checkpoints };
}

function walk(trail: Trail, anchors: readonly AuditAnchor[] = []): AuditProblem | null {
  const steps = new ChainWalk({ tenantId, macKey, publicKey, checkpoints: trail.checkpoints, anchors });
  for (const row of trail.rows) {
    const problem = steps.step(row);
    if (problem) return problem;
  }
  return steps.end();
}

/** The same numbers each run, so that a failure can be repeated. */
function* numbers(seed: string): Generator<number, never> {
  for (let count = 0; ; count += 1) yield createHash('sha256').update(`${seed}:${count}`).digest().readUInt32BE();
}

const whole = chain(Array.from({ length: ROWS }, (_, index) => entry(index + 1)));
const EDITABLE = ['id', 'xid', 'ordinal', 'atMs', 'wallMs', 'actorKind', 'actorId', 'action', 'subject', 'detail', 'person', 'personal',
  'causeId', 'mac', 'hash', 'tenantId'] as const;

describe('walking an audit chain', () => {
  it('finds nothing wrong with a whole chain, nor with an empty one', () => {
    expect(walk(whole)).toBeNull();
    expect(walk({ rows: [], checkpoints: [] })).toBeNull();
    expect(walk(whole, [{ seq: 77, hash: whole.rows[76]!.hash! }])).toBeNull();
  });

  it('names the row of every single edited value', () => {
    for (const field of EDITABLE) {
      for (const seq of [1, 60, ROWS]) {
        const rows = whole.rows.map((row) => (Number(row.seq) === seq ? { ...row, [field]: `${row[field] ?? ''}0` } : row));
        expect({ field, seq, found: walk({ ...whole, rows })?.seq }).toEqual({ field, seq, found: seq });
      }
    }
  });

  it('finds each of 1,000 random edits, deletions, insertions, swaps and cuts and names its row', () => {
    const random = numbers('tamper');
    const below = (limit: number) => random.next().value % limit;
    for (let round = 0; round < 1_000; round += 1) {
      const rows = [...whole.rows];
      const at = below(ROWS - 1);
      const kind = (['edit', 'delete', 'insert', 'copy', 'swap', 'cut'] as const)[below(6)]!;
      let expected = at + 1;
      if (kind === 'edit') rows[at] = { ...rows[at]!, subject: `opportunity:${randomUUID()}` };
      if (kind === 'delete') rows.splice(at, 1);
      if (kind === 'insert') rows.splice(at, 0, { ...entry(at), seq: null, hash: null });
      if (kind === 'copy') rows.splice(at + 1, 0, rows[at]!);
      if (kind === 'swap') rows.splice(at, 2, rows[at + 1]!, rows[at]!);
      if (kind === 'cut') {
        rows.splice(Math.min(at, 99));
        expected = Math.min(at, 99) + 1;
      }
      const problem = walk({ ...whole, rows });
      expect({ round, kind, seq: problem?.seq }).toEqual({ round, kind, seq: expected });
    }
  });

  it('sees rows written by somebody without the key even when the whole chain was computed anew', () => {
    for (const seq of [1, 49, 50, 120]) {
      const forged = whole.rows.map((row) => (Number(row.seq) === seq ? { ...row, action: 'installation.disabled' } : row));
      expect(walk({ ...chain(forged), checkpoints: whole.checkpoints })).toMatchObject({ kind: 'forged', seq });
    }
  });

  it('names the range of a deletion after which everything was numbered and hashed anew', () => {
    const rechained = chain(whole.rows.filter((row) => row.seq !== '60'));
    expect(walk({ ...rechained, checkpoints: whole.checkpoints })).toMatchObject({ kind: 'checkpoint', seq: 51 });
  });

  it('sees a checkpoint that was deleted, altered or signed by somebody else', () => {
    const [first, second] = whole.checkpoints as [SignedCheckpoint, SignedCheckpoint];
    const foreign = generateKeyPairSync('ed25519').privateKey;
    const altered = [
      [second],
      [{ ...first, wallMs: 5 }, second],
      [{ ...first, signature: signText(foreign, checkpointText(first)) }, second],
      [{ ...first, signature: '' }, second],
    ];
    for (const checkpoints of altered) expect(walk({ ...whole, checkpoints })).toMatchObject({ kind: 'checkpoint', seq: 1 });
  });

  it('sees an older or other chain by a row noted down outside', () => {
    const other = chain(Array.from({ length: ROWS }, (_, index) => entry(index + 1)));
    expect(walk(other, [{ seq: 70, hash: whole.rows[69]!.hash! }])).toMatchObject({ kind: 'anchor', seq: 70 });
    const older = { rows: whole.rows.slice(0, 60), checkpoints: whole.checkpoints.slice(0, 1) };
    expect(walk(older)).toBeNull();
    expect(walk(older, [{ seq: 70, hash: whole.rows[69]!.hash! }])).toMatchObject({ kind: 'tail-cut', seq: 61 });
  });
});
