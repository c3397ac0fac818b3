import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import type { MessageTemplate, PersonMessage } from '../sdk/messages.js';
import { secretServices } from '../secrets/testing/secret-services.js';
import { dumpTables } from '../secrets/testing/table-dump.js';
import { addTenant } from '../secrets/testing/tenant-row.js';
import type { MessageOrigin } from './outbox.js';
import { MessageReader } from './message-reader.js';
import { messagingServices } from './testing/messaging-services.js';

const db = useTestDatabase();
const masterKey = randomBytes(32);
const clock = { at: 1_750_000_000_000, now: () => clock.at };
const template: MessageTemplate = {
  purpose: 'Asks for a reference.', samples: { candidate: 'Ann', link: 'https://x.example/1' }, required: ['link'],
  email: { en: { subject: 'Reference for {{candidate}}', text: 'See {{link}}', html: '<a href="{{link}}">{{candidate}}</a>' }, sv: { subject: 'Referens', text: 'Se {{link}}' } },
  sms: { en: { text: '{{candidate}}: {{link}}' }, sv: { text: '{{candidate}}: {{link}}' } },
};

afterEach(async () => { await db().database.asRunner().execute('delete from message'); });

async function world(mode: 'live' | 'preview' = 'live') {
  const { database } = db();
  const { secretBox, pseudonyms } = secretServices(database, { current: { id: 'test', key: masterKey }, previous: [] }, clock);
  const services = messagingServices({ secretBox, pseudonyms, clock });
  services.templates.add('refapp', { request: template });
  const tenant = await addTenant(database);
  const installationId = randomUUID();
  await database.inTenant(tenant, (em) => em.execute(
    `insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
     values (?, ?, 'refapp', 'enabled', ?, 1, 3, to_timestamp(0), to_timestamp(0), to_timestamp(0))`, [installationId, tenant, mode]));
  const origin: MessageOrigin = { integrationKey: 'refapp', installationId, epoch: 1, settingsRevision: 3, mode, organisation: 'Acme' };
  const reader = new MessageReader(database, secretBox);
  const send = (message: PersonMessage) => database.inTenant(tenant, (em) => services.messages.sendToPerson(em, tenant, origin, message));
  const all = async () => Promise.all((await reader.page(tenant, undefined, null, 50)).map(async (row) => (await reader.find(tenant, row.id))!));
  const jobs = () => database.forTenant(tenant).execute<{ name: string; payload: Record<string, unknown>; lane: string }[]>(
    'select name, payload, lane_key as lane from job where installation_id = ? order by id', [installationId]);
  return { ...services, secretBox, tenant, installationId, send, all, jobs };
}

const request = (more: Partial<PersonMessage> = {}): PersonMessage => ({
  key: 'request:1', channel: 'sms', contactId: 'c-1', otherPersonId: 'r-1', to: '070-123 45 67', locale: 'sv', template: 'request',
  values: { candidate: 'Ann', link: 'https://x.example/1' }, then: { job: 'told', lane: 'check:1', context: { refereeId: 'r-1' } }, ...more });

describe('a message to a person', () => {
  it('ME-1 is written once per key, rendered when it was planned', async () => {
    const { send, all, templates } = await world();
    expect([await send(request()), await send(request()), await send(request({ key: 'request:2', channel: 'email', to: ' bo@example.com ' }))]).toEqual([true, false, true]);
    templates.add('refapp', { request: { ...template, sms: { en: { text: 'new {{link}}' }, sv: { text: 'ny {{link}}' } } } });
    const contents = (await all()).map(({ content }) => content);
    expect(contents).toEqual(expect.arrayContaining([
      { recipient: '+46701234567', subject: null, html: null, replyTo: null, text: 'Acme: Ann: https://x.example/1 Svara STOPP för att slippa fler sms.' },
      { recipient: 'bo@example.com', subject: 'Referens', html: null, replyTo: null, text: 'Se https://x.example/1' },
    ]));
  });

  it('is refused in words when it cannot be sent at all, and the plugin is told', async () => {
    const { send, all, jobs } = await world();
    await send(request({ key: 'a', to: '12' }));
    await send(request({ key: 'b', to: '08-123 456 00' }));
    await send(request({ key: 'c', channel: 'email', to: 'nobody' }));
    await send(request({ key: 'd', values: { candidate: 'Łucja '.repeat(30), link: 'https://x.example/1' } }));
    expect((await all()).map(({ row }) => [row.key, row.state, row.lastError]).sort()).toEqual([
      ['a', 'failed', 'The phone number cannot be used.'], ['b', 'failed', 'The phone number is no mobile number.'],
      ['c', 'failed', 'The address cannot be used.'], ['d', 'failed', 'The text would take 4 SMS; at most 2 are sent.'],
    ]);
    const told = await jobs();
    expect(told.map(({ name, lane, payload }) => [name, lane, payload.key, payload.state, payload.context])).toEqual(
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
    const { send, all, secretBox, tenant, jobs } = await world();
    await send(request());
    expect((await all())[0]?.content?.text).toContain('Ann');
    const sealed = (await dumpTables(db())).split('\n').find((line) => line.startsWith('public.message '))!;
    for (const text of ['Ann', '46701234567']) expect(sealed).not.toContain(text);
    await db().database.inTenant(tenant, (em) => secretBox.shredPerson(em, tenant, person));
    expect((await all())[0]?.content).toBeNull();
    expect(await send(request({ key: 'request:again' }))).toBe(true);
    expect((await all()).find(({ row }) => row.key === 'request:again')?.row).toMatchObject({ state: 'suppressed', recipient: null, body: null, contactId: null, otherId: null });
    expect((await jobs()).map(({ payload }) => [payload.state, payload.cause])).toEqual([['suppressed', 'erasure']]);
  });
});
