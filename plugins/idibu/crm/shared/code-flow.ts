import { CallerError, OutsideError, SignInRefused, type AccountTokens, type OutsideAccountDefinition, type SignInContext, type VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';

const grantSchema = z.looseObject({ access_token: z.string().min(1), refresh_token: z.string().optional(), expires_in: z.number().optional() });
/** The token endpoint's answer; fields of the vendor's own are kept. */
export type GrantAnswer = z.output<typeof grantSchema>;

/** The OAuth 2 authorisation code flow as one CRM does it. */
export interface CodeFlow {
  /** As people call it. */
  readonly name: string;
  authorizeUrl(ctx: SignInContext): string;
  tokenUrl(ctx: SignInContext): string;
  readonly scope?: string;
  /** Further parameters of the authorise address. */
  more?(ctx: SignInContext): Readonly<Record<string, string>>;
  /** The hub's configured client unless told. */
  client?(ctx: SignInContext): { readonly id: string; readonly secret: string | null };
  /** `before` are the tokens of the sign-in so far; null the first time. */
  tokensOf(answer: GrantAnswer, ctx: SignInContext, before: AccountTokens | null): Promise<AccountTokens> | AccountTokens;
}

export function codeFlow(flow: CodeFlow): Pick<OutsideAccountDefinition, 'signInUrl' | 'exchange' | 'refresh'> {
  return {
    signInUrl: async (ctx, { redirectUri, state }) => {
      const url = new URL(flow.authorizeUrl(ctx));
      const parameters = { client_id: clientOf(flow, ctx).id, response_type: 'code', redirect_uri: redirectUri, state, ...(flow.scope && { scope: flow.scope }), ...flow.more?.(ctx) };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.toString();
    },
    exchange: async (ctx, { code, redirectUri }) => {
      const answer = await ask(flow, ctx, { grant_type: 'authorization_code', code, redirect_uri: redirectUri });
      const problem = problemOf(answer);
      if (problem !== null) throw new CallerError('sign-in-failed', `${flow.name} did not accept the sign-in (${problem}). Please sign in again.`, { status: 409 });
      return flow.tokensOf(granted(flow, answer), ctx, null);
    },
    refresh: async (ctx, tokens) => {
      const answer = await ask(flow, ctx, { grant_type: 'refresh_token', refresh_token: tokens.values.refresh ?? '' });
      const problem = problemOf(answer);
      if (problem !== null) throw new SignInRefused(`${flow.name} no longer accepts the sign-in (${problem}).`);
      return flow.tokensOf(granted(flow, answer), ctx, tokens);
    },
  };
}

function clientOf(flow: CodeFlow, ctx: SignInContext): { readonly id: string; readonly secret: string | null } {
  const client = flow.client?.(ctx) ?? ctx.client;
  if (!client) throw new CallerError('oauth-not-configured', `No OAuth client for ${flow.name} is configured.`, { status: 409 });
  return client;
}

/** A temporary redirect is followed within the same domain: some CRMs keep an account in another data centre. */
async function ask(flow: CodeFlow, ctx: SignInContext, grant: Readonly<Record<string, string>>): Promise<VendorAnswer> {
  const { id, secret } = clientOf(flow, ctx);
  const form = { ...grant, client_id: id, ...(secret !== null && { client_secret: secret }) };
  return sendFollowing(ctx, { method: 'POST', path: flow.tokenUrl(ctx), form });
}

const FOLLOWED = [307, 308];

/** Sends a request of the sign-in; follows a redirect that keeps method and body, to the same domain only. */
export async function sendFollowing(
  ctx: SignInContext, request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly form?: Readonly<Record<string, string>> },
): Promise<VendorAnswer> {
  const passOn = [...FOLLOWED, 400, 401, 403];
  const answer = await ctx.http.request({ ...request, passOn });
  const target = FOLLOWED.includes(answer.status) ? answer.headers.location : undefined;
  if (target === undefined) return answer;
  if (domainOf(target) !== domainOf(request.path)) throw new OutsideError('sign-in-redirected', 'The sign-in was sent to another domain.', { retryable: false });
  return ctx.http.request({ ...request, path: target, passOn: passOn.filter((status) => !FOLLOWED.includes(status)) });
}

/** The last two labels of the name; numbers whole, with the port. */
function domainOf(url: string): string {
  const { hostname, host } = new URL(url);
  return /^[\d.]+$|^localhost$/.test(hostname) ? host : hostname.split('.').slice(-2).join('.');
}

function problemOf({ status, body }: VendorAnswer): string | null {
  const error = (body as { error?: unknown } | null)?.error;
  if (status < 400 && error === undefined) return null;
  return typeof error === 'string' ? error : `status ${status}`;
}

function granted(flow: CodeFlow, { body }: VendorAnswer): GrantAnswer {
  const parsed = grantSchema.safeParse(body);
  if (!parsed.success) throw new OutsideError('sign-in-unexpected-answer', `${flow.name} answered the sign-in in another shape than documented.`, { retryable: false });
  return parsed.data;
}

/** The refresh token in force after this answer: a new one, or the one before. */
export function refreshOf(answer: GrantAnswer, before: AccountTokens | null): Record<string, string> {
  const refresh = answer.refresh_token ?? before?.values.refresh;
  return refresh === undefined ? {} : { refresh };
}
