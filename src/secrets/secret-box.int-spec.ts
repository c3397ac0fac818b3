import { describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { useTestDatabase } from '../../test/support/database.js';
import { dumpTables } from './testing/table-dump.js';
import { addTenant } from './testing/tenant-row.js';
import { SealBroken } from './cipher.js';
import { PersonErased } from './person-keys.js';
import { secretServices } from './testing/secret-services.js';

const db = useTestDatabase();
const oldKey = { id: '2025', key: randomBytes(32) };
const newKey = { id: '2026', key: randomBytes(32) };


const place = (row: string, column = 'credential', table = 'connection') => ({ table, column, row });

describe('the secret box', () => {
  it('opens a text only where it was sealed: same tenant, table, column and row', async () => {
    const { secretBox } = secretServices(db().database, { current: oldKey, previous: [] });
    const [tenant, other] = [await addTenant(db().database), await addTenant(db().database)];
    const sealed = await db().database.inTenant(tenant, (em) => secretBox.seal(em, tenant, place('row-1'), 'pb-secret-1'));
    await db().database.inTenant(other, (em) => secretBox.seal(em, other, place('row-1'), 'x'));
    const open = (tenantId: string, where: ReturnType<typeof place>) =>
      db().database.inTenant(tenantId, (em) => secretBox.open(em, tenantId, where, sealed));
    expect(await open(tenant, place('row-1'))).toBe('pb-secret-1');
    await expect(open(other, place('row-1'))).rejects.toThrow(SealBroken);
    for (const where of [place('row-2'), place('row-1', 'refresh_token'), place('row-1', 'credential', 'message')]) {
      await expect(open(tenant, where)).rejects.toThrow(SealBroken);
    }
  });

  it('refuses every flipped bit of 100 sealed texts, version included', async () => {
    const { secretBox } = secretServices(db().database, { current: oldKey, previous: [] });
    const tenant = await addTenant(db().database);
    await db().database.inTenant(tenant, async (em) => {
      let tried = 0;
      let refused = 0;
      for (let index = 0; index < 100; index += 1) {
        const sealed = await secretBox.seal(em, tenant, place(`row-${index}`), `secret ${index}`);
        const bytes = Buffer.from(sealed, 'utf8');
        for (let bit = (index * 7) % 13; bit < bytes.length * 8; bit += 13) {
          const flipped = Buffer.from(bytes);
          flipped[bit >> 3] = flipped[bit >> 3]! ^ (1 << (bit & 7));
          tried += 1;
          await secretBox.open(em, tenant, place(`row-${index}`), flipped.toString('utf8')).catch((error: unknown) => {
            if (error instanceof SealBroken) refused += 1;
          });
        }
      }
      expect(tried).toBeGreaterThan(3_000);
      expect(refused).toBe(tried);
    });
  });

  it('keeps nothing in the clear in any table, neither texts nor keys', async () => {
    const { secretBox } = secretServices(db().database, { current: oldKey, previous: [] });
    const tenant = await addTenant(db().database);
    const secrets = Array.from({ length: 50 }, () => `known-${randomBytes(9).toString('hex')}`);
    await db().database.inTenant(tenant, async (em) => {
      for (const secret of secrets) {
        const id = randomUUID();
        const recipient = await secretBox.seal(em, tenant, place(id, 'recipient', 'message'), secret);
        const body = await secretBox.sealForPerson(em, tenant, 'contact-1', place(id, 'body', 'message'), secret);
        await em.execute(
          `insert into message (id, tenant_id, plugin, channel, key, recipient, body, state, attempts, due_at_ms, must_arrive, message_id, created_at_ms)
           values (?, ?, 'core', 'email', ?, ?, ?, 'sent', 1, 0, false, '<x>', 0)`, [id, tenant, id, recipient, body]);
      }
    });
    const text = await dumpTables(db());
    expect(text).toContain('s1.1.');
    for (const secret of secrets) expect(text.includes(secret)).toBe(false);
    for (const key of [oldKey.key.toString('base64'), oldKey.key.toString('hex')]) expect(text.includes(key)).toBe(false);
  });

  it('remembers no key of a transaction that was rolled back', async () => {
    const { secretBox } = secretServices(db().database, { current: oldKey, previous: [] });
    const tenant = await addTenant(db().database);
    await expect(db().database.inTenant(tenant, async (em) => {
      const sealed = await secretBox.seal(em, tenant, place('r'), 'first');
      expect(await secretBox.open(em, tenant, place('r'), sealed)).toBe('first');
      await secretBox.sealForPerson(em, tenant, 'c', place('r'), 'first');
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    const sealed = await db().database.inTenant(tenant, (em) => secretBox.seal(em, tenant, place('r'), 'second'));
    const fresh = secretServices(db().database, { current: oldKey, previous: [] });
    expect(await db().database.inTenant(tenant, (em) => fresh.secretBox.open(em, tenant, place('r'), sealed))).toBe('second');
  });
});

describe('keys of persons', () => {
  it('make everything about a person unreadable once shredded, in every process at once, and no new key is made', async () => {
    const here = secretServices(db().database, { current: oldKey, previous: [] });
    const there = secretServices(db().database, { current: oldKey, previous: [] });
    const tenant = await addTenant(db().database);
    const within = <T>(work: (em: EntityManager) => Promise<T>) => db().database.inTenant(tenant, work);
    const mine = await within((em) => here.secretBox.sealForPerson(em, tenant, 'contact-1', place('r'), 'about Ada'));
    const hers = await within((em) => here.secretBox.sealForPerson(em, tenant, 'contact-2', place('r'), 'about Bea'));
    const open = (box: typeof here, contact: string, sealed: string) =>
      within((em) => box.secretBox.openForPerson(em, tenant, contact, place('r'), sealed));
    expect(await open(there, 'contact-1', mine)).toBe('about Ada');
    await expect(open(here, 'contact-2', mine)).rejects.toThrow(SealBroken);
    await within((em) => here.secretBox.shredPerson(em, tenant, 'contact-1'));
    await within((em) => here.secretBox.shredPerson(em, tenant, 'contact-1'));
    expect([await open(here, 'contact-1', mine), await open(there, 'contact-1', mine)]).toEqual([null, null]);
    expect(await open(there, 'contact-2', hers)).toBe('about Bea');
    await expect(within((em) => there.secretBox.sealForPerson(em, tenant, 'contact-1', place('r'), 'again'))).rejects.toThrow(PersonErased);
    expect(await dumpTables(db())).not.toContain('contact-1');
  });

  it('are one per person, also when two transactions need the first one at the same time', async () => {
    const { secretBox } = secretServices(db().database, { current: oldKey, previous: [] });
    const tenant = await addTenant(db().database);
    const sealed = await Promise.all(Array.from({ length: 5 }, (_, index) =>
      db().database.inTenant(tenant, (em) => secretBox.sealForPerson(em, tenant, 'contact', place(`r${index}`), `text ${index}`))));
    const texts = await Promise.all(sealed.map((text, index) =>
      db().database.inTenant(tenant, (em) => secretBox.openForPerson(em, tenant, 'contact', place(`r${index}`), text))));
    expect(texts).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4']);
  });
});

describe('rotation of the master key', () => {
  it('goes on while secrets are used, can be stopped and continued, and leaves the old key useless', async () => {
    const before = secretServices(db().database, { current: oldKey, previous: [] });
    const both = secretServices(db().database, { current: newKey, previous: [oldKey] });
    const tenants = await Promise.all(Array.from({ length: 12 }, () => addTenant(db().database)));
    const sealed = await Promise.all(tenants.map((tenant) =>
      db().database.inTenant(tenant, (em) => before.secretBox.seal(em, tenant, place('r'), `secret of ${tenant}`))));
    const openAll = (services: typeof both) => Promise.all(tenants.map((tenant, index) =>
      db().database.inTenant(tenant, (em) => services.secretBox.open(em, tenant, place('r'), sealed[index]!))));
    let isRotating = true;
    let calls = 0;
    const load = (async () => {
      while (isRotating) {
        const fresh = secretServices(db().database, { current: newKey, previous: [oldKey] });
        expect(await openAll(fresh)).toEqual(tenants.map((tenant) => `secret of ${tenant}`));
        calls += tenants.length;
      }
    })();
    const [first, second] = await Promise.all([both.rotation.rotateMasterKey(), both.rotation.rotateMasterKey()]);
    isRotating = false;
    await load;
    expect(first.rewrapped + second.rewrapped).toBeGreaterThanOrEqual(tenants.length);
    expect(await both.rotation.rotateMasterKey()).toEqual({ masterKeyId: '2026', rewrapped: 0, remaining: 0 });
    expect(calls).toBeGreaterThan(0);
    const onlyNew = secretServices(db().database, { current: newKey, previous: [] });
    expect(await openAll(onlyNew)).toEqual(tenants.map((tenant) => `secret of ${tenant}`));
    const onlyOld = secretServices(db().database, { current: oldKey, previous: [] });
    await expect(openAll(onlyOld)).rejects.toThrow(/"2026" is not configured/);
  });
});

describe('rotation of a data key', () => {
  it('seals everything anew, persons included, and is continued after a stop', async () => {
    const services = secretServices(db().database, { current: newKey, previous: [] });
    const tenant = await addTenant(db().database);
    const ids = Array.from({ length: 450 }, () => randomUUID());
    const within = <T>(work: (em: EntityManager) => Promise<T>) => db().database.inTenant(tenant, work);
    await within(async (em) => {
      for (const id of ids) {
        const recipient = await services.secretBox.seal(em, tenant, place(id, 'recipient', 'message'), `to ${id}`);
        await em.execute(
          `insert into message (id, tenant_id, plugin, channel, key, recipient, state, attempts, due_at_ms, must_arrive, message_id, created_at_ms)
           values (?, ?, 'core', 'email', ?, ?, 'sent', 1, 0, false, '<x>', 0)`, [id, tenant, id, recipient]);
      }
    });
    const personal = await within((em) => services.secretBox.sealForPerson(em, tenant, 'contact', place('r'), 'about Ada'));
    const { version, resealed } = await services.rotation.rotateDataKey(tenant);
    expect({ version, isAll: resealed >= ids.length + 2 }).toEqual({ version: 2, isAll: true });
    expect(await services.rotation.resumeDataKey(tenant)).toEqual({ version: 2, resealed: 0 });
    const rows = await within((em) => em.execute<{ id: string; recipient: string }[]>('select id, recipient from message where tenant_id = ?', [tenant]));
    expect(rows.every((row) => row.recipient.startsWith('s1.2.'))).toBe(true);
    const row = rows[17]!;
    expect(await within((em) => services.secretBox.open(em, tenant, place(row.id, 'recipient', 'message'), row.recipient))).toBe(`to ${row.id}`);
    expect(await within((em) => services.secretBox.openForPerson(em, tenant, 'contact', place('r'), personal))).toBe('about Ada');
  });
});
