import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MessagingSettings } from '../../src/messaging/messaging-settings.js';
import { until } from '../support/hub-over-sandbox.js';
import { startHubWithMessages, type HubWithMessages } from '../support/hub-with-messages.js';

const SLOW = 120_000;
const MINUTE = 60_000;
const PHONE = '+46701740605';

describe.each(['twilio', '46elks'] as const)('messages over %s', (provider) => {
  let hub: HubWithMessages;
  beforeAll(async () => { hub = await startHubWithMessages(provider); }, SLOW);
  afterAll(async () => { await hub?.world.stop(); }, SLOW);

  const phones = () => hub.world.sandbox.mailbox.phones;
  const emulator = () => (provider === 'twilio' ? hub.world.sandbox.twilio : hub.world.sandbox.elks).emulator;
  const route = provider === 'twilio' ? 'POST /2010-04-01/Accounts/:account/Messages.json' : 'POST /a1/sms';
  const doors = () => hub.world.hub.app.get(MessagingSettings, { strict: false }).doors;
  const tokenOf = async (key: string) => (await hub.world.db.asOwner<{ token: string }>('select token from message where key = $1', [key]))[0]!.token;

  it('ME-1 an SMS arrives once, with the sender and how to stop, and the plugin hears of each step', async () => {
    expect([await hub.send({ key: 'first', to: '070-174 06 05' }), await hub.send({ key: 'first', to: PHONE })]).toEqual([true, false]);
    await hub.reaches('first', 'delivered');
    expect(phones().messages(PHONE)).toMatchObject([{ provider, from: hub.number, text: expect.stringMatching(/^Acme: .*https:\/\/refapp\.example\/r\/1 Svara STOPP/) }]);
    expect(await hub.told('first')).toEqual(['sent', 'delivered']);
  }, SLOW);

  it('takes no report that the provider did not make', async () => {
    const token = await tokenOf('first');
    const form: Record<string, string> = provider === 'twilio' ? { MessageStatus: 'undelivered', ErrorCode: '30005' } : { status: 'failed', id: 's1' };
    const forged = await fetch(doors().report(provider, token).replace(/.{4}$/, 'AAAA'), {
      method: 'POST', body: new URLSearchParams(form), headers: { 'x-twilio-signature': 'AAAA' },
    });
    expect([401, 404]).toContain(forged.status);
    expect(await hub.stateOf('first')).toBe('delivered');
  }, SLOW);

  it('ME-2 knows a number that cannot be reached by its refusal, and one that fails later', async () => {
    await hub.send({ key: 'invalid', to: '+46701740691' });
    await hub.send({ key: 'unreachable', to: '+46701740693' });
    await hub.reaches('invalid', 'bounced');
    await hub.reaches('unreachable', 'failed');
    await hub.send({ key: 'invalid:2', to: '+46701740691' });
    await hub.reaches('invalid:2', 'suppressed');
    expect([await hub.told('invalid'), await hub.told('invalid:2')]).toEqual([['bounced'], ['suppressed']]);
    await until(async () => (await hub.told('unreachable')).includes('failed'), 'the failure to be told');
  }, SLOW);

  it('ME-2 STOP written on the phone ends SMS to it, START allows them again', async () => {
    expect(phones().write(PHONE, hub.number, 'STOP')).toBe(true);
    await until(async () => (await hub.told('first')).includes('opted_out'), 'the plugin to be told');
    await hub.send({ key: 'stopped', to: PHONE });
    await hub.reaches('stopped', 'suppressed');
    phones().write(PHONE, hub.number, 'START');
    await until(async () => (await hub.world.db.asOwner(`select 1 from suppression where cause = 'stop'`)).length === 0, 'the suppression to be lifted');
    await hub.send({ key: 'started', to: PHONE });
    await hub.reaches('started', 'delivered');
  }, SLOW);

  it('ME-1 sends once although the answer was lost, and once more when the request was', async () => {
    emulator().faults.add({ route, kind: 'cut-after', times: 1 });
    await hub.send({ key: 'lost-answer', to: '+46701740606' });
    await until(async () => ['unknown', 'delivered'].includes(await hub.stateOf('lost-answer') ?? ''), 'the answer to be lost');
    await hub.advance(2 * MINUTE);
    await hub.reaches('lost-answer', 'delivered');
    emulator().faults.add({ route, kind: 'cut-before', times: 1 });
    await hub.send({ key: 'lost-request', to: '+46701740607' });
    await hub.reaches('lost-request', 'unknown');
    expect(phones().messages('+46701740607')).toHaveLength(0);
    await hub.advance(2 * MINUTE);
    await hub.reaches('lost-request', 'delivered');
    expect([phones().messages('+46701740606').length, phones().messages('+46701740607').length]).toEqual([1, 1]);
  }, SLOW);

  it('ME-6 waits when the provider is busy or down, and sends then', async () => {
    emulator().faults.add({ route, kind: 'status', status: 429, times: 1 });
    await hub.send({ key: 'busy', to: '+46701740608' });
    await until(async () => (await hub.world.db.asOwner(`select 1 from message where key = 'busy' and attempts = 1 and state = 'queued'`)).length === 1, 'a first try');
    emulator().faults.add({ route, kind: 'status', status: 503, times: 1 });
    await hub.advance(MINUTE);
    await hub.reaches('busy', 'unknown');
    await hub.advance(2 * MINUTE);
    await hub.reaches('busy', 'delivered');
    expect(phones().messages('+46701740608')).toHaveLength(1);
  }, SLOW);

  it('ME-5 an admin looks at the texts, words one anew and tries it on a phone', async () => {
    const path = '/v1/message-templates/refapp/referee-request/sms/sv';
    const { api } = hub.world;
    const list = (await api('GET', '/v1/message-templates')).body as { data: { name: string; required: string[] }[] };
    expect(list.data.find(({ name }) => name === 'referee-request')).toMatchObject({ required: expect.arrayContaining(['link']) });
    const bad = await api('PUT', path, { text: 'Hej {{referree}}!' });
    expect([bad.status, bad.text]).toEqual([422, expect.stringContaining('must show {{link}}')]);
    expect((await api('PUT', path, { text: '{{link}} {{deadline}}' })).text).toContain('has a placeholder {{deadline}} that nothing fills');
    expect((await api('POST', `${path}/preview`, { text: 'Hej: {{link}}' })).body).toMatchObject({ segments: 1, text: expect.stringContaining('Hej: https://') });
    expect((await api('PUT', path, { text: 'Vill du svara? {{link}}' })).body).toMatchObject({ version: 1, locale: 'sv' });
    expect((await api('POST', `${path}/test`, { to: '+46701740609' })).status).toBe(201);
    await until(() => phones().messages('+46701740609').length === 1, 'the test SMS');
    expect(phones().messages('+46701740609')[0]!.text).toContain('Vill du svara? https://');
    await hub.send({ key: 'own-words', to: '+46701740610' });
    await hub.reaches('own-words', 'delivered');
    expect(phones().messages('+46701740610')[0]!.text).toContain('Vill du svara? https://refapp.example/r/1');
    expect((await api('DELETE', path)).status).toBe(204);
    expect((await api('GET', path)).body).toMatchObject({ version: 0 });
  }, SLOW);
});

