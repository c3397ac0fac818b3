import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startBullhorn } from '../bullhorn/index.js';
import { startHubSpot } from '../hubspot/index.js';
import { startJobAdder } from '../jobadder/index.js';
import { SandboxClock } from '../kit/index.js';
import { startVincere } from '../vincere/index.js';
import { startZohoRecruit } from '../zoho-recruit/index.js';
import { parseCondition } from './conditions.js';
import type { CrmEmulator, CrmOptions } from './index.js';

const BACK = 'http://127.0.0.1:9/back';
let crm: CrmEmulator;
let clock: SandboxClock;

const start = async (starter: (options: CrmOptions) => Promise<CrmEmulator>): Promise<void> => {
  await crm.close();
  crm = await starter({ clock, redirectUris: [BACK] });
};
beforeEach(async () => {
  clock = new SandboxClock();
  crm = await startJobAdder({ clock, redirectUris: [BACK] });
});
afterEach(async () => { await crm.close(); });

const json = async (response: Response) => ({ status: response.status, headers: response.headers, body: await response.json() as Record<string, unknown> });
const asked = (more: Record<string, string> = {}) => new URLSearchParams({
  client_id: crm.describe().oauth.clientId, response_type: 'code', redirect_uri: BACK, state: 's-1', scope: 'offline_access', ...more,
});
const control = (method: string, path: string, body?: object) => fetch(`${crm.controlUrl}/crm${path}`, {
  method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body),
}).then(json);
const signIn = async (path: string, typed: Record<string, string>) => fetch(`${crm.baseUrl}${path}`, { method: 'POST', body: asked(typed), redirect: 'manual' });
const consent = async () => new URL(String((await control('POST', '/sign-in', Object.fromEntries(asked()))).body.redirectTo)).searchParams.get('code') ?? '';
const token = (path: string, grant: Record<string, string>) => {
  const { clientId, clientSecret } = crm.describe().oauth;
  return fetch(`${crm.baseUrl}${path}`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, redirect_uri: BACK, ...grant }) }).then(json);
};
const exchange = async (path: string) => token(path, { grant_type: 'authorization_code', code: await consent() });

