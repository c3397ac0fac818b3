import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AccessRegistry, accountSlugOf, bucketOf, type Credential, labelOf, mayReadConfidential }
  from '../access-registry.js';
import type { LeverAccount } from '../account.js';
import type { User } from '../model/people.js';
import { authenticate, authorize } from './authenticate.js';
import { readBody } from './body.js';
import type { Answer, Call, LeverRoute } from './call.js';
import { badRequest, LeverError, notFound } from './errors.js';
import { candidateAlias } from './permission-names.js';
import { Query } from './query.js';
import type { RateLimiter } from './rate-limit.js';

export interface DataApi {
  readonly access: AccessRegistry;
  readonly limiter: RateLimiter;
  /** A further limit on `POST /postings/:id/apply`. */
  readonly applicationLimiter: RateLimiter;
  account(slug: string): LeverAccount;
}

declare module 'fastify' {
  interface FastifyRequest {
    leverCredential: Credential | null;
  }
}

const apiPrefix = '/v1';

/** Puts the Data API on the server: authentication and rate limit first, then each route with its permission. */
export function registerDataApi(app: FastifyInstance, api: DataApi, routes: readonly LeverRoute[]): void {
  app.decorateRequest('leverCredential', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!isApiPath(request.url)) return;
    reply.headers({ server: 'lever-data-api', 'x-lever-region': 'global', 'x-stream-path': 'dapi' });
    admit(request, reply, api);
  });
  for (const route of routes) {
    register(app, api, route, route.path, route.permission);
    const alias = candidateAlias(route);
    if (alias !== undefined) register(app, api, route, alias.path, alias.permission);
  }
}

export function isApiPath(url: string): boolean {
  return url === apiPrefix || url.startsWith(`${apiPrefix}/`);
}

function admit(request: FastifyRequest, reply: FastifyReply, api: DataApi): void {
  const credential = authenticate(request.headers.authorization, api.access);
  request.leverCredential = credential;
  request.credentialLabel = labelOf(credential);
  demand(api.limiter, credential, reply);
}

function demand(limiter: RateLimiter, credential: Credential, reply: FastifyReply): void {
  if (limiter.allows(bucketOf(credential))) return;
  if (limiter.sendsRetryAfter) reply.header('retry-after', '1');
  throw new LeverError(429, 'TooManyRequestsError', 'Too many requests. Please slow down.');
}

function register(app: FastifyInstance, api: DataApi, route: LeverRoute, path: string, permission: string): void {
  app.route({
    method: route.method,
    url: `${apiPrefix}${path}`,
    handler: async (request, reply) => {
      const credential = request.leverCredential;
      if (credential === null) throw new LeverError(401, 'UnauthorizedError', 'The request requires authentication.');
      authorize(credential, permission, route);
      if (route.isApplication === true) demand(api.applicationLimiter, credential, reply);
      const account = api.account(accountSlugOf(credential));
      const query = new Query((request.query ?? {}) as Record<string, unknown>);
      const call: Call = {
        account, query,
        params: request.params as Record<string, string>,
        body: await readBody(request),
        mayReadConfidential: mayReadConfidential(credential),
        performAs: performerOf(account, query, route),
      };
      return send(reply, await route.handle(call), route.status ?? 200);
    },
  });
}

function performerOf(account: LeverAccount, query: Query, route: LeverRoute): User | null {
  if (route.performAs === undefined) return null;
  const id = query.one('perform_as');
  if (id === undefined || id === '') {
    if (route.performAs === 'required') throw badRequest('Missing required parameter: perform_as');
    return null;
  }
  const user = account.users.get(id);
  if (user === undefined) throw badRequest(`User ${id} was not found at /perform_as`);
  if (user.deactivatedAt !== null) throw badRequest(`User ${id} is deactivated at /perform_as`);
  return user;
}

function send(reply: FastifyReply, answer: Answer, status: number): FastifyReply {
  if ('empty' in answer) return reply.code(204).send();
  if ('json' in answer) return reply.code(status).send(answer.json);
  const { filename, content } = answer.file;
  return reply.code(200)
    .header('content-type', contentTypeOf(filename))
    .header('content-disposition', `attachment; filename="${filename.replace(/["\r\n]/g, '')}"`)
    .send(content);
}

const contentTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', txt: 'text/plain; charset=utf-8', js: 'text/javascript', png: 'image/png', jpg: 'image/jpeg',
    doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

function contentTypeOf(filename: string): string {
  return contentTypes[filename.split('.').pop()?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

export function unknownRoute(path: string): LeverError {
  const known = notFound('route');
  return new LeverError(known.status, known.code, `${path} does not exist`);
}
