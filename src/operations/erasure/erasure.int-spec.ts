import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../../test/support/database.js';
import { auditServices } from '../../audit/testing/audit-services.js';
import { sealAll } from '../../../test/support/seal-all.js';
import type { Principal } from '../../sdk/principal.js';
import { dumpTables } from '../../secrets/testing/table-dump.js';
import { addTenant } from '../../secrets/testing/tenant-row.js';
import { plantPerson, type PlantedPerson } from '../testing/person-rows.js';
import { ErasureService, RETRY_AFTER_MS } from './erasure.service.js';
import { ErasureStore } from './erasure-store.js';
import { ErasuresController } from './erasures.controller.js';
import { OtherStores } from './other-stores.js';
import { Tombstones } from './tombstones.js';

const db = useTestDatabase();
const masterKey = randomBytes(32);
const clock = { now: () => 1_750_000_000_000 };

function services() {
  const { database } = db();
  const audit = auditServices(database, masterKey, clock);
  const tombstones = new Tombstones(audit.pseudonyms, clock);
  const otherStores = new OtherStores();
  const erasures = new ErasureService(
    database, audit.secretBox, tombstones, new ErasureStore(audit.secretBox, clock), otherStores, audit.trail);
  return { ...audit, tombstones, otherStores, erasures };
}

const somebody = (): PlantedPerson =>
  ({ contactId: randomUUID(), opportunityId: randomUUID(), canary: `cnry-${randomBytes(4).toString('hex')}` });
const memberOf = (tenantId: string): Principal => ({ kind: 'member', id: 'member-1', tenantId, role: 'super_admin', leverUserId: null });
const cause = (tenantId: string) => ({ by: memberOf(tenantId), cause: 'request' });
const idsOf = (person: PlantedPerson) => ({ contactId: person.contactId, opportunityIds: [person.opportunityId] });

async function traces(canary: string): Promise<string[]> {
  const needles = [canary, Buffer.from(canary).toString('hex'), Buffer.from(canary).toString('base64').replace(/=+$/, '')];
  return (await dumpTables(db())).split('\n').filter((line) => needles.some((needle) => line.includes(needle)));
}

