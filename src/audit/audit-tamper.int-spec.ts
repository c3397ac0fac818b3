import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { CORE_ENTITIES } from '../database/entities.js';
import { createOwnerOrm } from '../database/orm.js';
import { useTestDatabase } from '../../test/support/database.js';
import { addTenant } from '../secrets/testing/tenant-row.js';
import { linkHash, ENTRY_COLUMNS, type ChainedEntry } from './chain.js';
import { auditServices } from './testing/audit-services.js';
import { sealAll } from '../../test/support/seal-all.js';

const masterKey = randomBytes(32);
const clock = { now: () => 1_750_000_000_000 };
const ROWS = 200;
const ROUNDS = 1_000;
const db = useTestDatabase();
let owner: MikroORM;
let tenant = '';

beforeAll(async () => {
  owner = await createOwnerOrm({ url: db().ownerUrl, entities: CORE_ENTITIES as never, migrations: [], journal: 'none' });
  tenant = await addTenant(db().database);
  const { trail, sequencer } = auditServices(db().database, masterKey, clock);
  for (let index = 1; index <= ROWS; index += 1) {
    await db().database.inTenant(tenant, (em) => trail.record(em, {
      tenantId: tenant, actor: { kind: 'system', id: 'hub', tenantId: tenant }, action: 'thing.done', subject: `opportunity:${index}`,
      ...(index % 2 && { detail: { index } }), ...(index % 5 === 0 && { personal: { contactId: 'c', values: { note: 'x' } } }) }));
    if (index % 40 === 0) await sealAll(db(), () => sequencer.run());
  }
  for (const table of ['audit_entry', 'audit_link', 'audit_head', 'audit_checkpoint']) {
    await owner.em.execute(`alter table ${table} disable row level security`);
  }
}, 60_000);
afterAll(() => owner.close());

type Tampering = (em: EntityManager, seq: number, round: number) => Promise<number | string>;

const idAt = async (em: EntityManager, seq: number) =>
  (await em.execute<{ id: string }[]>('select id from audit_link where tenant_id = ? and seq = ?', [tenant, seq]))[0]!.id;

const COLUMNS: readonly [string, (round: number) => string | number][] = [
  ['at_ms', (round) => 5 + round], ['wall_ms', (round) => 5 + round], ['ordinal', (round) => 5 + round], ['actor_kind', () => 'operator'],
  ['actor_id', () => 'mallory'], ['action', () => 'other.done'], ['subject', () => 'opportunity:none'], ['detail', () => '{"index":0}'],
  ['person', () => 'somebody'], ['personal', () => 'p1.0.AAAA'], ['cause_id', () => 'another'], ['mac', () => 'AAAA'],
];

/** Each does its worst as the owner of the tables and answers the first row it touched, or the id of a row it added. */
const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  edit: async (em, seq, round) => {
    const [column, value] = COLUMNS[round % COLUMNS.length]!;
    await em.execute(`update audit_entry set ${column} = ? where id = ?`, [value(round), await idAt(em, seq)]);
    return seq;
  },
  'delete entry': async (em, seq) => {
    await em.execute('delete from audit_entry where id = ?', [await idAt(em, seq)]);
    return seq;
  },
  'delete entry and link': async (em, seq) => {
    const id = await idAt(em, seq);
    await em.execute('delete from audit_entry where id = ?', [id]);
    await em.execute('delete from audit_link where id = ?', [id]);
    return seq;
  },
  'delete link': async (em, seq) => {
    await em.execute('delete from audit_link where id = ?', [await idAt(em, seq)]);
    return seq;
  },
  'insert a copy': async (em, seq) => {
    const columns = 'tenant_id, xid, at_ms, wall_ms, actor_kind, actor_id, action, subject, detail, person, personal, cause_id, mac';
    const id = randomUUID();
    await em.execute(`insert into audit_entry (id, ordinal, ${columns}) select ?, ordinal, ${columns} from audit_entry where id = ?`,
      [id, await idAt(em, seq)]);
    return id;
  },
  reorder: async (em, seq) => {
    const [one, two] = [await idAt(em, seq), await idAt(em, seq + 1)];
    const [first, second] = await em.execute<{ hash: string }[]>('select hash from audit_link where id in (?, ?) order by seq', [one, two]);
    await em.execute('update audit_link set seq = 1000000 where id = ?', [one]);
    await em.execute('update audit_link set seq = ?, hash = ? where id = ?', [seq, first!.hash, two]);
    await em.execute('update audit_link set seq = ?, hash = ? where id = ?', [seq + 1, second!.hash, one]);
    return seq;
  },
  'swap contents': async (em, seq) => {
    const [one, two] = [await idAt(em, seq), await idAt(em, seq + 1)];
    await em.execute('update audit_entry set subject = (select subject from audit_entry where id = ?) where id = ?', [two, one]);
    return seq;
  },
  'cut the tail': async (em, seq) => {
    await em.execute('delete from audit_entry where id in (select id from audit_link where tenant_id = ? and seq >= ?)', [tenant, seq]);
    await em.execute('delete from audit_link where tenant_id = ? and seq >= ?', [tenant, seq]);
    return seq;
  },
  'forge and chain anew': async (em, seq) => {
    await em.execute(`update audit_entry set action = 'forged' where id = ?`, [await idAt(em, seq)]);
    await rechain(em, seq);
    return seq;
  },
  'change a stored hash': async (em, seq) => {
    await em.execute('update audit_link set hash = ? where tenant_id = ? and seq = ?', ['0'.repeat(64), tenant, seq]);
    return seq;
  },
};

