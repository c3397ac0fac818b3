import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport, type Transporter } from 'nodemailer';
import { SandboxClock } from '../kit/index.js';
import { startMailbox, type Mail, type Mailbox } from './index.js';

let clock: SandboxClock;
let mailbox: Mailbox;
let transport: Transporter;

beforeEach(async () => {
  clock = new SandboxClock();
  mailbox = await startMailbox({ clock });
  transport = createTransport({ host: mailbox.smtpHost, port: mailbox.smtpPort, ignoreTLS: true });
});

afterEach(async () => {
  transport.close();
  await mailbox.close();
});

const send = (to: string, more: object = {}) => transport.sendMail({
  from: 'Sender <sender@from.example>', to, subject: 'Hello', text: 'Plain https://link.example/1', html: '<p>Rich <a href="https://link.example/2">x</a></p>', ...more,
});
interface Listing { data: Mail[]; total: number; next: string | null }
const get = async <Body = Listing>(path: string) => (await fetch(mailbox.baseUrl + path)).json() as Promise<Body>;
const call = (method: string, path: string, body?: object) => fetch(mailbox.baseUrl + path, {
  method, body: body && JSON.stringify(body), headers: body ? { 'content-type': 'application/json' } : {},
});
const until = async (condition: () => boolean | Promise<boolean>) => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The condition did not become true.');
};

