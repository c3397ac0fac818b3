import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemNow } from '../clock/system-clock.js';
import { useTestDatabase } from '../../test/support/database.js';
import { dumpTables } from '../secrets/testing/table-dump.js';
import { addTenant } from '../secrets/testing/tenant-row.js';
import type { Principal } from '../sdk/principal.js';
import { CHECKPOINT_MS } from './audit-sequencer.js';
import { auditServices } from './testing/audit-services.js';
import { sealAll } from '../../test/support/seal-all.js';

const masterKey = randomBytes(32);
const clock = { now: () => 1_750_000_000_000 };
const db = useTestDatabase();


const services = () => auditServices(db().database, masterKey, clock);
const actorOf = (tenantId: string): Principal => ({ kind: 'member', id: 'member-1', tenantId, role: 'super_admin', leverUserId: null });

async function write(tenantId: string, count: number, from = 1): Promise<void> {
  const { trail } = services();
  await db().database.inTenant(tenantId, async (em) => {
    for (let index = from; index < from + count; index += 1) {
      await trail.record(em, {
        tenantId, actor: actorOf(tenantId), action: 'thing.done', subject: `opportunity:${index}`, detail: { index },
        ...(index % 3 === 0 && { personal: { contactId: `contact-${index}`, values: { name: `Person ${index}` } } }),
      });
    }
  });
}

