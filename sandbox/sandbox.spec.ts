import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from './index.js';

let sandbox: Sandbox;
beforeEach(async () => { sandbox = await startSandbox(); });
afterEach(async () => { await sandbox.close(); });

const json = async (url: string, init?: RequestInit) => (await fetch(url, init)).json() as Promise<Record<string, unknown>>;
const post = (url: string, body: object) => fetch(url, {
  method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' },
});

async function invite(email: string, externalId = 'opp-1'): Promise<Response> {
  const { apiUrl, apiKey, jobs } = sandbox.careerPlace.describe();
  return fetch(`${apiUrl}/jobs/${jobs[0]?.id}/applicants`, {
    method: 'POST', headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ externalId, email, firstName: 'Ann', lastName: 'Example' }),
  });
}

describe('the sandbox', () => {
  it('describes every service with address, controls and credentials', async () => {
    const all = sandbox.describe();
    expect(all).toMatchObject({
      control: { baseUrl: expect.stringMatching(/^http:/), clockUrl: expect.stringMatching(/\/clock$/), idleUrl: expect.stringMatching(/\/idle$/) },
      mailbox: { baseUrl: expect.any(String), smtpHost: '127.0.0.1', smtpPort: sandbox.mailbox.smtpPort, controlUrl: expect.any(String) },
      lever: {
        apiKey: expect.any(String), baseUrl: expect.stringMatching(/\/v1$/), controlUrl: expect.any(String),
        oauth: { url: expect.any(String), clientId: 'sandbox-app', clientSecret: expect.any(String), audience: expect.stringMatching(/\/v1\/$/) },
      },
      careerPlace: { apiKey: expect.stringMatching(/^cp_key_/), apiUrl: expect.any(String), controlUrl: expect.any(String) },
    });
    expect(await json(sandbox.control.baseUrl)).toMatchObject({ careerPlace: all.careerPlace as object });
  });

  it('moves one clock for all services', async () => {
    const before = sandbox.clock.now();
    const moved = await post(`${sandbox.control.baseUrl}/clock`, { advanceMs: 86_400_000 });
    expect(moved.status).toBe(200);
    for (const { controlUrl } of [sandbox.mailbox, sandbox.lever, sandbox.careerPlace, sandbox.control]) {
      expect((await json(`${controlUrl}/clock`)).now).toBeGreaterThanOrEqual(before + 86_400_000);
    }
    await post(`${sandbox.control.baseUrl}/clock`, { offsetMs: 0 });
    expect(sandbox.clock.offsetMs).toBe(0);
    expect((await post(`${sandbox.control.baseUrl}/clock`, { advanceMs: 'a day' })).status).toBe(422);
  });

  it('gives credentials that work at Lever: the key, and the app through consent', async () => {
    const { baseUrl, controlUrl, apiKey, oauth } = sandbox.lever.describe();
    const basic = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
    expect((await fetch(`${baseUrl}/opportunities?limit=1`, { headers: { authorization: basic } })).status).toBe(200);
    const [redirectUri = ''] = oauth.redirectUris;
    const { redirectTo } = await (await post(`${controlUrl}/oauth/consent`, {
      client_id: oauth.clientId, redirect_uri: redirectUri, response_type: 'code', state: 's', audience: oauth.audience, account: 'acme',
      scope: `${oauth.scopes.join(' ')} offline_access`,
    })).json() as { redirectTo: string };
    const tokens = await (await post(`${oauth.url}/oauth/token`, {
      grant_type: 'authorization_code', client_id: oauth.clientId, client_secret: oauth.clientSecret, redirect_uri: redirectUri,
      code: new URL(redirectTo).searchParams.get('code'),
    })).json() as { access_token: string; refresh_token: string };
    expect(tokens.refresh_token).toEqual(expect.any(String));
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    expect((await fetch(`${baseUrl}/postings?limit=1`, { headers: bearer })).status).toBe(200);
  });

  it('is idle only when every service is, and names the next due time', async () => {
    expect((await invite('ann@late-bounce.example')).status).toBe(201);
    await sandbox.control.settle();
    expect(await json(`${sandbox.control.baseUrl}/idle`)).toMatchObject({ idle: true, pending: 0, nextDueAt: null });
    const state = await json(`${sandbox.careerPlace.baseUrl}/__control/events?type=applicant.bounced`);
    expect(state.data).toHaveLength(1);

    sandbox.mailbox.addRule({ pattern: 'bo@to.example', kind: 'accept-then-bounce', afterMs: 3_600_000 });
    const dueFrom = sandbox.clock.now() + 3_600_000;
    await invite('bo@to.example', 'opp-2');
    const report = await sandbox.control.settle();
    expect(report.nextDueAt).toBeGreaterThanOrEqual(dueFrom);
    expect(report.services.mailbox?.nextDueAt).toBe(report.nextDueAt);
  });

  it('gives up waiting with the names of those still at work', async () => {
    sandbox.mailbox.addRule({ pattern: 'slow@to.example', kind: 'defer', times: 99 });
    await invite('slow@to.example');
    await expect(sandbox.control.settle(30)).rejects.toThrow(/careerPlace/);
  });

  it('leaves nothing behind when a port is taken', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const taken = (blocker.address() as AddressInfo).port;
    await expect(startSandbox({ portBase: taken - 2 })).rejects.toThrow(/EADDRINUSE/);
    await expect(fetch(`http://127.0.0.1:${taken - 1}/`)).rejects.toThrow();
    await new Promise((resolve) => blocker.close(resolve));
  });
});