describe('accepted mail', () => {
  it('is kept with envelope, headers, both parts and links', async () => {
    await send('ann@to.example', { headers: { 'X-Purpose': 'invitation' }, messageId: '<m1@from.example>' });
    const list = await get('/messages');
    expect(list).toMatchObject({ total: 1, next: null });
    const mail = await get<Mail>(`/messages/${list.data[0]?.id}`);
    expect(mail).toMatchObject({
      from: 'sender@from.example', to: ['ann@to.example'], subject: 'Hello', messageId: '<m1@from.example>',
      envelope: { from: 'sender@from.example', to: ['ann@to.example'] },
      headers: { 'x-purpose': 'invitation' },
      links: ['https://link.example/2', 'https://link.example/1'],
    });
    expect(mail.text).toContain('Plain');
    expect(mail.html).toContain('<p>Rich');
  });

  it('is found by recipient, subject, message id and time on the sandbox clock', async () => {
    await send('ann@to.example', { subject: 'First' });
    clock.advance(3_600_000);
    const since = clock.now();
    await send('bo@to.example', { subject: 'Second', messageId: '<two@from.example>' });
    const subjects = async (query: string) => (await get(`/messages?${query}`)).data.map((mail) => mail.subject);
    expect(await subjects('to=ANN@to.example')).toEqual(['First']);
    expect(await subjects('to=*@to.example')).toEqual(['First', 'Second']);
    expect(await subjects('subject=sec')).toEqual(['Second']);
    expect(await subjects(`messageId=${encodeURIComponent('<two@from.example>')}`)).toEqual(['Second']);
    expect(await subjects(`since=${since}`)).toEqual(['Second']);
    expect(await subjects(`since=${new Date(since).toISOString()}`)).toEqual(['Second']);
    expect((await call('GET', '/messages?since=yesterday')).status).toBe(422);
  });

  it('comes in pages without gaps or doubles, and can be deleted', async () => {
    for (let n = 1; n <= 5; n += 1) await send('ann@to.example', { subject: `No ${n}` });
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await get(`/messages?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map((mail) => mail.subject));
      cursor = page.next ?? '';
    } while (cursor);
    expect(seen).toEqual(['No 1', 'No 2', 'No 3', 'No 4', 'No 5']);
    expect(await (await call('DELETE', '/messages?subject=No 3')).json()).toEqual({ deleted: 1 });
    expect(await (await call('DELETE', '/messages')).json()).toEqual({ deleted: 4 });
  });

  it('is shown on pages that escape what the sender wrote', async () => {
    await send('ann@to.example', { subject: '<script>alert(1)</script>', html: '<script>alert("2")</script>' });
    const list = await (await call('GET', '/')).text();
    expect(list).toContain('&lt;script&gt;alert(1)');
    const id = mailbox.messages()[0]?.id;
    const page = await (await call('GET', `/view/${id}`)).text();
    expect(page).toContain('<iframe sandbox srcdoc="&lt;script&gt;');
    expect(`${list}${page}`).not.toContain('<script>');
    expect((await call('GET', '/view/mail-99')).status).toBe(404);
  });
});

describe('refusal on demand', () => {
  it('refuses the bounce domain for good and keeps nothing', async () => {
    await expect(send('gone@bounce.example')).rejects.toMatchObject({ responseCode: 550 });
    expect(mailbox.messages()).toEqual([]);
  });

  it('puts an address off as often as told, then accepts', async () => {
    await call('POST', '/__control/rules', { pattern: 'ann@to.example', kind: 'defer', times: 2 });
    await expect(send('ann@to.example')).rejects.toMatchObject({ responseCode: 451 });
    await expect(send('ann@to.example')).rejects.toMatchObject({ responseCode: 451 });
    await send('ann@to.example');
    expect(mailbox.messages()).toHaveLength(1);
  });

  it('takes back a rule, and forgets all of them on reset', async () => {
    const rule = await (await call('POST', '/__control/rules', { pattern: '*', kind: 'refuse', code: 552, message: '5.2.2 Full' })).json() as { id: string };
    await expect(send('ann@to.example')).rejects.toMatchObject({ responseCode: 552 });
    expect((await call('DELETE', `/__control/rules/${rule.id}`)).status).toBe(204);
    await send('ann@to.example');
    expect((await call('POST', '/__control/rules', { pattern: '*', kind: 'teleport' })).status).toBe(400);
    await call('POST', '/__control/reset', {});
    expect(mailbox.messages()).toEqual([]);
  });

  it('loses the answer: the mail is stored, the sender never hears of it', async () => {
    mailbox.addRule({ pattern: 'ann@to.example', kind: 'accept-then-drop' });
    await expect(send('ann@to.example')).rejects.toThrow();
    expect(mailbox.messages()).toHaveLength(1);
    mailbox.addRule({ pattern: 'bo@to.example', kind: 'drop' });
    await expect(send('bo@to.example')).rejects.toThrow();
    expect(mailbox.messages({ to: 'bo@to.example' })).toEqual([]);
  });
});

describe('bounces after acceptance', () => {
  it('go back to the envelope sender as a delivery report and to subscribers, once due', async () => {
    const calls: unknown[] = [];
    const receiver = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (chunk) => { body += chunk; });
      request.on('end', () => { calls.push(JSON.parse(body)); response.end(); });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    mailbox.subscribeToBounces(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`, 'bounces+*');
    mailbox.addRule({ pattern: 'late@to.example', kind: 'accept-then-bounce', afterMs: 3_600_000, message: '5.2.1 Disabled' });
    await send('late@to.example', { envelope: { from: 'bounces+7@from.example', to: 'late@to.example' }, messageId: '<seven@from.example>' });
    await send('other@late-bounce.example');

    expect(await get('/__control/idle')).toMatchObject({ nextDueAt: expect.any(Number) });
    expect(mailbox.messages({ to: 'bounces+7@from.example' })).toEqual([]);
    clock.advance(3_600_000);
    await until(async () => (await get<{ idle: boolean }>('/__control/idle')).idle && calls.length > 0);

    const report = mailbox.messages({ to: 'bounces+7@from.example' })[0];
    expect(report).toMatchObject({ envelope: { from: '' }, headers: { 'content-type': expect.stringContaining('multipart/report') } });
    expect(report?.text).toContain('late@to.example');
    expect(calls).toEqual([expect.objectContaining({
      type: 'bounced', messageId: '<seven@from.example>', sender: 'bounces+7@from.example', recipient: 'late@to.example', status: '5.2.1',
    })]);
    expect((await get('/bounces')).data).toHaveLength(2);
    await new Promise((resolve) => receiver.close(resolve));
  });

  it('can be forced for a mail that was delivered', async () => {
    await send('ann@to.example');
    const made = await call('POST', '/__control/bounces', { mailId: 'mail-1' });
    expect(made.status).toBe(201);
    await mailbox.waitForMail({ to: 'sender@from.example', subject: 'Undelivered' });
    expect((await call('POST', '/__control/bounces', { mailId: 'mail-77' })).status).toBe(404);
  });
});
