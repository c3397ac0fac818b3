import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { SandboxClock } from '../kit/index.js';
import { startIdibu, type Idibu } from './index.js';

interface Received { readonly headers: Record<string, string | string[] | undefined>; readonly body: string }

let idibu: Idibu;
let receiver: Server;
let address: string;
const received: Received[] = [];

beforeAll(async () => {
  idibu = await startIdibu({ clock: new SandboxClock() });
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString('utf8'); });
    request.on('end', () => { received.push({ headers: request.headers, body }); response.end(); });
  });
  await new Promise<void>((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
  const at = receiver.address();
  address = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/hook`;
});

afterAll(async () => {
  receiver.close();
  await idibu.close();
});

async function call(method: string, fields: Record<string, string> = {}, token = idibu.describe().accessToken ?? '') {
  const response = await fetch(`${idibu.baseUrl}/c/oauth/v1`, {
    method: 'POST', headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams({ method, ...fields }),
  });
  return { status: response.status, body: await response.json() as { status: string; data: Record<string, unknown>; error?: { code: string } } };
}

async function apply(firstname: string): Promise<string> {
  const response = await fetch(`${idibu.controlUrl}/apply`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vacancyId: '501', firstname, lastname: 'Applicant', email: `${firstname}@example.com` }),
  });
  return String((await response.json() as { id: number }).id);
}

const refusalOf = async (answer: ReturnType<typeof call>) => (await answer).body.error?.code;

describe('the emulated idibu', () => {
  it('answers one address by method, for a known token only', async () => {
    expect((await call('user/profile')).body).toMatchObject({ status: 'success' });
    expect(await call('user/profile', {}, 'another')).toMatchObject({ status: 401, body: { status: 'failed', error: { code: 'invalid_token' } } });
    expect(await refusalOf(call('candidates/invent'))).toBe('unknown_method');
  });

  it('takes lights only while the person is among the applicants, and never assigns Applicants', async () => {
    const id = await apply('light');
    const assign = (fields: Record<string, string>) => call('candidates/assign-status', { id, vacancy_id: '501', ...fields });
    expect(await refusalOf(assign({ status_id: '11' }))).toBe('not_assignable');
    expect((await assign({ traffic_light: 'green', status_id: '3' })).body.status).toBe('success');
    expect((await call('candidates/get', { id })).body.data).toMatchObject({ vacancies: [{ status: { label: 'Shortlist' }, traffic_light: 'green' }] });
    expect(await refusalOf(assign({ traffic_light: 'red' }))).toBe('not_in_applicants');
  });

  it('does not switch off the three fixed statuses', async () => {
    for (const id of ['11', '1', '7']) expect(await refusalOf(call('statuses/edit', { id, enabled: 'no' }))).toBe('fixed');
    expect((await call('statuses/edit', { id: '3', enabled: 'no' })).body.data).toMatchObject({ enabled: false });
  });

  it('signs what it tells a subscriber that gave a secret', async () => {
    await call('webhooks/webhook', { action: 'put', url: address, secret: 'shared secret', groups: 'candidate' });
    const id = await apply('told');
    for (let waited = 0; received.length === 0 && waited < 5_000; waited += 20) await new Promise((resolve) => { setTimeout(resolve, 20); });
    const [first] = received;
    expect(first?.headers).toMatchObject({ 'x-idibu-event': 'candidate.create', 'x-idibu-delivery': expect.any(String) });
    expect(first?.headers.authorization).toBe(createHmac('sha256', 'shared secret').update(first?.body ?? '').digest('hex'));
    expect(JSON.parse(first?.body ?? '{}')).toMatchObject({ event: 'candidate.create', candidate: { id: Number(id) } });
  });

  it('hands files out for the same token', async () => {
    const id = await apply('file');
    const { data } = (await call('candidates/get', { id })).body as unknown as { data: { attachments: { file_link: string }[] } };
    const link = data.attachments[0]?.file_link ?? '';
    expect((await fetch(link)).status).toBe(401);
    const file = await fetch(link, { headers: { authorization: `Bearer ${idibu.describe().accessToken}` } });
    expect(await file.text()).toContain('%PDF');
  });
});