async function rechain(em: EntityManager, seq: number): Promise<void> {
  const rows = await em.execute<(ChainedEntry & { seq: string })[]>(
    `select ${ENTRY_COLUMNS}, l.seq::text as seq from audit_entry e join audit_link l on l.id = e.id
     where e.tenant_id = ? and l.seq >= ? order by l.seq`,
    [tenant, seq]);
  const previous = await em.execute<{ hash: string }[]>('select hash from audit_link where tenant_id = ? and seq = ?', [tenant, seq - 1]);
  let hash = previous[0]?.hash ?? createHash('sha256').update(JSON.stringify(['patchbay-audit-1', tenant])).digest('hex');
  const links = rows.map((row) => ({ id: row.id, hash: (hash = linkHash(hash, Number(row.seq), row)) }));
  await em.execute(
    `update audit_link l set hash = r.hash from json_to_recordset(?::json) as r(id uuid, hash text) where l.id = r.id`, [JSON.stringify(links)]);
}

describe('tampering by the owner of the database', () => {
  it(`is found each of ${ROUNDS} times, and the first bad row is named`, async () => {
    const { verifier } = auditServices(db().database, masterKey, clock);
    expect(await verifier.verify(tenant)).toMatchObject({ ok: true, rows: ROWS });
    const names = Object.keys(TAMPERINGS);
    const undone = new Error('undone');
    const missed: unknown[] = [];
    const found = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const name = names[round % names.length]!;
      const seq = 1 + createHash('sha256').update(`round ${round}`).digest().readUInt32BE() % (ROWS - 1);
      await owner.em.fork().transactional(async (em) => {
        const touched = await TAMPERINGS[name]!(em, seq, round);
        const { ok, problem } = await verifier.verifyIn(em, tenant);
        const isNamed = typeof touched === 'string' ? problem?.entryId === touched : problem?.seq === touched;
        if (ok || !isNamed) missed.push({ round, name, touched, problem });
        else found.set(name, (found.get(name) ?? 0) + 1);
        throw undone;
      }).catch((error: unknown) => { if (error !== undone) throw error; });
    }
    expect(missed).toEqual([]);
    expect([...found.values()].reduce((sum, count) => sum + count)).toBe(ROUNDS);
    expect(await verifier.verify(tenant)).toMatchObject({ ok: true, rows: ROWS });
  }, 180_000);

  it('is found when signed statements are removed or put back to an older state', async () => {
    const { verifier, trail, sequencer } = auditServices(db().database, masterKey, clock);
    const { head: noted } = await verifier.verify(tenant);
    const em = owner.em.fork();
    const older = await em.execute<Record<string, unknown>[]>('select * from audit_head where tenant_id = ?', [tenant]);
    await db().database.inTenant(tenant, (within) => trail.record(within, {
      tenantId: tenant, actor: { kind: 'system', id: 'hub', tenantId: tenant }, action: 'later', subject: 's' }));
    await sealAll(db(), () => sequencer.run());
    const { head: latest } = await verifier.verify(tenant, [noted]);
    expect(latest.seq).toBe(ROWS + 1);

    await em.execute('update audit_head set seq = ?, hash = ?, xid = ?::xid8, ordinal = ?, signature = ? where tenant_id = ?',
      [older[0]!.seq, older[0]!.hash, older[0]!.xid, older[0]!.ordinal, older[0]!.signature, tenant]);
    expect((await verifier.verify(tenant)).problem).toMatchObject({ kind: 'head' });
    await em.execute('delete from audit_link where tenant_id = ? and seq > ?', [tenant, ROWS]);
    await em.execute(`delete from audit_entry where tenant_id = ? and action = 'later'`, [tenant]);
    expect((await verifier.verify(tenant, [latest])).problem).toMatchObject({ kind: 'tail-cut', seq: ROWS + 1 });

    await em.execute('delete from audit_head where tenant_id = ?', [tenant]);
    expect((await verifier.verify(tenant)).problem).toMatchObject({ kind: 'head', seq: 1 });
  });
});
