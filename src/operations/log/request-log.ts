import type { FastifyInstance } from 'fastify';
import type { RequestTimes } from '../metrics/request-times.js';
import { withRequestId } from './request-context.js';
import type { StructuredLog } from './structured-log.js';

const MS_PER_SECOND = 1_000;

/** One line and one measurement a request: method, route pattern, status, duration. No URL, no query, no body. */
export function registerRequestLog(fastify: FastifyInstance, log: StructuredLog, times: RequestTimes): void {
  fastify.addHook('onRequest', (request, _reply, done) => withRequestId(request.id, done));
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const { method, id: requestId } = request;
    const { statusCode: status, elapsedTime } = reply;
    const level = status >= 500 ? 'warn' : 'info';
    log[level]('http.request', { method, route, status, durationMs: Math.round(elapsedTime), requestId });
    times.observe({ method, route, status: String(status) }, elapsedTime / MS_PER_SECOND);
    done();
  });
}