describe('signing in', () => {
  it('shows the CRM\'s own page and comes back with a code that works once', async () => {
    const page = await fetch(`${crm.baseUrl}/connect/authorize?${asked().toString()}`);
    expect(await page.text()).toContain('Sign in to JobAdder');
    const back = await signIn('/connect/authorize', { username: 'admin@crm.example', password: 'admin-password' });
    const url = new URL(back.headers.get('location') ?? '');
    expect([back.status, `${url.origin}${url.pathname}`, url.searchParams.get('state')]).toEqual([302, BACK, 's-1']);
    const grant = { grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '' };
    expect(await token('/connect/token', grant)).toMatchObject({ status: 200, body: { access_token: expect.any(String), api: `${crm.baseUrl}/au3/v2` } });
    expect(await token('/connect/token', grant)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('stays on the page after a wrong password, tells the app of a no, and goes nowhere unknown', async () => {
    const wrong = await signIn('/connect/authorize', { username: 'admin@crm.example', password: 'wrong' });
    expect([wrong.status, (await wrong.text()).includes('is wrong')]).toEqual([401, true]);
    expect((await signIn('/connect/authorize', { decision: 'decline' })).headers.get('location')).toBe(`${BACK}?error=access_denied&state=s-1`);
    const foreign = await fetch(`${crm.baseUrl}/connect/authorize?${asked({ redirect_uri: 'http://127.0.0.1:9/elsewhere' }).toString()}`, { redirect: 'manual' });
    expect(foreign.status).toBe(400);
  });

  it('uses up a refresh token where the vendor does, and keeps it where the vendor does not', async () => {
    const first = (await exchange('/connect/token')).body;
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    expect((await token('/connect/token', refresh)).status).toBe(200);
    expect(await token('/connect/token', refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    await start(startHubSpot);
    const kept = { grant_type: 'refresh_token', refresh_token: String((await exchange('/oauth/v1/token')).body.refresh_token) };
    for (let time = 0; time < 2; time += 1) {
      const { body } = await token('/oauth/v1/token', kept);
      expect(body).toMatchObject({ access_token: expect.any(String) });
      expect(body.refresh_token).toBeUndefined();
    }
  });

  it('ends all tokens on demand, and with the app everything', async () => {
    const { access_token: access, refresh_token: refresh } = (await exchange('/connect/token')).body;
    const read = () => fetch(`${crm.baseUrl}/au3/v2/users`, { headers: { authorization: `Bearer ${String(access)}` } });
    expect((await read()).status).toBe(200);
    await control('POST', '/tokens/expire');
    expect((await read()).status).toBe(401);
    await control('POST', '/app/revoke');
    expect((await token('/connect/token', { grant_type: 'refresh_token', refresh_token: String(refresh) })).body).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('peculiarities', () => {
  it('Bullhorn sends a wrong data centre on with 307 and wants a session; its refresh token works once', async () => {
    await start(startBullhorn);
    const { clientId, clientSecret } = crm.describe().oauth;
    const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, redirect_uri: BACK, grant_type: 'authorization_code', code: await consent() });
    const elsewhere = await fetch(`${crm.baseUrl}/dc/west/oauth/token`, { method: 'POST', body: form, redirect: 'manual' });
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([307, `${crm.baseUrl}/dc/east/oauth/token`]);
    const { body } = await json(await fetch(`${crm.baseUrl}/dc/east/oauth/token`, { method: 'POST', body: form }));
    const login = await json(await fetch(`${crm.baseUrl}/dc/east/rest-services/login?version=*&access_token=${String(body.access_token)}`, { method: 'POST' }));
    const ping = (headers: Record<string, string>) => fetch(`${String(login.body.restUrl)}settings/userId`, { headers });
    expect((await ping({})).status).toBe(412);
    expect((await ping({ BhRestToken: 'wrong' })).status).toBe(401);
    expect((await ping({ BhRestToken: String(login.body.BhRestToken) })).status).toBe(200);
    clock.advance(11 * 60_000);
    expect((await ping({ BhRestToken: String(login.body.BhRestToken) })).status).toBe(401);
  });

  it('Vincere opens with the id token and the key only', async () => {
    await start(startVincere);
    const { body } = await exchange('/oauth2/token');
    const read = (idToken: unknown, key: unknown) => fetch(`${crm.baseUrl}/api/v2/user/list`, { headers: { 'id-token': String(idToken), 'x-api-key': String(key) } });
    const { apiKey } = crm.describe();
    expect([(await read(body.id_token, apiKey)).status, (await read(body.access_token, apiKey)).status, (await read(body.id_token, 'wrong')).status]).toEqual([200, 401, 403]);
  });

  it('Zoho words the refusal of a token as a success, and names the API\'s host with the token', async () => {
    await start(startZohoRecruit);
    expect(await token('/oauth/v2/token', { grant_type: 'refresh_token', refresh_token: 'unknown' })).toMatchObject({ status: 200, body: { error: 'invalid_grant' } });
    const { body } = await exchange('/oauth/v2/token');
    expect(body.api_domain).toBe(`${crm.baseUrl}/recruit-eu`);
    const none = await fetch(`${String(body.api_domain)}/recruit/v2/Candidates/search?email=nobody@example.com`, { headers: { authorization: `Zoho-oauthtoken ${String(body.access_token)}` } });
    expect(none.status).toBe(204);
  });

  it.each([[true, '10'], [false, null]])('the limit refuses what is above it; Retry-After as the rules say (%s)', async (sendsRetryAfter, header) => {
    await start(startHubSpot);
    const { access_token: access } = (await exchange('/oauth/v1/token')).body;
    await control('PUT', '/rules', { rate: { limit: 3, windowMs: 10_000, sendsRetryAfter } });
    const answers = [];
    for (let call = 0; call < 4; call += 1) answers.push(await fetch(`${crm.baseUrl}/crm/v3/owners`, { headers: { authorization: `Bearer ${String(access)}` } }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('x-hubspot-ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
    expect(answers[3]?.headers.get('retry-after')).toBe(header);
    expect((await control('GET', '/rate')).body.credentials).toMatchObject([{ accepted: 3, rejected: 1, peak: 3 }]);
  });
});

describe('holdings', () => {
  it('are told in one shape for all CRMs, with the doubles of the seed and whatever a colleague adds', async () => {
    const { body: added } = await control('POST', '/people', { firstName: 'Kim', lastName: 'Added', email: 'kim@example.com' });
    await control('POST', '/links', { personId: added.id, jobId: crm.describe().jobs[0]?.id });
    const { people, jobs } = (await control('GET', '/holdings')).body as { people: { name: string; emails: string[]; links: unknown[] }[]; jobs: { reference: string; isOpen: boolean }[] };
    expect(people.filter(({ emails }) => emails.includes('double@example.com'))).toHaveLength(2);
    expect(people.find(({ name }) => name === 'Kim Added')?.links).toHaveLength(1);
    expect(jobs.filter(({ isOpen }) => !isOpen).map(({ reference }) => reference)).toEqual(['NR-400']);
    await control('POST', '/reset');
    expect(((await control('GET', '/holdings')).body as { people: unknown[] }).people).toHaveLength(4);
  });
});

describe('conditions', () => {
  const row = { email: 'Ann@Example.com', email2: '', isDeleted: false, title: 'Warehouse Operator', job: { id: 7 } };
  it.each([
    ['isDeleted:0 AND (email:"ann@example.com" OR email2:"ann@example.com")', true],
    ['isDeleted=true', false], ['NOT isDeleted:1', true], ['job.id=7 AND isDeleted=false', true], ['job.id IN (1, 7)', true],
    ['title:oper*', true], ['title:perat*', false], ["title LIKE '%house%'", true], ["email = 'o\\'neil'", false],
  ])('%s', (text, expected) => { expect(parseCondition(text)(row)).toBe(expected); });

  it.each(['email:', '(email:a', 'email:a )', 'email a', ''])('refuse %j', (text) => { expect(() => parseCondition(text)).toThrow(); });
});
