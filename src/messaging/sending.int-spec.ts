import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { useTestDatabase } from '../../test/support/database.js';
import { cancelOpenWork } from '../integrations/open-work.js';
import type { PersonMessage } from '../sdk/messages.js';
import { ABANDONED_AFTER_MS } from './message-claims.js';
import { messageWorld } from './testing/message-world.js';

const db = useTestDatabase();
const HOUR = 3_600_000;
const at = (local: string) => DateTime.fromISO(local, { zone: 'Europe/Stockholm' }).toMillis();
const clock = { at: 0, now: () => clock.at };

beforeEach(() => { clock.at = at('2026-01-15T12:00'); });
afterEach(async () => {
  for (const table of ['message', 'job', 'lane']) await db().database.asRunner().execute(`delete from ${table}`);
});

async function world() {
  const made = await messageWorld(db().database, clock);
  return { ...made, ...(await made.install('refapp')) };
}

const message = (more: Partial<PersonMessage> & { channel?: 'email' | 'sms' } = {}): PersonMessage => ({
  key: 'request:1', channel: 'email', contactId: 'c-1', to: more.channel === 'sms' ? '+46701740605' : 'ann@example.com', locale: 'sv', template: 'request',
  values: { candidate: 'Ann', link: 'https://x.example/1' }, then: { job: 'told', lane: 'check:1', context: { checkId: '1' } }, ...more });

