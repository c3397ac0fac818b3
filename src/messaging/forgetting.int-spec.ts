import { afterEach, describe, expect, it } from '@jest/globals';
import { auditServices } from '../audit/testing/audit-services.js';
import { useTestDatabase } from '../../test/support/database.js';
import { ErasureService } from '../operations/erasure/erasure.service.js';
import { ErasureStore } from '../operations/erasure/erasure-store.js';
import { OtherStores } from '../operations/erasure/other-stores.js';
import { Tombstones, type Forgotten } from '../operations/erasure/tombstones.js';
import { retentionRules } from '../operations/retention/retention-rules.js';
import { RetentionService } from '../operations/retention/retention.service.js';
import type { PersonMessage } from '../sdk/messages.js';
import { dumpTables } from '../secrets/testing/table-dump.js';
import { AddressBlocker } from './address-blocker.js';
import { MASTER_KEY, messageWorld } from './testing/message-world.js';

const db = useTestDatabase();
const DAY = 86_400_000;
const clock = { at: Date.UTC(2026, 0, 15, 12), now: () => clock.at };

afterEach(async () => { await db().database.asRunner().execute('delete from message'); });

async function world() {
  const { database } = db();
  const made = await messageWorld(database, clock);
  const stores = new OtherStores();
  stores.addWitness(new AddressBlocker(made.suppressions));
  const { trail } = auditServices(database, MASTER_KEY, clock);
  const erasures = new ErasureService(database, made.secretBox, new Tombstones(made.pseudonyms, clock), new ErasureStore(made.secretBox, clock), stores, trail);
  const erase = (person: Forgotten) => erasures.erase(made.tenant, person, { by: { kind: 'system', id: 'test', tenantId: made.tenant }, cause: 'request' });
  return { ...made, ...(await made.install('refapp')), erase, erasures };
}

const toReferee = (key: string, more: Partial<PersonMessage> = {}): PersonMessage => ({
  key, channel: 'email', contactId: 'c-1', otherPersonId: 'r-1', to: 'ref@example.com', locale: 'en', template: 'request',
  values: { candidate: 'Ann', link: 'https://x.example/1' }, ...more });

describe('forgetting', () => {
  it('LG-10 ME-2 empties the messages of a referee, blocks their addresses for good and leaves the candidate alone', async () => {
    const { send, sender, erase, all, mail } = await world();
    await send(toReferee('one'));
    await send(toReferee('candidate', { otherPersonId: undefined, to: 'ann@example.com' }));
    await sender.sendDue();
    expect(await erase({ integrationKey: 'refapp', otherPersonId: 'r-1' })).toMatchObject({ state: 'done', counts: { message: 1 } });
    const rows = Object.fromEntries((await all()).map(({ row, content }) => [row.key, [row.recipient !== null, content?.recipient ?? null]]));
    expect(rows).toEqual({ one: [false, null], candidate: [true, 'ann@example.com'] });
    await send(toReferee('two', { contactId: 'c-2', otherPersonId: 'r-2' }));
    await send(toReferee('three'));
    await send(toReferee('four', { otherPersonId: undefined, to: 'ann@example.com' }));
    await sender.sendDue();
    expect(Object.fromEntries((await all()).map(({ row }) => [row.key, row.cause]))).toMatchObject({ two: 'erasure', three: 'erasure', four: null });
    expect(mail.mails.map(({ to }) => to).sort()).toEqual(['ann@example.com', 'ann@example.com', 'ref@example.com']);
    expect(await dumpTables(db())).not.toContain('ref@example.com');
  });

  it('LG-10 of a candidate blocks their own address, and not that of a referee who was asked about them', async () => {
    const { send, sender, erase, all } = await world();
    await send(toReferee('referee'));
    await send(toReferee('candidate', { otherPersonId: undefined, to: 'ann@example.com' }));
    await sender.sendDue();
    await erase({ contactId: 'c-1', opportunityIds: [] });
    await send(toReferee('again', { contactId: 'c-9', otherPersonId: 'r-9' }));
    await send(toReferee('ann', { contactId: 'c-9', otherPersonId: undefined, to: 'ann@example.com' }));
    await sender.sendDue();
    const states = Object.fromEntries((await all()).map(({ row, content }) => [row.key, [row.state, row.cause, content !== null]]));
    expect(states).toMatchObject({ referee: ['sent', null, false], candidate: ['sent', null, false], again: ['sent', null, true], ann: ['suppressed', 'erasure', true] });
  });

  it('LG-10 goes on by itself after the transaction of a plugin that began it', async () => {
    const { send, erasures, all, tenant } = await world();
    await send(toReferee('one'));
    await db().database.inTenant(tenant, (em) => erasures.begin(em, tenant, { integrationKey: 'refapp', otherPersonId: 'r-1' },
      { by: { kind: 'system', id: 'refapp', tenantId: tenant }, cause: 'refapp' }));
    expect((await all())[0]?.content).toBeNull();
    expect(await erasures.resume()).toBe(1);
    expect((await all())[0]?.row).toMatchObject({ recipient: null, body: null, addressHash: null });
  });

  it('LG-11 keeps messages for 12 months, days of reminders for a week, and suppressions for good', async () => {
    const { send, sender, all, tenant, suppressions } = await world();
    await send(toReferee('old', { reminder: { occasion: '1' } }));
    await sender.sendDue();
    await db().database.inTenant(tenant, (em) => suppressions.add(em, tenant, 'email', 'hash', 'stop'));
    const count = async (table: string) => Number((await db().database.forTenant(tenant).execute<{ n: string }[]>(`select count(*) as n from ${table} where tenant_id = ?`, [tenant]))[0]!.n);
    const retention = new RetentionService(db().database);
    await retention.purge(clock.at + 8 * DAY, { dryRun: false });
    expect([(await all()).length, await count('reminder_day'), await count('suppression')]).toEqual([1, 0, 1]);
    await retention.purge(clock.at + 364 * DAY, { dryRun: false });
    expect((await all()).length).toBe(1);
    await retention.purge(clock.at + 366 * DAY, { dryRun: false });
    expect([(await all()).length, await count('suppression')]).toEqual([0, 1]);
    expect(retentionRules().map(({ table }) => table)).not.toContain('suppression');
  });
});
