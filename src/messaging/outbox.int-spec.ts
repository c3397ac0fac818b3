import { afterEach, describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../test/support/database.js';
import type { PersonMessage } from '../sdk/messages.js';
import { dumpTables } from '../secrets/testing/table-dump.js';
import { messageWorld, TEMPLATE } from './testing/message-world.js';

const db = useTestDatabase();
const clock = { at: 1_750_000_000_000, now: () => clock.at };

afterEach(async () => { await db().database.asRunner().execute('delete from message'); });

async function world(mode: 'live' | 'preview' = 'live') {
  const made = await messageWorld(db().database, clock);
  return { ...made, ...(await made.install('refapp', mode)) };
}

const request = (more: Partial<PersonMessage> = {}): PersonMessage => ({
  key: 'request:1', channel: 'sms', contactId: 'c-1', otherPersonId: 'r-1', to: '070-123 45 67', locale: 'sv', template: 'request',
  values: { candidate: 'Ann', link: 'https://x.example/1' }, then: { job: 'told', lane: 'check:1', context: { refereeId: 'r-1' } }, ...more });

describe('a message to a person', () => {
  it('ME-1 is written once per key, rendered when it was planned', async () => {
    const { send, all, templates } = await world();
    expect([await send(request()), await send(request()), await send(request({ key: 'request:2', channel: 'email', to: ' bo@example.com ' }))]).toEqual([true, false, true]);
    templates.add('refapp', { request: { ...TEMPLATE, sms: { en: { text: 'new {{link}}' }, sv: { text: 'ny {{link}}' } } } });
    const contents = (await all()).map(({ content }) => content);
    expect(contents).toEqual(expect.arrayContaining([
      { recipient: '+46701234567', subject: null, html: null, replyTo: null, text: 'Acme: Ann: https://x.example/1 Svara STOPP för att slippa fler sms.' },
      { recipient: 'bo@example.com', subject: 'Referens', html: null, replyTo: null, text: 'Se https://x.example/1' },
    ]));
  });

  it('is refused in words when it cannot be sent at all, and the plugin is told', async () => {
    const { send, all, told } = await world();
    await send(request({ key: 'a', to: '12' }));
    await send(request({ key: 'b', to: '08-123 456 00' }));
    await send(request({ key: 'c', channel: 'email', to: 'nobody' }));
    await send(request({ key: 'd', values: { candidate: 'Łucja '.repeat(30), link: 'https://x.example/1' } }));
    expect((await all()).map(({ row }) => [row.key, row.state, row.lastError]).sort()).toEqual([
      ['a', 'failed', 'The phone number cannot be used.'], ['b', 'failed', 'The phone number is no mobile number.'],
      ['c', 'failed', 'The address cannot be used.'], ['d', 'failed', 'The text would take 4 SMS; at most 2 are sent.'],
    ]);
    expect((await told()).map(({ name, lane, payload }) => [name, lane, payload.key, payload.state, payload.context])).toEqual(
      ['a', 'b', 'c', 'd'].map((key) => ['told', 'check:1', key, 'failed', { refereeId: 'r-1' }]));
  });

  it('is only planned in preview', async () => {
    const { send, all } = await world('preview');
    await send(request());
    expect((await all()).map(({ row }) => row.state)).toEqual(['planned']);
  });

  it('can be taken back and planned again', async () => {
    const { send, all, messages, tenant, installationId } = await world();
    await send(request());
    const cancel = (prefix: string) => db().database.inTenant(tenant, (em) => messages.cancel(em, installationId, prefix));
    expect([await cancel('other:'), await cancel('request:'), await cancel('request:')]).toEqual([0, 1, 0]);
    expect((await all()).map(({ row }) => row.state)).toEqual(['cancelled']);
    expect(await send(request())).toBe(true);
    expect((await all()).map(({ row }) => row.state)).toEqual(['queued']);
  });

  it.each([['the candidate', 'c-1'], ['the referee', { other: 'refapp:r-1' }]])('LG-10 about two people can be read by nobody once %s was erased', async (_who, person) => {
    const { send, all, secretBox, tenant, told } = await world();
    await send(request());
    expect((await all())[0]?.content?.text).toContain('Ann');
    const sealed = (await dumpTables(db())).split('\n').find((line) => line.startsWith('public.message '))!;
    for (const text of ['Ann', '46701234567']) expect(sealed).not.toContain(text);
    await db().database.inTenant(tenant, (em) => secretBox.shredPerson(em, tenant, person));
    expect((await all())[0]?.content).toBeNull();
    expect(await send(request({ key: 'request:again' }))).toBe(true);
    expect((await all()).find(({ row }) => row.key === 'request:again')?.row).toMatchObject({ state: 'suppressed', recipient: null, body: null, contactId: null, otherId: null });
    expect((await told()).map(({ payload }) => [payload.state, payload.cause])).toEqual([['suppressed', 'erasure']]);
  });
});
