import type { LeverStore } from '../store.js';
import type { Grant, OAuthApp } from '../model/access.js';
import type { User } from '../model/people.js';
import { OAuthError } from './oauth-error.js';

export interface AuthorizationRequest {
  readonly app: OAuthApp;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: string[];
  readonly audience: string;
}

export type RequestParameters = Readonly<Record<string, unknown>>;

const codeLifeMs = 10 * 60_000;

function textOf(parameters: RequestParameters, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
}

/** Checks who asks and where the answer goes; failures here must never redirect. */
export function applicantOf(store: LeverStore, parameters: RequestParameters): { app: OAuthApp; redirectUri: string } {
  const app = store.access.apps.get(textOf(parameters, 'client_id'));
  if (app === undefined) throw new OAuthError(403, 'unauthorized_client', `Unknown client: ${textOf(parameters, 'client_id')}`);
  const redirectUri = textOf(parameters, 'redirect_uri');
  if (!app.redirectUris.includes(redirectUri)) throw new OAuthError(403, 'unauthorized_client', 'Callback URL mismatch.');
  return { app, redirectUri };
}

/** Checks what is asked for; the caller sends failures back to the app. */
export function authorizationRequest(store: LeverStore, parameters: RequestParameters): AuthorizationRequest {
  const { app, redirectUri } = applicantOf(store, parameters);
  const state = textOf(parameters, 'state');
  if (state === '') throw new OAuthError(400, 'invalid_request', 'Missing required parameter: state');
  if (textOf(parameters, 'response_type') !== 'code') throw new OAuthError(400, 'unsupported_response_type',
    'Use response_type=code.');
  const audience = textOf(parameters, 'audience');
  if (!store.audiences.includes(audience)) throw new OAuthError(400, 'access_denied', `Service not found: ${audience}`);
  const scopes = textOf(parameters, 'scope').split(/\s+/).filter((scope) => scope !== '');
  if (scopes.length === 0) throw new OAuthError(400, 'invalid_request', 'Missing required parameter: scope');
  const foreign = scopes.find((scope) => scope !== 'offline_access' && !app.scopes.includes(scope));
  if (foreign !== undefined) throw new OAuthError(400, 'invalid_scope', `The app is not registered for ${foreign}`);
  return { app, redirectUri, state, scopes, audience };
}

/** A super admin's consent: a grant for the whole account and a code for the app. Returns where the browser goes. */
export function acceptRequest(store: LeverStore, request: AuthorizationRequest, user: User): string {
  if (user.accessRole !== 'super admin' || user.deactivatedAt !== null) {
    throw new OAuthError(403, 'access_denied', 'Only a Super Admin may authorize an app.');
  }
  const { access, clock } = store;
  const grant: Grant = {
    id: store.random.uuid(), clientId: request.app.clientId, accountSlug: store.accountOfUser(user.id).slug, userId: user.id,
    scopes: request.scopes, audience: request.audience, createdAt: clock.now(), revokedAt: null,
  };
  access.grants.set(grant.id, grant);
  const code = access.secret(16);
  access.codes.set(code, {
    code, grantId: grant.id, redirectUri: request.redirectUri, expiresAt: clock.now() + codeLifeMs, usedAt: null,
  });
  return redirect(request.redirectUri, { code, state: request.state });
}

export function declineRequest(request: AuthorizationRequest): string {
  return redirect(request.redirectUri, {
    state: request.state, error: 'access_denied', error_description: 'User did not authorize the request',
  });
}

export function redirect(uri: string, parameters: Readonly<Record<string, string>>): string {
  const target = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.toString();
}
