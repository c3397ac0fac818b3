import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError, problemOf } from './problem.js';

const MS_PER_SECOND = 1_000;
const LONGEST_PATH = 300;
export const PROBLEM_TYPE = 'application/problem+json';

const logger = new Logger('http');

/** Answers with problem+json; logs what is our fault. After the first byte went out it can only cut the connection. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  const description = describeError(error);
  const { status, code, retryAfterMs } = description;
  if (status >= 500) logger.error({ event: 'http.failed', method: request.method, route: request.routeOptions?.url ?? 'unmatched', status, code, error });
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (status === 401) void reply.header('www-authenticate', challenge(request));
  if (retryAfterMs !== undefined) void reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / MS_PER_SECOND))));
  const problem = problemOf(description, { id: request.id, path: pathOf(request.raw.url) });
  void reply.code(status).header('content-type', PROBLEM_TYPE).header('cache-control', 'no-store').send(JSON.stringify(problem));
}

/** Without the query, which may hold personal data. */
export function pathOf(url: string | undefined): string {
  return (url ?? '/').split(/[?#]/, 1)[0]!.slice(0, LONGEST_PATH);
}

function challenge(request: FastifyRequest): string {
  return request.headers.authorization === undefined ? 'Bearer realm="patchbay"' : 'Bearer realm="patchbay", error="invalid_token"';
}
