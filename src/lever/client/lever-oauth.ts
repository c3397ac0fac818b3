import { OutsideError } from '../../sdk/errors.js';

/** Lever's sign-in no longer accepts this code or refresh token. */
export class InvalidGrant extends OutsideError {
  constructor() { super('invalid-grant', 'Lever no longer accepts this authorisation.', { retryable: false, status: 409 }); }
}

export interface OauthTokens {
  readonly accessToken: string;
  /** A new one each time: refresh tokens rotate (lever-api 1.2). */
  readonly refreshToken: string | null;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

interface Client { readonly authUrl: string; readonly clientId: string; readonly clientSecret: string }
const TIMEOUT_MS = 20_000;

/** Address of the consent page. All parameters are required by Lever (lever-api 1.2). */
export function authorizeUrl(options: {
  authUrl: string; clientId: string; redirectUri: string; state: string; scopes: readonly string[]; audience: string;
}): string {
  const url = new URL(`${options.authUrl}/authorize`);
  url.search = new URLSearchParams({
    client_id: options.clientId, redirect_uri: options.redirectUri, response_type: 'code', state: options.state,
    scope: options.scopes.join(' '), audience: options.audience, prompt: 'consent',
  }).toString();
  return url.toString();
}

/** Trades a code for tokens; each code works once. */
export function exchangeCode(options: Client & { code: string; redirectUri: string }): Promise<OauthTokens> {
  return tokens(options, { grant_type: 'authorization_code', code: options.code, redirect_uri: options.redirectUri });
}

/** Trades a refresh token for a new pair; throws `InvalidGrant` when it is used up or revoked. */
export function refreshTokens(options: Client & { refreshToken: string }): Promise<OauthTokens> {
  return tokens(options, { grant_type: 'refresh_token', refresh_token: options.refreshToken });
}

async function tokens(client: Client, fields: Record<string, string>): Promise<OauthTokens> {
  const response = await post(client, fields);
  const body = await response.json().catch(() => null) as Record<string, unknown> | null;
  if (response.ok && typeof body?.access_token === 'string') {
    return {
      accessToken: body.access_token, refreshToken: typeof body.refresh_token === 'string' ? body.refresh_token : null,
      expiresInSeconds: typeof body.expires_in === 'number' ? body.expires_in : 3_600,
      scopes: typeof body.scope === 'string' ? body.scope.split(' ') : [],
    };
  }
  if (body?.error === 'invalid_grant') throw new InvalidGrant();
  throw new OutsideError('oauth-failed', `Lever's sign-in answered ${response.status}.`, { retryable: response.status >= 500 || response.status === 429 });
}

async function post(client: Client, fields: Record<string, string>): Promise<Response> {
  try {
    return await fetch(`${client.authUrl}/oauth/token`, {
      method: 'POST', redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS),
      body: new URLSearchParams({ client_id: client.clientId, client_secret: client.clientSecret, ...fields }),
    });
  } catch (error) {
    throw new OutsideError('oauth-unreachable', "Lever's sign-in could not be reached.", { cause: error });
  }
}
