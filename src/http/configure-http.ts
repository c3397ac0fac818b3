import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { AppConfig } from '../../config/app-config.js';
import { withRequestId } from '../operations/log/request-context.js';
import { AnonymousLimit, isCounted } from './anonymous-limit.js';
import { assertStorable } from './input-text.js';
import { serveOpenApi } from './openapi.js';
import { inRequestScope } from './request-scope.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** Everything about HTTP that is not a route; main and tests call it before the application starts. */
export function configureHttp(app: NestFastifyApplication, config: AppConfig): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const anonymous = app.get(AnonymousLimit, { strict: false });
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
    if (request.raw.url?.startsWith('/v1/')) void reply.header('cache-control', 'no-store');
    if (request.headers.authorization === undefined && isCounted(request.raw.url)) await anonymous.count(request.ip);
    assertStorable({ ...(request.params as object), ...(request.query as object) });
  });
  // Reading the body left the context of the hooks before it: entered here, it lasts until the answer.
  fastify.addHook('preHandler', (request, _reply, done) => withRequestId(request.id, () => inRequestScope(done)));
  serveOpenApi(app, config);
}
