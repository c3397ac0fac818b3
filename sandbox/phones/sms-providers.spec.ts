import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startElks, type Elks } from '../46elks/index.js';
import { SandboxClock } from '../kit/index.js';
import { startMailbox, type Mailbox } from '../mailbox/index.js';
import { startTwilio, type Twilio } from '../twilio/index.js';
import { twilioSignature } from '../twilio/signature.js';

let mailbox: Mailbox;
let twilio: Twilio;
let elks: Elks;
let hook: Server;
let received: { path: string; form: Record<string, string>; signature: string | undefined }[];
const PHONE = '+46701740605';

beforeEach(async () => {
  const clock = new SandboxClock();
  received = [];
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => {
      received.push({ path: request.url ?? '', form: Object.fromEntries(new URLSearchParams(body)), signature: request.headers['x-twilio-signature'] as string | undefined });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  mailbox = await startMailbox({ clock });
  twilio = await startTwilio({ clock, phones: mailbox.phones });
  elks = await startElks({ clock, phones: mailbox.phones });
});

afterEach(async () => {
  await Promise.all([elks.close(), twilio.close(), mailbox.close()]);
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
});

const hookUrl = (path: string) => `http://127.0.0.1:${(hook.address() as AddressInfo).port}${path}`;
const until = async (isTrue: () => boolean) => {
  for (let tries = 0; tries < 300 && !isTrue(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isTrue()).toBe(true);
};
async function call(method: string, url: string, user: string, secret: string, form?: Record<string, string>) {
  const response = await fetch(url, { method, headers: { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` }, ...(form && { body: new URLSearchParams(form) }) });
  const text = await response.text();
  return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as Record<string, unknown> & string };
}
const viaTwilio = (to: string, more: Record<string, string> = {}) => {
  const { baseUrl, accountSid, authToken, number } = twilio.describe();
  return call('POST', `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, accountSid, authToken, { To: to, From: number, Body: 'Hej https://x.example/1.', ...more });
};
const viaElks = (to: string, more: Record<string, string> = {}) => {
  const { baseUrl, username, password, number } = elks.describe();
  return call('POST', `${baseUrl}/a1/sms`, username, password, { to, from: number, message: 'Hej', ...more });
};

describe('Twilio in the sandbox', () => {
  it('puts the SMS on the phone and reports each step, signed', async () => {
    const url = hookUrl('/report');
    const sent = await viaTwilio(PHONE, { StatusCallback: url });
    expect(sent).toMatchObject({ status: 201, body: { status: 'queued', to: PHONE, error_code: null } });
    await until(() => received.length === 2);
    expect(received.map(({ form }) => form.MessageStatus)).toEqual(['sent', 'delivered']);
    expect(received[0]!.signature).toBe(twilioSignature(twilio.describe().authToken, url, received[0]!.form));
    expect(mailbox.phones.messages(PHONE)).toMatchObject([{ direction: 'in', provider: 'twilio', links: ['https://x.example/1'] }]);
    const { baseUrl, accountSid, authToken } = twilio.describe();
    const listed = await call('GET', `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json?To=${encodeURIComponent(PHONE)}`, accountSid, authToken);
    expect(listed.body).toMatchObject({ messages: [{ sid: sent.body.sid, status: 'delivered' }] });
  });

  it('refuses bad numbers, says which are unreachable, and takes nothing for a phone that answered STOP', async () => {
    expect([(await viaTwilio('+46701740691')).body.code, (await viaTwilio('+46701740692')).body.code, (await viaTwilio('070')).body.code]).toEqual([21211, 21614, 21211]);
    await viaTwilio('+46701740694', { StatusCallback: hookUrl('/dead') });
    await until(() => received.length === 2);
    expect(received[1]!.form).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '30005' });
    await fetch(`${twilio.controlUrl}/inbound-url`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ url: hookUrl('/inbound') }) });
    await viaTwilio(PHONE);
    await fetch(`${mailbox.baseUrl}/phones/${encodeURIComponent(PHONE)}/answers`, { method: 'POST', body: new URLSearchParams({ to: twilio.describe().number, text: 'Stop' }), redirect: 'manual' });
    await until(() => received.length === 3);
    expect(received[2]).toMatchObject({ path: '/inbound', form: { From: PHONE, Body: 'Stop', OptOutType: 'STOP' } });
    expect((await viaTwilio(PHONE)).body.code).toBe(21610);
    expect(await (await fetch(`${mailbox.baseUrl}/phones/${encodeURIComponent(PHONE)}`)).text()).toContain('class="sms out"');
  });

  it('asks for the account and its token', async () => {
    const { baseUrl, accountSid } = twilio.describe();
    expect(await call('POST', `${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, accountSid, 'wrong', {})).toMatchObject({ status: 401, body: { code: 20003 } });
  });
});

describe('46elks in the sandbox', () => {
  it('puts the SMS on the phone, reports each step, and pages its history', async () => {
    const first = await viaElks(PHONE, { whendelivered: hookUrl('/report') });
    expect(first).toMatchObject({ status: 200, body: { status: 'created', direction: 'outgoing', to: PHONE } });
    await until(() => received.length === 2);
    expect(received.map(({ form }) => [form.id, form.status])).toEqual([[first.body.id, 'sent'], [first.body.id, 'delivered']]);
    const second = await viaElks(PHONE);
    const { baseUrl, username, password } = elks.describe();
    const page = await call('GET', `${baseUrl}/a1/sms?limit=1`, username, password);
    expect(page.body).toMatchObject({ data: [{ id: second.body.id }], next: first.body.id });
    expect((await call('GET', `${baseUrl}/a1/sms?limit=1&start=${String(page.body.next)}`, username, password)).body).toEqual({ data: [expect.objectContaining({ id: first.body.id })] });
  });

  it('refuses in words, fails later, brings answers and keeps no STOP of its own', async () => {
    expect(await viaElks('+46701740691')).toEqual({ status: 400, body: 'Invalid to number' });
    expect(await viaElks(PHONE, { from: '+4670' })).toEqual({ status: 400, body: 'Invalid sender' });
    await viaElks('+46701740693', { whendelivered: hookUrl('/report') });
    await until(() => received.length === 2);
    expect(received[1]!.form.status).toBe('failed');
    const account = (body: object) => fetch(`${elks.controlUrl}/account`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    await account({ smsUrl: hookUrl('/in'), hasCredit: false });
    expect(await viaElks(PHONE)).toEqual({ status: 403, body: 'Not enough credits' });
    await account({ hasCredit: true });
    expect(mailbox.phones.write(PHONE, elks.describe().number, 'STOPP')).toBe(true);
    await until(() => received.length === 3);
    expect(received[2]!.form).toMatchObject({ direction: 'incoming', from: PHONE, message: 'STOPP' });
    expect((await viaElks(PHONE)).status).toBe(200);
  });
});
