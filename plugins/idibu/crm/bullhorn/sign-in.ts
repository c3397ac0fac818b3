import { CallerError, OutsideError, SignInRefused, type AccountTokens, type OutsideAccountDefinition, type SignInContext } from 'patchbay/sdk';
import { z } from 'zod';
import { codeFlow, refreshOf, sendFollowing, type GrantAnswer } from '../shared/code-flow.js';

const SESSION_MINUTES = 60;
const CENTRES = ['west', 'west9', 'west50', 'east', 'emea', 'emea9', 'apac', 'ger'];

const sessionSchema = z.object({ BhRestToken: z.string().min(1), restUrl: z.url() });

/** The host of the chosen data centre; a configured address stands for all of them. */
const host = ({ hosts, options }: SignInContext, kind: 'auth' | 'rest'): string => (hosts[kind] ?? '').replace('{dataCentre}', options.dataCentre ?? 'west');

/** A session outlives the access token it was made from, and its address names the customer. */
async function sessionOf(answer: GrantAnswer, ctx: SignInContext, before: AccountTokens | null): Promise<AccountTokens> {
  const query = new URLSearchParams({ version: '*', access_token: answer.access_token, ttl: String(SESSION_MINUTES) });
  const login = await sendFollowing(ctx, { method: 'POST', path: `${host(ctx, 'rest')}/rest-services/login?${query.toString()}` });
  if (login.status >= 400) {
    const text = `Bullhorn opened no session (status ${login.status}).`;
    throw before ? new SignInRefused(text) : new CallerError('sign-in-failed', text, { status: 409 });
  }
  const session = sessionSchema.safeParse(login.body);
  if (!session.success) throw new OutsideError('sign-in-unexpected-answer', 'Bullhorn answered the login in another shape than documented.', { retryable: false });
  const baseUrl = session.data.restUrl.replace(/\/$/, '');
  return {
    baseUrl, accountId: baseUrl.split('/').at(-1) ?? null, expiresInSeconds: SESSION_MINUTES * 60,
    values: { session: session.data.BhRestToken, ...refreshOf(answer, before) },
  };
}

export const BULLHORN_ACCOUNT: OutsideAccountDefinition = {
  system: 'bullhorn',
  name: 'Bullhorn',
  hosts: { auth: 'https://auth-{dataCentre}.bullhornstaffing.com', rest: 'https://rest-{dataCentre}.bullhornstaffing.com' },
  options: [{
    key: 'dataCentre', label: 'Data centre', help: 'Where your Bullhorn account lives; the wrong one sends on to the right one.',
    choices: CENTRES.map((value) => ({ value, label: value })),
  }],
  limit: { requests: 1_500, inSeconds: 60 },
  ...codeFlow({
    name: 'Bullhorn', authorizeUrl: (ctx) => `${host(ctx, 'auth')}/oauth/authorize`, tokenUrl: (ctx) => `${host(ctx, 'auth')}/oauth/token`, tokensOf: sessionOf,
  }),
  authorize: ({ values }) => ({ BhRestToken: values.session ?? '' }),
};