describe('sending to people', () => {
  it('tells the plugin what became of each message, once', async () => {
    const { send, sender, told, settlement, all, tenant } = await world();
    await send(message());
    await send(message({ key: 'request:2', channel: 'sms' }));
    expect(await sender.sendDue()).toEqual({ settled: { sent: 2 } });
    const sms = (await all()).find(({ row }) => row.channel === 'sms')!.row;
    const delivered = () => settlement.report(tenant, sms.id, { kind: 'delivered' });
    expect([await delivered(), await delivered()]).toEqual([true, false]);
    expect((await told()).map(({ payload: { key, channel, state, context } }) => [key, channel, state, context]).sort()).toEqual([
      ['request:1', 'email', 'sent', { checkId: '1' }], ['request:2', 'sms', 'delivered', { checkId: '1' }], ['request:2', 'sms', 'sent', { checkId: '1' }]]);
  });

  it('puts the way to unsubscribe and a return address of its own into every mail to a person', async () => {
    const { send, sender, mail, all, settings } = await world();
    await send(message());
    await sender.sendDue();
    const { token } = (await all())[0]!.row;
    expect(mail.mails[0]).toMatchObject({ to: 'ann@example.com', subject: 'Referens', unsubscribeUrl: settings.doors.unsubscribe(token!), returnTo: `bounces+${token}@hub.example` });
  });

  it('ME-2 asks for suppression when it sends, per organisation, channel and address', async () => {
    const { send, sender, suppressions, told, all, tenant } = await world();
    await send(message());
    await send(message({ key: 'sms', channel: 'sms' }));
    await send(message({ key: 'other', to: 'bo@example.com' }));
    const stranger = await messageWorld(db().database, clock);
    await (await stranger.install('refapp')).send(message());
    const hash = (await all()).find(({ row }) => row.key === 'request:1')!.row.addressHash!;
    await db().database.inTenant(tenant, (em) => suppressions.add(em, tenant, 'email', hash, 'unsubscribe'));
    await sender.sendDue();
    const states = Object.fromEntries((await all()).map(({ row }) => [row.key, [row.state, row.cause]]));
    expect(states).toEqual({ 'request:1': ['suppressed', 'unsubscribe'], sms: ['sent', null], other: ['sent', null] });
    expect((await stranger.all())[0]?.row.state).toBe('sent');
    expect((await told()).map(({ payload }) => [payload.key, payload.state, payload.cause])).toContainEqual(['request:1', 'suppressed', 'unsubscribe']);
    await send(message({ key: 'again', to: 'ANN@example.com' }));
    await sender.sendDue();
    expect((await all()).find(({ row }) => row.key === 'again')?.row.state).toBe('suppressed');
  });

  it('ME-2 suppresses an address that came back for good, and one that a person stopped', async () => {
    const { send, sender, settlement, optOuts, told, all, sms, tenant } = await world();
    await send(message());
    await send(message({ key: 'sms', channel: 'sms' }));
    await sender.sendDue();
    const byKey = async (key: string) => (await all()).find(({ row }) => row.key === key)!.row;
    await settlement.report(tenant, (await byKey('request:1')).id, { kind: 'failed', reason: 'The mail came back (5.1.1).', blocks: 'bounce' });
    await optOuts.answered('+46701740605', 'Stopp.');
    await optOuts.answered('+46701740605', 'stop');
    await optOuts.answered('+46701740699', 'STOP');
    await send(message({ key: 'request:3' }));
    await send(message({ key: 'sms:2', channel: 'sms' }));
    await sender.sendDue();
    expect([(await byKey('request:3')).cause, (await byKey('sms:2')).cause]).toEqual(['bounce', 'stop']);
    expect((await told()).map(({ payload }) => `${String(payload.key)} ${String(payload.state)}`)).toEqual(expect.arrayContaining(['request:1 bounced', 'sms opted_out', 'sms:2 suppressed']));
    expect((await told()).filter(({ payload }) => payload.state === 'opted_out')).toHaveLength(1);
    await optOuts.answered('+46701740605', 'START');
    await send(message({ key: 'sms:3', channel: 'sms' }));
    await sender.sendDue();
    expect((await byKey('sms:3')).state).toBe('sent');
    expect(sms.texts).toHaveLength(2);
  });

  it('ME-3 holds SMS and reminders at night without counting a try; a first mail goes', async () => {
    const { send, sender, all } = await world();
    clock.at = at('2026-01-15T23:30');
    await send(message());
    await send(message({ key: 'sms', channel: 'sms' }));
    await send(message({ key: 'reminder', to: 'bo@example.com', contactId: 'c-2', reminder: { occasion: '1' } }));
    expect(await sender.sendDue()).toEqual({ settled: { sent: 1 } });
    const waiting = (await all()).filter(({ row }) => row.state === 'queued').map(({ row }) => [row.key, row.attempts, Number(row.dueAtMs)]);
    expect(waiting.sort()).toEqual([['reminder', 0, at('2026-01-16T08:00')], ['sms', 0, at('2026-01-16T08:00')]]);
    clock.at = at('2026-01-16T07:59:59');
    expect(await sender.sendDue()).toEqual({ settled: {} });
    clock.at += 1_000;
    expect(await sender.sendDue()).toEqual({ settled: { sent: 2 } });
  });

  it('ME-4 gives a person one reminder a day over two plugins, whichever asks first, and the other one the next morning', async () => {
    const { send, sender, all, install } = await world();
    const other = await install('popp-ai');
    const reminder = (key: string, more: Partial<PersonMessage> = {}) => message({ key, reminder: { occasion: key }, ...more });
    await send(reminder('refapp:1'));
    await sender.sendDue();
    await other.send(reminder('popp:1'));
    await other.send(reminder('popp:other', { contactId: 'c-2', to: 'bo@example.com' }));
    await other.send(message({ key: 'popp:first' }));
    await sender.sendDue();
    const states = async () => Object.fromEntries((await all()).map(({ row }) => [row.key, row.state]));
    expect(await states()).toEqual({ 'refapp:1': 'sent', 'popp:1': 'queued', 'popp:other': 'sent', 'popp:first': 'sent' });
    clock.at = at('2026-01-15T19:59');
    await sender.sendDue();
    expect((await states())['popp:1']).toBe('queued');
    clock.at = at('2026-01-16T08:00');
    await send(reminder('refapp:2'));
    await sender.sendDue();
    expect(Object.values(await states()).filter((state) => state === 'queued')).toHaveLength(1);
    clock.at = at('2026-01-17T08:00');
    await sender.sendDue();
    expect(await states()).toMatchObject({ 'popp:1': 'sent', 'refapp:2': 'sent' });
  });

  it('ME-4 knows a referee by the address also where two plugins name them differently, and takes one reminder by mail and SMS for one', async () => {
    const { send, sender, all, install } = await world();
    const other = await install('popp-ai');
    const referee = { contactId: 'c-1', to: 'ref@example.com' };
    await send(message({ key: 'a:mail', otherPersonId: 'r-1', ...referee, reminder: { occasion: 'a' } }));
    await send(message({ key: 'a:sms', channel: 'sms', otherPersonId: 'r-1', contactId: 'c-1', reminder: { occasion: 'a' } }));
    await sender.sendDue();
    await other.send(message({ key: 'b:mail', otherPersonId: 'x-9', ...referee, contactId: 'c-7', reminder: { occasion: 'b' } }));
    await other.send(message({ key: 'candidate', reminder: { occasion: 'c' } }));
    await sender.sendDue();
    expect(Object.fromEntries((await all()).map(({ row }) => [row.key, row.state]))).toEqual({ 'a:mail': 'sent', 'a:sms': 'sent', 'b:mail': 'queued', candidate: 'sent' });
  });

  it('ME-4 holds when several processes send at once', async () => {
    const { send, sender, mail, install } = await world();
    const other = await install('popp-ai');
    for (let index = 0; index < 6; index += 1) {
      await (index % 2 ? other.send : send)(message({ key: `k${index}`, reminder: { occasion: `o${index}` } }));
    }
    await Promise.all([sender.sendDue(), sender.sendDue(), sender.sendDue()]);
    expect(mail.mails).toHaveLength(1);
  });

  it('does not send what is too late, nor anything of an installation that is off', async () => {
    const { send, sender, all, mail, tenant, installationId, told } = await world();
    await send(message({ validUntil: clock.at + HOUR, dueAt: clock.at + HOUR }));
    await send(message({ key: 'off' }));
    await db().database.inTenant(tenant, (em) => em.execute(`update installation set state = 'paused' where id = ?`, [installationId]));
    clock.at += 2 * HOUR;
    expect(await sender.sendDue()).toEqual({ settled: {} });
    await db().database.inTenant(tenant, (em) => em.execute(`update installation set state = 'enabled' where id = ?`, [installationId]));
    await db().database.inTenant(tenant, (em) => em.execute(`update message set epoch = 0 where key = 'off'`));
    expect(await sender.sendDue()).toEqual({ settled: { suppressed: 1 } });
    expect((await told()).map(({ payload }) => [payload.state, payload.cause, payload.reason])).toEqual([['suppressed', null, 'It would have come too late.']]);
    await db().database.inTenant(tenant, (em) => cancelOpenWork(em, installationId, 'the integration was disabled', clock.at));
    expect((await all()).map(({ row }) => row.state).sort()).toEqual(['cancelled', 'suppressed']);
    expect(mail.mails).toHaveLength(0);
  });
});

