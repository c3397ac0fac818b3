import { decodeJwt } from 'jose';
import { getGlobalDispatcher, type Dispatcher } from 'undici';
import { z } from 'zod';
import { OutcomeUnknown, OutsideError } from '../../sdk/errors.js';
import { NotJson, parseJson } from './answer-json.js';
import { ExchangeFailure, HttpExchange } from './http-exchange.js';
import type { LeverAnswer } from './lever-request.js';

/** Lever's sign-in no longer accepts this code or refresh token: used before, expired or revoked. */
export class InvalidGrant extends OutsideError {
  constructor() {
    super('invalid-grant', 'Lever no longer accepts this authorisation.', { retryable: false, status: 409 });
  }
}

export interface OauthTokens {
  readonly accessToken: string;
  /** A new one each time: the old one is dead once this answer was made. Null without `offline_access`. */
  readonly refreshToken: string | null;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

export interface OauthClient {
  /** Root of Lever's sign-in, e.g. `https://auth.lever.co`. */
  readonly authUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly dispatcher?: Dispatcher;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 256 * 1024;
const HOUR_SECONDS = 3_600;

const tokenAnswer = z.object({
  access_token: z.string().min(1), refresh_token: z.string().nullish(), expires_in: z.number().nullish(), scope: z.string().nullish(),
});
const refusal = z.object({ error: z.string() });

/** Address of the consent page. Add `offline_access` to the scopes to get a refresh token. */
export function authorizeUrl(options: {
  authUrl: string; clientId: string; redirectUri: string; state: string; scopes: readonly string[]; audience: string;
}): string {
  const url = new URL(`${options.authUrl.replace(/\/+$/, '')}/authorize`);
  url.search = new URLSearchParams({
    client_id: options.clientId, redirect_uri: options.redirectUri, response_type: 'code', state: options.state,
    scope: options.scopes.join(' '), audience: options.audience, prompt: 'consent',
  }).toString();
  return url.toString();
}

/** Trades a code for tokens; each code works once. Throws `InvalidGrant`, `OutcomeUnknown` or a retryable `OutsideError`. */
export function exchangeCode(options: OauthClient & { code: string; redirectUri: string }): Promise<OauthTokens> {
  return askTokens(options, { grant_type: 'authorization_code', code: options.code, redirect_uri: options.redirectUri });
}

/**
 * Trades a refresh token for a new pair. Only one caller at a time: a token used twice is refused. `OutcomeUnknown`
 * means that the answer was lost and the token may be used up; every other error but `InvalidGrant` leaves it good.
 */
export function refreshTokens(options: OauthClient & { refreshToken: string }): Promise<OauthTokens> {
  return askTokens(options, { grant_type: 'refresh_token', refresh_token: options.refreshToken });
}

/** Whose token it is, from its own claims, unverified: it came straight from Lever. Null for a token without claims. */
export function tokenClaims(accessToken: string): { accountId: string | null; userId: string | null } | null {
  if (accessToken.split('.').length !== 3) return null;
  const claims = decodeJwt(accessToken);
  const text = (name: string): string | null => {
    const value = claims[`https://oauth.lever.co/${name}`];
    return typeof value === 'string' ? value : null;
  };
  return { accountId: text('accountId'), userId: text('userId') };
}

async function askTokens(client: OauthClient, fields: Record<string, string>): Promise<OauthTokens> {
  const answer = await post(client, fields);
  const body = readBody(answer);
  if (answer.status >= 200 && answer.status < 300) {
    const read = tokenAnswer.safeParse(body);
    if (!read.success) throw new OutcomeUnknown("Lever's sign-in answered without tokens.");
    const { access_token, refresh_token, expires_in, scope } = read.data;
    return {
      accessToken: access_token, refreshToken: refresh_token ?? null, expiresInSeconds: expires_in ?? HOUR_SECONDS,
      scopes: (scope ?? '').split(' ').filter((name) => name !== ''),
    };
  }
  if (refusal.safeParse(body).data?.error === 'invalid_grant') throw new InvalidGrant();
  const retryable = answer.status >= 500 || answer.status === 429;
  throw new OutsideError('oauth-refused', `Lever's sign-in answered ${answer.status}.`, { retryable });
}

function readBody(answer: LeverAnswer): unknown {
  try {
    return parseJson(answer.body);
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

async function post(client: OauthClient, fields: Record<string, string>): Promise<LeverAnswer> {
  const exchange = new HttpExchange({
    dispatcher: client.dispatcher ?? getGlobalDispatcher(), timeoutMs: client.timeoutMs ?? TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  try {
    return await exchange.run({
      method: 'POST', url: new URL(`${client.authUrl.replace(/\/+$/, '')}/oauth/token`),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_id: client.clientId, client_secret: client.clientSecret, ...fields }).toString(),
    });
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    if (error.sent) throw new OutcomeUnknown("The answer of Lever's sign-in was lost.", { cause: error });
    throw new OutsideError('oauth-unreachable', "Lever's sign-in could not be reached.", { cause: error });
  }
}
