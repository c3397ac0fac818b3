import type { FastifyInstance } from 'fastify';
import type { BusinessClock } from '../clock/business-clock.js';

/** Where business time may be moved, a process without workers would not hear of it: each request asks. Without a database it goes by what it knew. */
export function followClock(clock: BusinessClock, fastify: FastifyInstance): void {
  if (!clock.isShiftable) return;
  fastify.addHook('onRequest', async (request) => {
    if (/^\/(v1|hooks)\//.test(request.raw.url ?? '')) await clock.refresh().catch(() => undefined);
  });
}
