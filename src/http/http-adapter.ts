import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { AppConfig } from '../../config/app-config.js';
import { requestIdFrom } from '../operations/log/request-context.js';
import { BODY_LIMIT, registerJsonBody } from './json-body.js';
import { describeError, problemOf } from './problem.js';
import { PROBLEM_TYPE, sendProblem } from './problem-reply.js';
import { SECURITY_HEADERS } from './security-headers.js';

const LONGEST_PARAMETER = 500;
const REQUEST_TIMEOUT_MS = 30_000;

/** Fastify with our body parser in place of Nest's. */
class HubAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {
    registerJsonBody(this.getInstance<FastifyInstance>());
  }
}

/** The adapter of main and of tests: `NestFactory.create(AppModule, createHttpAdapter(config))`, then `configureHttp`. */
export function createHttpAdapter({ http }: Pick<AppConfig, 'http'>): FastifyAdapter {
  const options: FastifyServerOptions = {
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // One hop: the nearest proxy is ours; what stands before it in X-Forwarded-For may be invented.
    trustProxy: http.trustProxy ? (_address, hop) => hop === 0 : false,
    genReqId: (request: IncomingMessage) => requestIdFrom(request.headers['x-request-id']),
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
      sendProblem(request, reply, error);
    },
    clientErrorHandler: answerUnreadable,
  };
  return new HubAdapter(options);
}

const CLIENT_FAULTS: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What is no HTTP at all never becomes a request: answered on the bare socket. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = CLIENT_FAULTS[error.code ?? ''] ?? 400;
  const requestId = randomUUID();
  const body = JSON.stringify(problemOf(describeError({ statusCode: status }), { id: requestId, path: '/' }));
  const headers = { ...SECURITY_HEADERS, 'x-request-id': requestId, 'content-type': PROBLEM_TYPE, 'content-length': Buffer.byteLength(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  if (socket.writable) socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n${body}`);
  socket.destroySoon();
}