describe('the audit trail', () => {
  it('lets the application add and read entries, never change or remove them', async () => {
    const tenant = await addTenant(db().database);
    await write(tenant, 1);
    await sealAll(db(), () => services().sequencer.run());
    for (const table of ['audit_entry', 'audit_link', 'audit_checkpoint']) {
      for (const sql of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(db().database.inTenant(tenant, (em) => em.execute(sql))).rejects.toThrow(/permission denied/);
        await expect(db().database.inRunner((em) => em.execute(sql))).rejects.toThrow(/permission denied/);
      }
    }
  });

  it('keeps an entry only when the business transaction commits', async () => {
    const tenant = await addTenant(db().database);
    await expect(db().database.inTenant(tenant, async (em) => {
      await services().trail.record(em, { tenantId: tenant, actor: actorOf(tenant), action: 'a', subject: 's' });
      throw new Error('no');
    })).rejects.toThrow('no');
    await write(tenant, 2);
    expect((await services().reader.page(tenant, {}, null, 10)).map((row) => row.subject)).toEqual(['opportunity:2', 'opportunity:1']);
  });

  it('is chained in order of commit, and a transaction that is still open holds its place', async () => {
    const tenant = await addTenant(db().database);
    const { sequencer, verifier, trail } = services();
    await write(tenant, 1);
    let release: () => void = () => undefined;
    let isWritten: () => void = () => undefined;
    const written = new Promise<void>((resolve) => { isWritten = resolve; });
    const slow = db().database.inTenant(tenant, async (em) => {
      await trail.record(em, { tenantId: tenant, actor: actorOf(tenant), action: 'slow.done', subject: 'slow' });
      isWritten();
      await new Promise<void>((resolve) => { release = resolve; });
    });
    await written;
    await write(tenant, 3, 10);
    await sealAll(db(), () => sequencer.run(), async () => 1 - (await verifier.verify(tenant)).rows);
    expect(await verifier.verify(tenant)).toMatchObject({ ok: true, rows: 1, unsealed: 3 });
    release();
    await slow;
    await sealAll(db(), () => sequencer.run());
    expect(await verifier.verify(tenant)).toMatchObject({ ok: true, rows: 5, unsealed: 0 });
    const rows = await services().reader.page(tenant, {}, null, 10);
    expect(rows.map((row) => [Number(row.seq), row.subject])).toEqual([
      [5, 'opportunity:12'], [4, 'opportunity:11'], [3, 'opportunity:10'], [2, 'slow'], [1, 'opportunity:1']]);
  });

  it('is chained once when several processes do it at the same time under load', async () => {
    const tenants = await Promise.all([addTenant(db().database), addTenant(db().database)]);
    let isWriting = true;
    const sequencing = [services(), services(), services()].map(async ({ sequencer }) => {
      while (isWriting) await sequencer.run();
    });
    await Promise.all(tenants.flatMap((tenant) => Array.from({ length: 15 }, (_, index) => write(tenant, 20, index * 20 + 1))));
    isWriting = false;
    await Promise.all(sequencing);
    await sealAll(db(), () => services().sequencer.run());
    for (const tenant of tenants) {
      expect(await services().verifier.verify(tenant)).toMatchObject({ ok: true, rows: 300, unsealed: 0 });
    }
  });

  it('signs a checkpoint each 1,000 rows and each hour', async () => {
    const tenant = await addTenant(db().database);
    const { sequencer, verifier } = services();
    for (let part = 0; part < 5; part += 1) await write(tenant, 450, part * 450 + 1);
    await sealAll(db(), () => sequencer.run());
    const checkpoints = () => db().database.forTenant(tenant).execute<{ seq: string }[]>(
      'select seq::text as seq from audit_checkpoint where tenant_id = ? order by seq', [tenant]);
    expect((await checkpoints()).map((row) => row.seq)).toEqual(['1000', '2000']);
    await sealAll(db(), () => sequencer.run(systemNow() + CHECKPOINT_MS + 1));
    expect((await checkpoints()).map((row) => row.seq)).toEqual(['1000', '2000', '2250']);
    expect(await verifier.verify(tenant)).toMatchObject({ ok: true, rows: 2_250 });
  });

  it('reports how long the oldest entry has waited', async () => {
    const tenant = await addTenant(db().database);
    const { sequencer } = services();
    await write(tenant, 1);
    await db().asOwner('alter table audit_entry disable row level security');
    await db().asOwner('update audit_entry set wall_ms = wall_ms - 60000 where tenant_id = $1', [tenant]);
    expect(await sequencer.oldestUnsealedMs()).toBeGreaterThanOrEqual(60_000);
    await sealAll(db(), () => sequencer.run());
    expect(await sequencer.oldestUnsealedMs()).toBe(0);
    await db().asOwner('alter table audit_entry enable row level security');
  });

  it('keeps personal values under the person: gone after erasure, the chain still whole', async () => {
    const tenant = await addTenant(db().database);
    const { sequencer, verifier, reader, secretBox, trail } = services();
    await write(tenant, 3);
    await sealAll(db(), () => sequencer.run());
    expect((await reader.page(tenant, {}, null, 1))[0]?.values).toEqual({ name: 'Person 3' });
    await db().database.inTenant(tenant, (em) => secretBox.shredPerson(em, tenant, 'contact-3'));
    expect((await reader.page(tenant, {}, null, 1))[0]).toMatchObject({ values: null, subject: 'opportunity:3' });
    await db().database.inTenant(tenant, (em) => trail.record(em, {
      tenantId: tenant, actor: actorOf(tenant), action: 'late', subject: 's', personal: { contactId: 'contact-3', values: { name: 'Person 3' } } }));
    await sealAll(db(), () => sequencer.run());
    expect((await reader.page(tenant, {}, null, 1))[0]).toMatchObject({ action: 'late', personal: null });
    expect(await verifier.verify(tenant)).toMatchObject({ ok: true, rows: 4 });
    const text = await dumpTables(db());
    expect(text).toContain('opportunity:3');
    expect(text).not.toContain('Person 3');
  });

  it('is paged by place and filtered by subject, action, actor and time', async () => {
    const tenant = await addTenant(db().database);
    await write(tenant, 25);
    const { reader } = services();
    const seen: string[] = [];
    for (let before: readonly [string, string] | null = null; ;) {
      const page = await reader.page(tenant, {}, before, 10);
      seen.push(...page.map((row) => row.subject));
      const last = page.at(-1);
      if (!last) break;
      before = [last.xid, last.ordinal];
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `opportunity:${25 - index}`));
    const count = async (filter: Parameters<typeof reader.page>[1]) => (await reader.page(tenant, filter, null, 100)).length;
    expect(await Promise.all([
      count({ subject: 'opportunity:7' }), count({ action: 'thing.done' }), count({ action: 'other' }), count({ actor: 'member-1' }),
      count({ fromMs: clock.now() }), count({ toMs: clock.now() }), count({ actor: 'member-1', subject: 'opportunity:7', toMs: clock.now() + 1 }),
    ])).toEqual([1, 25, 0, 25, 25, 0, 1]);
  });

  it('is exported as lines that the stand-alone script proves, and refutes when one letter differs', async () => {
    const tenant = await addTenant(db().database);
    const { sequencer, reader, verifier } = services();
    for (let part = 0; part < 3; part += 1) await write(tenant, 400, part * 400 + 1);
    await sealAll(db(), () => sequencer.run());
    const lines: string[] = [];
    for await (const line of reader.export(tenant)) lines.push(line);
    const { head } = await verifier.verify(tenant);
    const folder = await mkdtemp(join(tmpdir(), 'audit-'));
    const prove = async (content: readonly string[], ...args: string[]) => {
      await writeFile(join(folder, 'export.jsonl'), content.join(''));
      return promisify(execFile)(process.execPath, ['scripts/verify-audit.mjs', join(folder, 'export.jsonl'), ...args])
        .then(({ stdout }) => stdout, (error: { stderr: string }) => error.stderr);
    };
    expect(JSON.parse(await prove(lines))).toMatchObject({ ok: true, rows: 1_200, head: `1200:${head.hash}` });
    expect(JSON.parse(await prove(lines, '--anchor', `1200:${head.hash}`))).toMatchObject({ ok: true });
    expect(await prove(lines.map((line) => line.replace('"opportunity:700"', '"opportunity:701"')))).toMatch(/^Row 700 \(.*\) was changed/);
    expect(await prove(lines.filter((line) => !line.includes('"seq":"900"')))).toMatch(/^Row 900 is missing/);
    expect(await prove(lines.slice(0, -50))).toMatch(/^Rows 1151 to 1200 are gone/);
    expect(await prove(lines, '--anchor', `1000:${'0'.repeat(64)}`)).toMatch(/^Row 1000 .* noted down earlier/);
    expect((await readFile('scripts/verify-audit.mjs', 'utf8')).split('\n').length).toBeLessThan(100);
    await rm(folder, { recursive: true });
  });
});
