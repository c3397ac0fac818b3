import type { FastifyInstance, FastifyReply } from 'fastify';
import type { LeverStore } from '../store.js';
import type { User } from '../model/people.js';
import { acceptRequest, applicantOf, type AuthorizationRequest, authorizationRequest, declineRequest, redirect,
  type RequestParameters }
  from './authorization.js';
import { consentPage, errorPage } from './consent-page.js';
import { OAuthError } from './oauth-error.js';
import { TokenEndpoint } from './tokens.js';
import type { TokenSigner } from './token-signer.js';

export interface OAuthHost {
  readonly store: LeverStore;
  readonly signer: TokenSigner;
  /** Base URL of the host, known once it listens. */
  url(): string;
}

/** The OAuth host: consent page, token endpoint with rotation, revocation and the public keys. */
export function registerOAuth(app: FastifyInstance, host: OAuthHost): void {
  const tokens = new TokenEndpoint(host.store, host.signer, () => `${host.url()}/`);
  app.get<{ Querystring: RequestParameters }>('/authorize', async (request, reply) =>
    withRequest(host.store, request.query, reply, (asked) =>
      reply.type('text/html; charset=utf-8').send(consentPage(host.store, asked, request.query))));
  app.post<{ Body: RequestParameters }>('/authorize', async (request, reply) =>
    withRequest(host.store, request.body, reply, (asked) => reply.redirect(decide(host.store, asked, request.body), 302)));
  app.post<{ Body: RequestParameters }>('/oauth/token', async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await tokens.answer(request.body ?? {})));
  app.post<{ Body: RequestParameters }>('/oauth/revoke', async (request, reply) => {
    tokens.revoke(request.body ?? {});
    return reply.code(200).send();
  });
  app.get('/.well-known/jwks.json', async () => ({ keys: [host.signer.publicJwk] }));
  app.post<{ Body: RequestParameters }>('/__control/oauth/consent', async (request) =>
    ({ redirectTo: decide(host.store, authorizationRequest(host.store, request.body), request.body) }));
}

/** Answers the browser: a page for errors that must not be sent to the app, a redirect for the others. */
function withRequest(
  store: LeverStore, parameters: RequestParameters, reply: FastifyReply, proceed: (asked: AuthorizationRequest) => FastifyReply,
): FastifyReply {
  let redirectUri: string | null = null;
  try {
    redirectUri = applicantOf(store, parameters).redirectUri;
    return proceed(authorizationRequest(store, parameters));
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (redirectUri === null || error.status === 403) {
      return reply.code(error.status).type('text/html; charset=utf-8').send(errorPage(error.message));
    }
    const state: Record<string, string> = typeof parameters.state === 'string' ? { state: parameters.state } : {};
    return reply.redirect(redirect(redirectUri, { ...state, error: error.error, error_description: error.message }), 302);
  }
}

function decide(store: LeverStore, asked: AuthorizationRequest, parameters: RequestParameters): string {
  if (parameters.decision === 'decline') return declineRequest(asked);
  return acceptRequest(store, asked, signedIn(store, parameters));
}

/** The user by id, or any super admin of the account named. */
function signedIn(store: LeverStore, parameters: RequestParameters): User {
  if (typeof parameters.account === 'string' && parameters.user === undefined) {
    const admin = [...store.account(parameters.account).users.values()]
      .find((user) => user.accessRole === 'super admin' && user.deactivatedAt === null);
    if (admin !== undefined) return admin;
  }
  const user = store.user(String(parameters.user));
  if (user === undefined) throw new OAuthError(403, 'access_denied', 'Nobody is signed in.');
  return user;
}
