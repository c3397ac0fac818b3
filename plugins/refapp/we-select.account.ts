import { OutsideError, SignInRefused, type OutsideAccountDefinition } from 'patchbay/sdk';
import { z } from 'zod';
import { WE_SELECT } from './refapp.context.js';

/** We Select, signed in to by an administrator; the token ends only by being taken back. */
export const weSelectAccount: OutsideAccountDefinition = {
  system: WE_SELECT, name: 'We Select', hosts: { api: 'https://app.weselect.com' }, options: [], limit: { requests: 200, inSeconds: 10 }, bringsClient: true,
  signInUrl: async ({ hosts }, { redirectUri, state }) => `${hosts.api}/oauth/authorize?${new URLSearchParams({ redirect_uri: redirectUri, state }).toString()}`,
  exchange: async ({ hosts, http }, { code }) => {
    const answer = await http.request({ method: 'POST', path: `${hosts.api}/oauth/token`, form: { grant_type: 'authorization_code', code } });
    const tokens = z.object({ access_token: z.string().min(8) }).safeParse(answer.body);
    if (!tokens.success) throw new OutsideError('we-select-unexpected-answer', 'We Select gave no token.');
    return { baseUrl: hosts.api ?? '', values: { access: tokens.data.access_token }, expiresInSeconds: null, accountId: null };
  },
  refresh: async () => { throw new SignInRefused('We Select gives no new tokens: sign in again.'); },
  authorize: ({ values }) => ({ authorization: `Bearer ${values.access}` }),
};
