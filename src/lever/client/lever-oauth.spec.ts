import { afterEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknown } from '../../sdk/errors.js';
import { authorizeUrl, exchangeCode, InvalidGrant, refreshTokens, tokenClaims } from './lever-oauth.js';
import { ScriptedServer, type Step } from './testing/scripted-server.js';

describe('Lever OAuth', () => {
  const servers: ScriptedServer[] = [];
  afterEach(async () => { for (const server of servers.splice(0)) await server.stop(); });

  async function signIn(...steps: Step[]) {
    const server = await ScriptedServer.start(steps);
    servers.push(server);
    return { server, client: { authUrl: server.baseUrl.replace('/v1', ''), clientId: 'id', clientSecret: 's3cret', timeoutMs: 300 } };
  }

  it('asks for consent with everything Lever requires', () => {
    const url = new URL(authorizeUrl({
      authUrl: 'https://auth.lever.co/', clientId: 'id', redirectUri: 'https://hub.example/cb', state: 's', audience: 'https://api.lever.co/v1/',
      scopes: ['notes:write:admin', 'offline_access'],
    }));
    expect(url.origin + url.pathname).toBe('https://auth.lever.co/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'id', redirect_uri: 'https://hub.example/cb', response_type: 'code', state: 's', audience: 'https://api.lever.co/v1/',
      scope: 'notes:write:admin offline_access', prompt: 'consent',
    });
  });

  it('trades a code for tokens, form encoded', async () => {
    const { server, client } = await signIn({ status: 200, json: { access_token: 'a', refresh_token: 'r', expires_in: 3600, scope: 'x y', token_type: 'Bearer' } });
    expect(await exchangeCode({ ...client, code: 'c', redirectUri: 'https://hub.example/cb' })).toEqual({
      accessToken: 'a', refreshToken: 'r', expiresInSeconds: 3600, scopes: ['x', 'y'],
    });
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/oauth/token' });
    expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toMatchObject({ grant_type: 'authorization_code', code: 'c', client_secret: 's3cret' });
  });

  it('gives the rotated refresh token', async () => {
    const { server, client } = await signIn({ status: 200, json: { access_token: 'a2', refresh_token: 'r2', expires_in: 3600 } });
    expect(await refreshTokens({ ...client, refreshToken: 'r1' })).toMatchObject({ accessToken: 'a2', refreshToken: 'r2' });
    expect(server.seen[0]?.body).toContain('refresh_token=r1');
  });

  it('tells a used or revoked token from trouble', async () => {
    const used = await signIn({ status: 403, json: { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' } });
    await expect(refreshTokens({ ...used.client, refreshToken: 'r' })).rejects.toBeInstanceOf(InvalidGrant);
    const down = await signIn({ status: 503, text: '<html>' });
    await expect(refreshTokens({ ...down.client, refreshToken: 'r' })).rejects.toMatchObject({ code: 'oauth-refused', retryable: true });
    const wrong = await signIn({ status: 401, json: { error: 'access_denied' } });
    await expect(refreshTokens({ ...wrong.client, refreshToken: 'r' })).rejects.toMatchObject({ code: 'oauth-refused', retryable: false });
  });

  it('says when the answer was lost and the refresh token may be used up', async () => {
    for (const step of [{ cut: 'before-answer' }, { hang: true }, { cut: 'in-body' }, { status: 200, text: '<html>' }] as Step[]) {
      const { client } = await signIn(step);
      await expect(refreshTokens({ ...client, refreshToken: 'r' })).rejects.toBeInstanceOf(OutcomeUnknown);
    }
    const { server, client } = await signIn();
    await server.stop();
    await expect(refreshTokens({ ...client, refreshToken: 'r' })).rejects.toMatchObject({ code: 'oauth-unreachable', retryable: true });
  });

  it('puts no secret into errors', async () => {
    const { client } = await signIn({ status: 400, json: { error: 'invalid_request', error_description: 'r-secret s3cret' } });
    const error: unknown = await refreshTokens({ ...client, refreshToken: 'r-secret' }).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/s3cret|r-secret/);
  });

  it('reads whose token it is', () => {
    const claims = { 'https://oauth.lever.co/accountId': 'acc', 'https://oauth.lever.co/userId': 'usr' };
    const token = ['{"alg":"none"}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
    expect(tokenClaims(token)).toEqual({ accountId: 'acc', userId: 'usr' });
    expect(tokenClaims('opaque')).toBeNull();
  });
});
