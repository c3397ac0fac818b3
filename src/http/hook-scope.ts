import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { BODY_LIMIT } from './json-body.js';
import { sendProblem } from './problem-reply.js';

export const HOOKS_PATH = '/hooks';

/**
 * Routes under `/hooks` in a Fastify scope of their own: whatever its content type, the body arrives as the
 * very bytes that were sent (`request.body` is a Buffer, empty when there was none), at most 1 MB, since a
 * signature covers bytes (D28). Call before the application starts. Errors leave as problem+json.
 */
export function registerHookScope(app: NestFastifyApplication, routes: (scope: FastifyInstance) => void): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, parsed) => parsed(null, body));
    scope.addHook('preHandler', (request, _reply, next) => {
      request.body ??= Buffer.alloc(0);
      next();
    });
    scope.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
    routes(scope);
    done();
  }, { prefix: HOOKS_PATH });
}