describe('mails to people', () => {
  let hub: HubWithMessages;
  beforeAll(async () => { hub = await startHubWithMessages(null); }, SLOW);
  afterAll(async () => { await hub?.world.stop(); }, SLOW);
  const mailTo = (to: string) => hub.world.sandbox.mailbox.waitForMail({ to }, 20_000);

  it('ME-8 without an SMS provider nothing leaves, and everything says so', async () => {
    await hub.send({ key: 'sms', to: PHONE });
    await hub.send({ key: 'mail', channel: 'email', to: 'ref@example.com' });
    await hub.reaches('mail', 'sent');
    expect(await hub.stateOf('sms')).toBe('queued');
    expect((await hub.world.api('GET', '/v1/message-channels')).body).toEqual({ email: { delivery: 'live', provider: 'smtp' }, sms: { delivery: 'outbox-only', provider: null } });
    const { data } = (await hub.world.api('GET', '/v1/messages?state=queued')).body as { data: { id: string }[] };
    expect(data).toMatchObject([{ channel: 'sms', delivery: 'outbox-only', reason: 'Outbox only: no SMS_PROVIDER is configured, so nothing was sent.' }]);
    expect((await hub.world.api('GET', `/v1/messages/${data[0]!.id}`)).body).toMatchObject({ recipient: PHONE, text: expect.stringContaining('https://refapp.example/r/1') });
    expect(hub.world.sandbox.mailbox.phones.messages()).toEqual([]);
  }, SLOW);

  it('ME-2 one click unsubscribes, and opening the page does not', async () => {
    await hub.send({ key: 'unsubscribe', channel: 'email', to: 'click@example.com' });
    const mail = await mailTo('click@example.com');
    const url = /^<(.+)>$/.exec(mail.headers['list-unsubscribe']!)![1]!;
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form method="post">')]);
    await hub.send({ key: 'unsubscribe:2', channel: 'email', to: 'click@example.com' });
    await hub.reaches('unsubscribe:2', 'sent');
    const click = () => fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    expect([(await click()).status, (await click()).status]).toEqual([200, 200]);
    await hub.send({ key: 'unsubscribe:3', channel: 'email', to: 'Click@example.com' });
    await hub.reaches('unsubscribe:3', 'suppressed');
    expect(await hub.told('unsubscribe')).toEqual(['sent', 'opted_out']);
    expect((await fetch(url.replace(/.{6}$/, 'AAAAAA'), { method: 'POST' })).status).toBe(404);
    const { data } = (await hub.world.api('POST', '/v1/suppressions/look-ups', { channel: 'email', address: 'click@example.com' })).body as { data: { id: string; cause: string }[] };
    expect(data.map(({ cause }) => cause)).toEqual(['unsubscribe']);
    expect((await hub.world.api('DELETE', `/v1/suppressions/${data[0]!.id}`)).status).toBe(204);
    await hub.send({ key: 'unsubscribe:4', channel: 'email', to: 'click@example.com' });
    await hub.reaches('unsubscribe:4', 'sent');
  }, SLOW);

  it('ME-2 a mail that comes back later, or is refused at once, ends mail to that address', async () => {
    const { mailbox, clock } = hub.world.sandbox;
    // Back only after it was recorded as sent, however slow that is.
    mailbox.addRule({ pattern: 'nobody@slow.example', kind: 'accept-then-bounce', afterMs: 3_600_000 });
    await hub.send({ key: 'late', channel: 'email', to: 'nobody@slow.example' });
    await hub.send({ key: 'refused', channel: 'email', to: 'nobody@bounce.example' });
    await hub.reaches('late', 'sent');
    clock.advance(3_600_000);
    await hub.reaches('late', 'bounced');
    clock.advance(-3_600_000);
    await hub.reaches('refused', 'bounced');
    for (const [key, to] of [['late:2', 'nobody@slow.example'], ['refused:2', 'nobody@bounce.example']] as const) {
      await hub.send({ key, channel: 'email', to });
      await hub.reaches(key, 'suppressed');
    }
    await until(async () => (await hub.told('late')).length === 2, 'the bounce to be told');
    expect([await hub.told('late'), await hub.told('refused')]).toEqual([['sent', 'bounced'], ['bounced']]);
    const forged = await fetch(hub.world.hub.app.get(MessagingSettings, { strict: false }).doors.bounces().replace(/.{4}$/, 'AAAA'), { method: 'POST', body: '{}' });
    expect(forged.status).toBe(404);
  }, SLOW);

  it('ME-5 ME-7 an admin sends a mail to themselves; it loads nothing and follows nobody', async () => {
    const path = '/v1/message-templates/refapp/referee-request/email/en';
    const pixel = await hub.world.api('PUT', path, { subject: 'Hello', text: '{{link}}', html: '<img src="https://x.example/p.gif">{{link}}' });
    expect([pixel.status, pixel.text]).toEqual([422, expect.stringContaining('links only')]);
    await hub.world.api('PUT', path, { subject: 'Hello {{referee}}', text: 'See {{link}}', html: '<a href="{{link}}">Open</a>' });
    expect((await hub.world.api('POST', `${path}/test`)).status).toBe(201);
    const mail = await mailTo('robin@acme.example');
    expect(mail.html).toBe('<a href="https://refapp.example/r/3f9c1b7a">Open</a>');
    expect(mail.links).toEqual(['https://refapp.example/r/3f9c1b7a']);
  }, SLOW);
});
