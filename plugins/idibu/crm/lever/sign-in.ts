import { CallerError, type AccountTokens, type OutsideAccountDefinition, type SignInContext } from 'patchbay/sdk';
import { z } from 'zod';
import { codeFlow, refreshOf, type GrantAnswer } from '../shared/code-flow.js';

const SCOPE = [
  'opportunities:read', 'opportunities:write', 'contact:read', 'contact:write', 'postings:read', 'notes:read', 'notes:write', 'files:read', 'files:write', 'users:read',
].map((scope) => `${scope}:admin`).join(' ');

const CLAIM = 'https://oauth.lever.co/';
const claimsSchema = z.object({ [`${CLAIM}accountId`]: z.string().optional(), [`${CLAIM}userId`]: z.string().optional() });

/** What the access token says of itself; read for whom it is, never trusted for more. */
function claimsOf(token: string): { accountId: string | null; userId: string | null } {
  try {
    const claims = claimsSchema.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
    return { accountId: claims[`${CLAIM}accountId`] ?? null, userId: claims[`${CLAIM}userId`] ?? null };
  } catch {
    return { accountId: null, userId: null };
  }
}

function tokensOf(answer: GrantAnswer, { hosts, ownLeverAccountId }: SignInContext, before: AccountTokens | null): AccountTokens {
  const { accountId, userId } = claimsOf(answer.access_token);
  if (accountId !== null && accountId === ownLeverAccountId) {
    throw new CallerError('own-lever-account', 'This is the Lever account you recruit in: forwarding into it would send people round in a circle. Sign in to another Lever account.', { status: 409 });
  }
  return {
    baseUrl: `${hosts.api}/v1`, accountId: accountId ?? before?.accountId ?? null, expiresInSeconds: answer.expires_in ?? 3_600,
    userId: userId ?? before?.userId ?? null, values: { access: answer.access_token, ...refreshOf(answer, before) },
  };
}

/** Another Lever account than the one that the organisation recruits in. */
export const LEVER_ACCOUNT: OutsideAccountDefinition = {
  system: 'lever-crm',
  name: 'Lever',
  hosts: { auth: 'https://auth.lever.co', api: 'https://api.lever.co' },
  options: [],
  limit: { requests: 100, inSeconds: 10 },
  ...codeFlow({
    name: 'Lever', scope: `${SCOPE} offline_access`, more: ({ hosts }) => ({ audience: `${hosts.api}/v1/`, prompt: 'consent' }),
    authorizeUrl: ({ hosts }) => `${hosts.auth}/authorize`, tokenUrl: ({ hosts }) => `${hosts.auth}/oauth/token`, tokensOf,
  }),
  authorize: ({ values }) => ({ authorization: `Bearer ${values.access}` }),
};
