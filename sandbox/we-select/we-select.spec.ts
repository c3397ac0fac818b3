import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxClock } from '../kit/index.js';
import { signatureHeader, signatureOf, startWeSelect, type WeSelect } from './index.js';

let weSelect: WeSelect;
let receiver: Server;
const received: { raw: string; signature: string }[] = [];

const call = async (method: string, url: string, body?: object): Promise<Record<string, unknown>> => {
  const response = await fetch(url, {
    method, headers: { authorization: `Bearer ${weSelect.describe().apiKey}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { httpStatus: response.status, ...(text.startsWith('{') ? JSON.parse(text) as object : { text }) };
};

beforeEach(async () => {
  received.length = 0;
  weSelect = await startWeSelect({ clock: new SandboxClock(), idSeed: 'spec' });
  receiver = createServer((request, response) => {
    let raw = '';
    request.on('data', (chunk: Buffer) => { raw += chunk.toString(); });
    request.on('end', () => { received.push({ raw, signature: String(request.headers[signatureHeader]) }); response.writeHead(204).end(); });
  });
  await new Promise<void>((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
});
afterEach(async () => {
  await weSelect.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => { receiver.close(resolve); });
});

describe('the We Select emulator', () => {
  it('offers Refapp as the event of a step and tells of the drop-down, signed', async () => {
    const { baseUrl, controlUrl, services: [service] } = weSelect.describe();
    const api = `${baseUrl}/v1`;
    const { secret } = await call('PUT', `${api}/webhook`, { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook` });
    await call('PUT', `${api}/events/refapp/options`, { questionnaires: [{ id: 'q1', name: 'Allmän referens' }] });
    expect(await (await fetch(`${baseUrl}/services/${service?.id}/steps/new`)).text()).toMatch(/Refapp Referenstagning[\s\S]*Test\/Event[\s\S]*Allmän referens/);
    const form = new URLSearchParams({ name: 'Refapp Referenstagning', event: 'refapp', questionnaireId: 'q1', candidateChannel: 'both', references: '3', refereeChannel: 'sms' });
    await fetch(`${baseUrl}/services/${service?.id}/steps`, { method: 'POST', body: form });
    const candidate = await call('POST', `${controlUrl}/services/${service?.id}/candidates`, { email: 'kim@example.com' });
    const { steps } = await call('GET', `${api}/services/${service?.id}`) as { steps: { id: string; event: object | null }[] };
    const step = steps.find(({ event }) => event !== null);
    expect(step).toMatchObject({ event: { type: 'refapp', settings: { questionnaireId: 'q1', candidateChannel: 'both', references: 3, refereeChannel: 'sms' } } });
    await fetch(`${baseUrl}/services/${service?.id}/candidates/${String(candidate.id)}/step`, { method: 'POST', body: new URLSearchParams({ stepId: step?.id ?? '' }) });
    for (let tries = 0; received.length < 2 && tries < 100; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(received.map(({ raw }) => (JSON.parse(raw) as { type: string }).type)).toEqual(['step.saved', 'candidate.step_changed']);
    for (const { raw, signature } of received) expect(signatureOf(String(secret), raw, Number(/^t=(\d+)/.exec(signature)?.[1]))).toBe(signature);
  });

  it('shows what the integration says in the References box', async () => {
    const { baseUrl, controlUrl, services: [service] } = weSelect.describe();
    const { id } = await call('POST', `${controlUrl}/services/${service?.id}/candidates`, {});
    const path = `/services/${service?.id}/candidates/${String(id)}`;
    await call('PUT', `${baseUrl}/v1${path}/results/refapp`, { status: 'completed', statusText: 'Completed', answered: 2, requested: 2, reportUrl: 'https://refapp.example/reports/1' });
    expect(await (await fetch(`${baseUrl}${path}`)).text()).toMatch(/Completed[\s\S]*2 av 2[\s\S]*https:\/\/refapp.example\/reports\/1/);
    expect((await fetch(`${baseUrl}/v1${path}`)).status).toBe(401);
  });
});
