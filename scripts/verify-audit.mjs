#!/usr/bin/env node
// Proves an audit export without the hub: node scripts/verify-audit.mjs export.jsonl [--public-key key.pem] [--anchor seq:hash]
// Without --public-key the key inside the export is trusted: compare its printed fingerprint with one noted down earlier.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'public-key': { type: 'string' }, anchor: { type: 'string', multiple: true } },
});
const [file] = positionals;
if (!file) fail(2, 'usage: verify-audit.mjs export.jsonl [--public-key key.pem] [--anchor seq:hash]…');

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const anchors = new Map((options.anchor ?? []).map((anchor) => anchor.split(':')));

function fail(code, message) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function isSigned(publicKey, text, signature) {
  return verify(null, Buffer.from(text), publicKey, Buffer.from(String(signature), 'base64'));
}

function linkHash(previous, e) {
  return sha256(JSON.stringify([previous, e.seq, e.id, e.tenantId, e.xid, e.ordinal, e.atMs, e.wallMs, e.actorKind, e.actorId,
    e.action, e.subject, e.detail, e.person, e.personal, e.causeId, e.mac]));
}

const checkpointText = (tenantId, c) =>
  JSON.stringify(['patchbay-audit-checkpoint-1', tenantId, String(c.seq), String(c.previousSeq), c.hash, String(c.wallMs)]);
const headText = (h) =>
  JSON.stringify(['patchbay-audit-head-1', h.tenantId, String(h.seq), h.hash, h.xid, h.ordinal, String(h.checkpointSeq), String(h.wallMs)]);

let header = null;
let publicKey = null;
let seq = 0;
let hash = '';
let checkpointSeq = 0;
const checkpoints = new Map();

function readHeader(record) {
  if (record.type !== 'head' || record.format !== 'patchbay-audit-1') fail(1, 'The first line is not the head of an audit export.');
  header = record;
  publicKey = createPublicKey(options['public-key'] ? readFileSync(options['public-key'], 'utf8') : record.publicKey);
  hash = sha256(JSON.stringify(['patchbay-audit-1', record.tenantId]));
}

function readEntry(entry) {
  seq += 1;
  if (Number(entry.seq) !== seq) fail(1, `Row ${seq} is missing: row ${entry.seq} stands in its place.`);
  if (entry.tenantId !== header.tenantId) fail(1, `Row ${seq} (${entry.id}) belongs to another tenant.`);
  const expected = linkHash(hash, entry);
  if (expected !== entry.hash) fail(1, `Row ${seq} (${entry.id}) was changed or does not fit its place.`);
  hash = expected;
  const anchor = anchors.get(String(seq));
  if (anchor && anchor !== hash) fail(1, `Row ${seq} (${entry.id}) is not the one noted down earlier.`);
  const checkpoint = checkpoints.get(seq);
  if (!checkpoint) return;
  const isWhole = checkpoint.hash === hash && Number(checkpoint.previousSeq) === checkpointSeq
    && isSigned(publicKey, checkpointText(header.tenantId, checkpoint), checkpoint.signature);
  if (!isWhole) fail(1, `Rows ${checkpointSeq + 1} to ${seq} do not agree with their signed checkpoint.`);
  checkpointSeq = seq;
}

for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
  if (!text) continue;
  const record = JSON.parse(text);
  if (!header) readHeader(record);
  else if (record.type === 'checkpoint') checkpoints.set(Number(record.seq), record);
  else readEntry(record);
}
if (!header) fail(1, 'The export is empty.');
const { head } = header;
const last = Math.max(Number(head?.seq ?? 0), ...checkpoints.keys(), ...[...anchors.keys()].map(Number));
if (seq < last) fail(1, `Rows ${seq + 1} to ${last} are gone.`);
if (head && (head.hash !== hash || Number(head.checkpointSeq) !== checkpointSeq || !isSigned(publicKey, headText(head), head.signature))) {
  fail(1, `Rows ${checkpointSeq + 1} to ${seq} do not agree with the signed head.`);
}
const fingerprint = sha256(publicKey.export({ format: 'der', type: 'spki' }));
process.stdout.write(`${JSON.stringify({ ok: true, tenantId: header.tenantId, rows: seq, head: `${seq}:${hash}`, keyFingerprint: fingerprint })}\n`);
