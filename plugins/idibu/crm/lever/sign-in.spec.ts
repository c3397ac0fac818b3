import { describe, expect, it } from '@jest/globals';
import type { SignInContext } from 'patchbay/sdk';
import { LEVER_ACCOUNT } from './sign-in.js';

const token = (claims: object): string => ['x', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'y'].join('.');
const ctx = (ownLeverAccountId: string | null): SignInContext => ({
  options: {}, client: { id: 'hub', secret: 's' }, hosts: { auth: 'https://auth.lever.co', api: 'https://api.lever.co' }, ownLeverAccountId,
  http: {
    request: async () => ({
      status: 200, headers: {},
      body: { access_token: token({ 'https://oauth.lever.co/accountId': 'acc-1', 'https://oauth.lever.co/userId': 'user-1' }), refresh_token: 'r', expires_in: 3600 },
    }),
  },
});
const back = { code: 'c', redirectUri: 'https://hub.example/back' };

describe('ID-2 Lever as CRM', () => {
  it('is another account than the one recruited in', async () => {
    await expect(LEVER_ACCOUNT.exchange(ctx('acc-1'), back)).rejects.toMatchObject({ code: 'own-lever-account', status: 409 });
    expect(await LEVER_ACCOUNT.exchange(ctx('acc-2'), back)).toMatchObject({ accountId: 'acc-1', userId: 'user-1', baseUrl: 'https://api.lever.co/v1' });
  });
});
