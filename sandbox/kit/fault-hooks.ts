import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isControlPath } from './control-path.js';
import type { FaultRegistry, FaultRule, FaultSubject } from './faults.js';
import type { RequestLog } from './request-log.js';

/** Applies the registered faults to every request outside the control routes. */
export function installFaultHooks(app: FastifyInstance, faults: FaultRegistry, log: RequestLog): void {
  app.addHook('preHandler', async (request, reply) => {
    if (isControlPath(request.url)) return;
    const subject = subjectOf(request);
    const delay = faults.take(subject, ['delay']);
    if (delay !== undefined) await sleep(delay.delayMs ?? 0);
    const rule = faults.take(subject, ['status', 'cut-before', 'cut-then-apply', 'hang']);
    if (rule === undefined) return;
    log.markFault(request.id, rule.kind);
    return applyBefore(rule, request, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (isControlPath(request.url) || reply.statusCode >= 400) return payload;
    if (faults.take(subjectOf(request), ['cut-after']) === undefined) return payload;
    log.markFault(request.id, 'cut-after');
    request.raw.socket.destroy();
    return payload;
  });
}

async function applyBefore(rule: FaultRule, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  switch (rule.kind) {
    case 'status':
      return reply.code(rule.status ?? 500).headers(rule.headers ?? {}).send(rule.body ?? { code: 'Fault', message: 'Fault on demand.' });
    case 'cut-before':
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    case 'hang':
      return reply.hijack();
    case 'cut-then-apply':
      request.raw.socket.destroy();
      await sleep(rule.delayMs ?? 0);
      return undefined;
    case 'delay':
    case 'cut-after':
      return undefined;
  }
}

function subjectOf(request: FastifyRequest): FaultSubject {
  return {
    method: request.method,
    path: request.url.split('?', 1)[0] ?? request.url,
    routePattern: request.routeOptions.url,
    credential: request.credentialLabel,
  };
}
