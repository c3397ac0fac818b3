import { describe, expect, it } from '@jest/globals';
import type { AccountRequest, SignInContext, VendorAnswer } from 'patchbay/sdk';
import { codeFlow, refreshOf } from './code-flow.js';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): VendorAnswer => ({ status, headers, body });

function signIn(answers: VendorAnswer[]) {
  const asked: AccountRequest[] = [];
  const ctx: SignInContext = {
    options: {}, client: { id: 'hub', secret: 's' }, hosts: { id: 'https://auth-west.crm.example' }, ownLeverAccountId: null,
    http: { request: async (request) => { asked.push(request); return answers.shift() ?? answer(500, null); } },
  };
  const flow = codeFlow({
    name: 'Crm', authorizeUrl: ({ hosts }) => `${hosts.id}/authorize`, tokenUrl: ({ hosts }) => `${hosts.id}/token`,
    tokensOf: (granted, _ctx, before) => ({ baseUrl: 'https://api.crm.example', values: { access: granted.access_token, ...refreshOf(granted, before) }, expiresInSeconds: 60, accountId: null }),
  });
  return { ctx, flow, asked };
}
const tokens = { baseUrl: 'https://api.crm.example', values: { access: 'a', refresh: 'old' }, expiresInSeconds: 60, accountId: null };
const back = { code: 'c', redirectUri: 'https://hub.example/back' };

describe('ID-4 the sign-in at a CRM', () => {
  it('keeps the refresh token in force: the new one, or the one before', async () => {
    const { ctx, flow } = signIn([answer(200, { access_token: 'b', refresh_token: 'new' }), answer(200, { access_token: 'c' })]);
    expect((await flow.refresh(ctx, tokens)).values).toEqual({ access: 'b', refresh: 'new' });
    expect((await flow.refresh(ctx, tokens)).values).toEqual({ access: 'c', refresh: 'old' });
  });

  it('tells a lost grant from a code that did not work, also when the refusal comes with status 200', async () => {
    const refused = [answer(400, { error: 'invalid_grant' }), answer(200, { error: 'invalid_code' })];
    const { ctx, flow } = signIn(refused);
    await expect(flow.refresh(ctx, tokens)).rejects.toMatchObject({ code: 'sign-in-refused' });
    await expect(flow.exchange(ctx, back)).rejects.toMatchObject({ code: 'sign-in-failed', status: 409 });
  });

  it('follows a 307 within the domain with the same form, and nowhere else', async () => {
    const there = { location: 'https://auth-east.crm.example/token' };
    const { ctx, flow, asked } = signIn([answer(307, null, there), answer(200, { access_token: 'b' }), answer(307, null, { location: 'https://crm.evil.example.org/token' })]);
    await flow.exchange(ctx, back);
    expect(asked.map(({ path }) => path)).toEqual(['https://auth-west.crm.example/token', there.location]);
    expect(asked[1]?.form).toEqual(asked[0]?.form);
    await expect(flow.exchange(ctx, back)).rejects.toMatchObject({ code: 'sign-in-redirected' });
    expect(asked).toHaveLength(3);
  });

  it('cannot begin without a client', async () => {
    const { ctx, flow } = signIn([]);
    await expect(flow.signInUrl({ ...ctx, client: null }, { redirectUri: back.redirectUri, state: 's' })).rejects.toMatchObject({ code: 'oauth-not-configured' });
  });
});
