import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { LeverDriver } from './testing/drive-lever.js';

const redirectUri = 'http://127.0.0.1:9/callback';

describe('the OAuth host', () => {
  let driver: LeverDriver;
  let app: { clientId: string; clientSecret: string };

  beforeAll(async () => {
    driver = await LeverDriver.start();
    const made = await driver.control('POST', '/lever/apps', {
      name: 'Funnel & Co', redirectUris: [redirectUri], scopes: ['opportunities:read:admin', 'notes:write:admin',
        'confidential:access:admin'],
    });
    app = made.body as unknown as typeof app;
  });
  afterAll(() => driver.close());

  const parameters = (change: object = {}) => ({
    client_id: app.clientId, redirect_uri: redirectUri, response_type: 'code', state: 'st4te',
    scope: 'offline_access opportunities:read:admin notes:write:admin', audience: `${driver.lever.baseUrl}/`, ...change,
  });
  const authorize = (change?: object) =>
    fetch(`${driver.lever.oauthUrl}/authorize?${new URLSearchParams(parameters(change)).toString()}`, { redirect: 'manual' });
  const decide = (body: object) => fetch(`${driver.lever.oauthUrl}/authorize`, {
    method: 'POST', body: new URLSearchParams({ ...parameters(), ...body }), redirect: 'manual',
  });
  const location = (response: Response) => new URL(response.headers.get('location') ?? '');
  const token = async (body: object, type: 'form' | 'json' = 'form') => {
    const all = { client_id: app.clientId, client_secret: app.clientSecret, ...body };
    const response = await fetch(`${driver.lever.oauthUrl}/oauth/token`, type === 'form'
      ? { method: 'POST', body: new URLSearchParams(all as Record<string, string>) }
      : { method: 'POST', body: JSON.stringify(all), headers: { 'content-type': 'application/json' } });
    return { status: response.status, body: await response.json() as Record<string, string> };
  };
  const consented = async () => location(await decide({ user: driver.userId(),
    decision: 'accept' })).searchParams.get('code') ?? '';
  const connected = async () =>
    (await token({ grant_type: 'authorization_code', code: await consented(), redirect_uri: redirectUri })).body;
  const refresh = (refreshToken: string | undefined) => token({ grant_type: 'refresh_token',
    refresh_token: refreshToken ?? '' }, 'json');
  const bearer = (body: Record<string, string>) => `Bearer ${body.access_token}`;

  it('shows who asks for what, and who may answer', async () => {
    const page = await authorize();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    expect(html).toContain('Funnel &#38; Co');
    expect(html).toContain('<code>notes:write:admin</code>');
    expect(html).toContain('(super admin)');
    expect(html).toMatch(/value="accept".*Accept[\s\S]*value="decline".*Decline/);
  });

  it('does not redirect for unknown apps or addresses, and redirects with an error for the rest', async () => {
    expect((await authorize({ client_id: 'none' })).status).toBe(403);
    expect((await authorize({ redirect_uri: `${redirectUri}/other` })).status).toBe(403);
    for (const change of [{ scope: 'users:read:admin' }, { audience: 'https://elsewhere.example/' },
      { response_type: 'token' }, { state: '' }]) {
      const reply = await authorize(change);
      expect([change, reply.status]).toEqual([change, 302]);
      expect(location(reply).searchParams.get('error')).toMatch(/^[a-z_]+$/);
    }
  });

  it('takes only a super admin, and returns the refusal to the app', async () => {
    expect((await decide({ user: driver.userId('admin'), decision: 'accept' })).status).toBe(403);
    const declined = location(await decide({ user: driver.userId(), decision: 'decline' }));
    expect(Object.fromEntries(declined.searchParams)).toMatchObject({ state: 'st4te', error: 'access_denied' });
    const accepted = location(await decide({ user: driver.userId(), decision: 'accept' }));
    expect(Object.fromEntries(accepted.searchParams)).toEqual({ state: 'st4te', code: expect.any(String) });
  });

  it('exchanges the code once for a signed access token with the documented claims', async () => {
    const code = await consented();
    const exchange = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
    expect((await token({ ...exchange, redirect_uri: 'http://other.example/' })).status).toBe(403);
    const { status, body } = await token(exchange);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: parameters().scope,
      refresh_token: expect.any(String) });
    const keys = createRemoteJWKSet(new URL(`${driver.lever.oauthUrl}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(body.access_token ?? '', keys, { audience: `${driver.lever.baseUrl}/` });
    expect(payload).toMatchObject({
      iss: `${driver.lever.oauthUrl}/`, azp: app.clientId, scope: parameters().scope,
      'https://oauth.lever.co/userId': driver.userId(), 'https://oauth.lever.co/accountId': driver.account.id,
      'https://oauth.lever.co/clientId': app.clientId,
    });
    expect(await token(exchange)).toMatchObject({ status: 403, body: { error: 'invalid_grant' } });
  });

  it('enforces scopes, where write implies read', async () => {
    const grant = bearer(await connected());
    const { rows } = await driver.get('/opportunities?limit=1', grant);
    expect((await driver.get(`/opportunities/${rows[0]?.id}/notes`, grant)).status).toBe(200);
    expect((await driver.call('POST', `/opportunities/${rows[0]?.id}/notes`, { value: 'hi' }, grant)).status).toBe(201);
    expect((await driver.call('POST', `/opportunities/${rows[0]?.id}/addTags`, { tags: [] }, grant)).status).toBe(403);
    expect((await driver.get('/stages', grant)).status).toBe(403);
    expect((await driver.get('/opportunities?confidentiality=all', grant)).status).toBe(403);
  });

  it('rotates refresh tokens; using an old one again is refused and ends the family', async () => {
    const first = await connected();
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await driver.get('/opportunities?limit=1', bearer(second))).status).toBe(200);
    const reused = await refresh(first.refresh_token);
    expect(reused).toEqual({ status: 403, body: { error: 'invalid_grant',
      error_description: 'Unknown or invalid refresh token.' } });
    expect((await refresh(second.refresh_token)).status).toBe(403);
  });

  it('refuses a wrong secret and an unknown grant type', async () => {
    const { refresh_token: refreshToken } = await connected();
    const wrong = await token({ grant_type: 'refresh_token', refresh_token: refreshToken, client_secret: 'wrong' });
    expect(wrong).toMatchObject({ status: 403, body: { error: 'invalid_grant' } });
    expect((await token({ grant_type: 'password' })).status).toBe(403);
    expect((await token({ client_id: 'none', grant_type: 'refresh_token' })).status).toBe(401);
  });

  it('expires access tokens after an hour and idle refresh tokens after 90 days of sandbox time', async () => {
    const first = await connected();
    driver.clock.advance(3_599_000);
    expect((await driver.get('/opportunities?limit=1', bearer(first))).status).toBe(200);
    driver.clock.advance(2_000);
    expect((await driver.get('/opportunities?limit=1', bearer(first))).status).toBe(401);
    const second = (await refresh(first.refresh_token)).body;
    expect((await driver.get('/opportunities?limit=1', bearer(second))).status).toBe(200);
    driver.clock.advance(90 * 86_400_000);
    expect((await refresh(second.refresh_token)).status).toBe(403);
  });

  it('stops everything when the customer removes the app, or the app revokes itself', async () => {
    const removed = await connected();
    const grants = [...driver.lever.store.access.grants.values()];
    await driver.recruiter('DELETE', `/grants/${grants.at(-1)?.id}`);
    expect((await driver.get('/opportunities?limit=1', bearer(removed))).status).toBe(401);
    expect((await refresh(removed.refresh_token)).status).toBe(403);
    const own = await connected();
    await fetch(`${driver.lever.oauthUrl}/oauth/revoke`, {
      method: 'POST', body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret,
        token: own.refresh_token ?? '' }),
    });
    expect((await driver.get('/opportunities?limit=1', bearer(own))).status).toBe(401);
  });

  it('has a shortcut for tests, and registers no app with more than 20 scopes', async () => {
    const reply = await driver.control('POST', '/oauth/consent', { ...parameters(), account: 'globex', decision: 'accept' });
    const code = new URL(String(reply.body.redirectTo)).searchParams.get('code') ?? '';
    const { body } = await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
    const [row] = (await driver.get('/opportunities?limit=1', bearer(body))).rows;
    expect(driver.lever.store.account('globex').opportunities.get(row?.id ?? '')).toBeDefined();
    const scopes = Array.from({ length: 21 }, (_unused, index) => `s${index}:read:admin`);
    expect((await driver.control('POST', '/lever/apps', { name: 'Greedy', scopes })).status).toBe(400);
  });
});