describe('an SMS whose answer was lost', () => {
  const lost = { kind: 'unknown', reason: 'lost', canAsk: true } as const;

  it('ME-1 is asked about before it is sent again: found, it was sent', async () => {
    const { send, sender, sms, all, told } = await world();
    sms.answers = [lost];
    await send(message({ channel: 'sms' }));
    expect(await sender.sendDue()).toEqual({ settled: { unknown: 1 } });
    expect(await told()).toEqual([]);
    sms.known = { providerId: 'SM9' };
    clock.at += 60_000;
    expect(await sender.sendDue()).toEqual({ settled: { sent: 1 } });
    expect([sms.texts.length, sms.asked, (await all())[0]?.row.state]).toEqual([1, 1, 'sent']);
  });

  it('ME-1 is sent again when the provider knows nothing of it', async () => {
    const { send, sender, sms } = await world();
    sms.answers = [lost, { kind: 'sent' }];
    await send(message({ channel: 'sms' }));
    await sender.sendDue();
    clock.at += 60_000;
    expect(await sender.sendDue()).toEqual({ settled: { queued: 1, sent: 1 } });
    expect(sms.texts).toHaveLength(2);
  });

  it('stays unknown when the provider cannot be asked for a day, and the plugin is told then', async () => {
    const { send, sender, sms, all, told } = await world();
    sms.answers = [lost];
    sms.known = new Error('down');
    await send(message({ channel: 'sms' }));
    await sender.sendDue();
    for (let hours = 0; hours < 60; hours += 1) {
      clock.at += HOUR;
      await sender.sendDue();
    }
    expect([(await all())[0]?.row.state, sms.texts.length]).toEqual(['unknown', 1]);
    expect((await told()).map(({ payload }) => payload.state)).toEqual(['unknown']);
  });

  it('is settled by a delivery report that comes first', async () => {
    const { send, sender, sms, settlement, all, tenant, told } = await world();
    sms.answers = [async () => {
      await settlement.report(tenant, (await all())[0]!.row.id, { kind: 'delivered' });
      return lost;
    }];
    await send(message({ channel: 'sms' }));
    await sender.sendDue();
    clock.at += HOUR;
    await sender.sendDue();
    expect([(await all())[0]?.row.state, sms.texts.length, sms.asked]).toEqual(['delivered', 1, 0]);
    expect((await told()).map(({ payload }) => payload.state)).toEqual(['delivered']);
  });

  it('ME-1 of a process that died is asked about as well, however long it was down', async () => {
    const { send, sender, sms, tenant } = await world();
    await send(message({ channel: 'sms' }));
    await db().database.inTenant(tenant, (em) => em.execute(
      `update message set state = 'sending', attempts = 1, sending_wall_ms = ?`, [Date.now() - ABANDONED_AFTER_MS - 1]));
    clock.at += 72 * HOUR;
    sms.known = { providerId: 'SM9' };
    expect(await sender.sendDue()).toEqual({ settled: { unknown: 1 } });
    clock.at += 60_000;
    expect(await sender.sendDue()).toEqual({ settled: { sent: 1 } });
    expect(sms.texts).toHaveLength(0);
  });
});
