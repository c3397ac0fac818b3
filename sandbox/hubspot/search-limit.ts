import { grantOf, RateWindow, type Crm } from '../crm-kit/index.js';
import type { FastifyRequest } from 'fastify';

/** The search endpoints have a limit of their own: five a second for one account, without the usual headers. */
export class SearchLimit {
  private readonly window = new RateWindow(() => ({ limit: 5, windowMs: 1_000, sendsRetryAfter: false }));

  constructor(private readonly crm: Crm) {}

  assertRoom(request: FastifyRequest): void {
    const room = this.window.take(grantOf(request).id);
    if (!room.isAllowed) throw this.crm.definition.refusals.throttled(room);
  }
}
