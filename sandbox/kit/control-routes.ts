import type { FastifyInstance } from 'fastify';
import type { SandboxClock } from './clock.js';
import { controlPrefix } from './control-path.js';
import type { FaultRegistry, FaultRule } from './faults.js';
import { combinePending, type PendingWork } from './pending-work.js';
import type { RequestFilter, RequestLog } from './request-log.js';

export interface ControlParts {
  readonly name: string;
  readonly clock: SandboxClock;
  readonly faults: FaultRegistry;
  readonly requests: RequestLog;
  readonly pendingSources: ReadonlyArray<() => PendingWork>;
  describe(): Promise<object>;
}

/** The routes through which tests and the demo steer any emulator. */
export function installControlRoutes(app: FastifyInstance, parts: ControlParts): void {
  app.get(`${controlPrefix}/state`, async () => ({
    name: parts.name,
    now: parts.clock.now(),
    offsetMs: parts.clock.offsetMs,
    ...(await parts.describe()),
  }));
  app.get(`${controlPrefix}/idle`, async () => {
    const work = combinePending(parts.pendingSources.map((source) => source()));
    return { idle: work.pending === 0, ...work };
  });
  app.get<{ Querystring: RequestFilter }>(`${controlPrefix}/requests`, async (request) => {
    const { since, ...exact } = request.query;
    return { requests: parts.requests.list({ ...exact, since: since === undefined ? undefined : Number(since) }) };
  });
  app.delete(`${controlPrefix}/requests`, async () => {
    parts.requests.clear();
    return { cleared: true };
  });
  app.get(`${controlPrefix}/calls`, async () => parts.requests.callCounts());
  installFaultRoutes(app, parts.faults);
  installClockRoutes(app, parts.clock);
}

function installFaultRoutes(app: FastifyInstance, faults: FaultRegistry): void {
  const path = `${controlPrefix}/faults`;
  app.get(path, async () => ({ faults: faults.list() }));
  app.post<{ Body: FaultRule | FaultRule[] }>(path, async (request, reply) => {
    const rules = Array.isArray(request.body) ? request.body : [request.body];
    try {
      return await reply.code(201).send({ faults: rules.map((rule) => faults.add(rule)) });
    } catch (error) {
      if (error instanceof RangeError) return reply.code(400).send({ message: error.message });
      throw error;
    }
  });
  app.delete(path, async () => ({ cleared: faults.clear() }));
  app.delete<{ Params: { id: string } }>(`${path}/:id`, async (request) => ({ cleared: faults.clear(Number(request.params.id)) }));
}

function installClockRoutes(app: FastifyInstance, clock: SandboxClock): void {
  const path = `${controlPrefix}/clock`;
  const reading = () => ({ now: clock.now(), offsetMs: clock.offsetMs });
  app.get(path, async () => reading());
  app.post<{ Body: { offsetMs?: number; advanceMs?: number } }>(path, async (request, reply) => {
    const { offsetMs, advanceMs } = request.body;
    if (typeof offsetMs === 'number') clock.setOffset(offsetMs);
    else if (typeof advanceMs === 'number') clock.advance(advanceMs);
    else return reply.code(400).send({ message: 'Give offsetMs or advanceMs.' });
    return reading();
  });
}