describe('erasure of one person', () => {
  it('G10 leaves no trace of the person in any table, and everybody else untouched', async () => {
    const { erasures, trail, sequencer, verifier, reader } = services();
    const [tenant, other] = [await addTenant(db().database), await addTenant(db().database)];
    const [gone, stays, abroad] = [somebody(), somebody(), somebody()];
    const planted = await plantPerson(db(), tenant, gone);
    await plantPerson(db(), tenant, stays);
    await plantPerson(db(), other, { ...abroad, contactId: gone.contactId, opportunityId: gone.opportunityId });
    await db().database.inTenant(tenant, (em) => trail.record(em, {
      tenantId: tenant, actor: memberOf(tenant), action: 'candidate.scored', subject: `opportunity:${gone.opportunityId}`,
      personal: { contactId: gone.contactId, values: { name: gone.canary } } }));
    await sealAll(db(), () => sequencer.run());
    expect(planted.tables).toEqual(expect.arrayContaining(['fact', 'job', 'action', 'mirror_opportunity', 'message']));
    expect((await traces(gone.canary)).length).toBe(planted.tables.length);
    expect(planted.columns).toBeGreaterThan(planted.tables.length);
    const staying = await traces(stays.canary);
    const foreign = await traces(abroad.canary);

    const report = await erasures.erase(tenant, idsOf(gone), cause(tenant));
    expect(report).toMatchObject({ state: 'done', lastError: null });
    expect(Object.keys(report.counts).sort()).toEqual([...planted.tables].sort());
    expect(Object.values(report.counts).every((count) => count === 1)).toBe(true);

    expect(await traces(gone.canary)).toEqual([]);
    expect(await traces(stays.canary)).toEqual(staying);
    expect(await traces(abroad.canary)).toEqual(foreign);
    await sealAll(db(), () => sequencer.run());
    expect(await verifier.verify(tenant)).toMatchObject({ ok: true });
    const entries = await reader.page(tenant, {}, null, 10);
    expect(entries.map((entry) => entry.action)).toEqual(['person.erased', 'person.erasure-began', 'candidate.scored']);
    expect(entries[2]?.values).toBeNull();
  }, 90_000);

  it('finds the opportunities that the caller did not name in the mirror', async () => {
    const { erasures } = services();
    const tenant = await addTenant(db().database);
    const person = somebody();
    await plantPerson(db(), tenant, person);
    await db().asOwner('update mirror_opportunity set contact_id = $1 where id = $2', [person.contactId, person.opportunityId]);
    await erasures.erase(tenant, { contactId: person.contactId, opportunityIds: [] }, cause(tenant));
    expect(await traces(person.canary)).toEqual([]);
  });

  it('LG-10 leaves a tombstone that names nobody and keeps the person out', async () => {
    const { erasures, tombstones } = services();
    const [tenant, other] = [await addTenant(db().database), await addTenant(db().database)];
    const person = somebody();
    await erasures.erase(tenant, idsOf(person), cause(tenant));
    const asks = (tenantId: string, contactId: string) =>
      db().database.inTenant(tenantId, (em) => tombstones.isErased(em, tenantId, contactId));
    expect([await asks(tenant, person.contactId), await asks(tenant, randomUUID()), await asks(other, person.contactId)])
      .toEqual([true, false, false]);
    expect(await db().database.inTenant(tenant, (em) => tombstones.erasedAmong(em, tenant, [randomUUID(), person.contactId, randomUUID()])))
      .toEqual(new Set([person.contactId]));
    expect(await db().database.inTenant(tenant, (em) =>
      tombstones.isOpportunityErased(em, tenant, person.opportunityId))).toBe(true);
    const lines = (await dumpTables(db())).split('\n');
    expect(lines.filter((line) => line.includes(person.contactId) || line.includes(person.opportunityId))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('public.tombstone ')).length).toBeGreaterThanOrEqual(2);
  });

  it('waits for whoever is storing the person at that moment, so that nothing slips in behind it', async () => {
    const { erasures, tombstones } = services();
    const tenant = await addTenant(db().database);
    const person = somebody();
    await erasures.erase(tenant, idsOf(somebody()), cause(tenant));
    let release: () => void = () => undefined;
    let hasAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => { hasAsked = resolve; });
    const storing = db().database.inTenant(tenant, async (em) => {
      expect(await tombstones.isErased(em, tenant, person.contactId)).toBe(false);
      hasAsked();
      await new Promise<void>((resolve) => { release = resolve; });
      await em.execute(
        `insert into fact (tenant_id, kind, natural_key, opportunity_id, occurred_at, payload, recorded_at)
         values (?, 'deleted', ?, ?, to_timestamp(0), ?, to_timestamp(0))`,
        [tenant, randomUUID(), person.opportunityId, JSON.stringify({ name: person.canary })]);
    });
    await asked;
    const erasing = erasures.erase(tenant, idsOf(person), cause(tenant));
    setTimeout(release, 150);
    await storing;
    expect((await erasing).state).toBe('done');
    expect(await traces(person.canary)).toEqual([]);
  });

  it('says why it stopped, goes on by itself, and may be asked for again', async () => {
    const { erasures, otherStores } = services();
    const tenant = await addTenant(db().database);
    const person = somebody();
    await plantPerson(db(), tenant, person);
    const calls: number[] = [];
    otherStores.add({ name: 'search-index', erase: async () => {
      calls.push(1);
      if (calls.length === 1) throw new TypeError('index is not loaded');
      return 2;
    } });
    const first = await erasures.erase(tenant, idsOf(person), cause(tenant));
    expect(first).toMatchObject({ state: 'running', lastError: 'index is not loaded' });
    expect(await erasures.resume()).toBe(0);
    expect(await erasures.resume(Date.now() + RETRY_AFTER_MS + 1)).toBe(1);
    expect(await erasures.find(tenant, first.id)).toMatchObject({ state: 'done', lastError: null, counts: { 'search-index': 2 } });
    expect(await erasures.erase(tenant, idsOf(person), cause(tenant))).toMatchObject({ state: 'done' });
    expect(await traces(person.canary)).toEqual([]);
    expect(await erasures.find(await addTenant(db().database), first.id)).toBeNull();
  });

  it('counts without `confirm`, and erases nothing', async () => {
    const { erasures, tombstones } = services();
    const controller = new ErasuresController(erasures);
    const tenant = await addTenant(db().database);
    const person = somebody();
    await plantPerson(db(), tenant, person);
    const before = await dumpTables(db());
    const preview = await controller.erase(memberOf(tenant), idsOf(person));
    expect(preview).toMatchObject({ state: 'preview', counts: { fact: 1, job: 1, action: 1, mirror_opportunity: 1, message: 1 } });
    expect((await traces(person.canary)).length).toBeGreaterThan(4);
    expect((await dumpTables(db())).split('\n').filter((line) => !/tenant_secret|data_key/.test(line)))
      .toEqual(before.split('\n').filter((line) => !/tenant_secret|data_key/.test(line)));
    expect(await db().database.inTenant(tenant, (em) => tombstones.isErased(em, tenant, person.contactId))).toBe(false);
    const done = await controller.erase(memberOf(tenant), { ...idsOf(person), confirm: true });
    expect(done).toMatchObject({ state: 'done', startedAt: new Date(clock.now()).toISOString() });
    expect(await controller.get(memberOf(tenant), (done as { id: string }).id)).toEqual(done);
    await expect(controller.get(memberOf(tenant), randomUUID())).rejects.toThrow('The erasure was not found.');
  });
});
