import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxClock } from '../kit/index.js';
import { startPopp, type Popp } from './index.js';

let popp: Popp;
let sink: Server;
const received: { body: string; signature: string }[] = [];

async function call(method: string, path: string, body?: object, key = popp.describe().apiKey, organization = popp.describe().organizationId) {
  const response = await fetch(`${popp.baseUrl}/v1${path}`, {
    method, headers: { 'x-api-key': key, 'x-organization-id': organization, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}
const base64 = (text: string) => Buffer.from(text).toString('base64');
const arrived = async (count: number) => {
  for (let tries = 0; tries < 100 && received.length < count; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 20); });
};

describe("Popp's API as in CONTRACT.md", () => {
  beforeAll(async () => {
    popp = await startPopp({ clock: new SandboxClock() });
    sink = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
      request.on('end', () => { received.push({ body, signature: String(request.headers['x-signature']) }); response.end(); });
    });
    await new Promise<void>((resolve) => { sink.listen(0, '127.0.0.1', resolve); });
  });
  afterAll(async () => {
    await popp.close();
    await new Promise<void>((resolve) => { sink.closeAllConnections(); sink.close(() => resolve()); });
  });

  it('asks for both headers, and for an administrator where webhooks are managed', async () => {
    expect((await call('GET', '/analysis', undefined, 'wrong')).status).toBe(401);
    expect((await call('GET', '/analysis', undefined, undefined, 'org_other')).status).toBe(401);
    const member = popp.describe().memberCredential.split(':')[1];
    expect((await call('GET', '/analysis', undefined, member)).status).toBe(200);
    expect((await call('GET', '/webhooks', undefined, member)).status).toBe(403);
  });

  it('reads requirements out of a description without keeping anything', async () => {
    const answer = await call('POST', '/analysis/generate-requirements', { jobDescription: '<p>Hello.</p><li>Two years of experience required</li><li>Nice office</li>' });
    expect(answer.body).toEqual({ requirements: [{ requirement: 'Two years of experience required', isMandatory: true }] });
    expect((await call('GET', '/analysis')).body).toEqual({ data: [], nextToken: null });
  });

  it('analyses a candidate once, signs what it tells, and reads again on other requirements', async () => {
    const { secret } = (await call('POST', '/webhooks', { url: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`, events: ['CANDIDATE_ANALYSIS_COMPLETED'] })).body;
    const made = await call('POST', '/analysis', { externalId: 'a1', title: 'Cook', jobDescription: '', requirements: [{ requirement: 'Food handler card', isMandatory: true }] });
    expect(made.status).toBe(201);
    expect((await call('POST', '/analysis', { externalId: 'a1', title: 'Cook', jobDescription: '', requirements: [{ requirement: 'x', isMandatory: true }] })).status).toBe(409);
    const candidate = { analysisId: made.body.id, externalId: 'c1', cv: { fileName: 'cv.txt', base64: base64('Line cook\nFood handler card since 2019') } };
    expect((await call('POST', '/analysis/candidates', candidate)).status).toBe(202);
    expect((await call('POST', '/analysis/candidates', candidate)).body).toMatchObject({ error: { code: 'EXTERNAL_ID_EXISTS' } });
    await arrived(1);
    expect(received[0]?.signature).toBe(createHmac('sha256', String(secret)).update(received[0]?.body ?? '').digest('hex'));
    expect(JSON.parse(received[0]?.body ?? '{}')).toMatchObject({
      event: 'CANDIDATE_ANALYSIS_COMPLETED',
      data: { externalId: 'c1', externalAnalysisId: 'a1', totalScoreScaled: 100, isAllMandatoryRequirementsMet: true, requirementOutcomes: [{ isMet: true, evidence: 'Food handler card since 2019' }] },
    });
    const [first] = made.body.requirements as { id: string }[];
    const changed = await call('PUT', `/analysis/${String(made.body.id)}/requirements`, { requirements: [{ id: first?.id, requirement: 'Food handler card', isMandatory: false }, { requirement: 'Fluent German', isMandatory: true }] });
    expect(changed.body.requirements).toMatchObject([{ id: first?.id, isMandatory: false }, { requirement: 'Fluent German' }]);
    await arrived(2);
    expect(JSON.parse(received[1]?.body ?? '{}')).toMatchObject({ data: { totalScoreScaled: 50, isAllMandatoryRequirementsMet: false } });
    expect((await call('POST', `/analysis/${String(made.body.id)}/archive`)).body).toMatchObject({ status: 'ARCHIVED' });
    expect((await call('POST', `/analysis/${String(made.body.id)}/archive`)).status).toBe(200);
    expect((await call('POST', '/analysis/candidates', { ...candidate, externalId: 'c2' })).status).toBe(409);
  });
});
