import type { FastifyInstance } from 'fastify';
import type { SeededRandom } from '../kit/index.js';
import { notFound } from './api-error.js';
import { organizationOf, requireAdmin } from './api-scope.js';
import { EVENT_TYPES } from './publisher.js';
import type { Webhook } from './records.js';

const schema = {
  body: {
    type: 'object', required: ['url', 'events'],
    properties: { url: { type: 'string', pattern: '^https?://', maxLength: 2000 }, events: { type: 'array', minItems: 1, items: { enum: [...EVENT_TYPES] } } },
  },
};

const shown = ({ id, url, events, createdAt }: Webhook) => ({ id, url, events, createdAt });

/** Self-served webhooks; the secret is shown when it is made and when it is rotated. */
export function installWebhookRoutes(api: FastifyInstance, random: SeededRandom, timestamp: () => string): void {
  api.get('/webhooks/event-types', async () => ({ data: EVENT_TYPES }));
  api.get('/webhooks', async (request) => {
    requireAdmin(request);
    return { data: [...organizationOf(request).webhooks.values()].map(shown), nextToken: null };
  });
  api.post<{ Body: { url: string; events: string[] } }>('/webhooks', { schema }, async (request, reply) => {
    requireAdmin(request);
    const { url, events } = request.body;
    const webhook: Webhook = { id: `wh_${random.hex(10)}`, url, events, secret: `popp_whsec_${random.hex(40)}`, createdAt: timestamp() };
    organizationOf(request).webhooks.set(webhook.id, webhook);
    return reply.code(201).send({ ...shown(webhook), secret: webhook.secret });
  });
  api.post<{ Params: { id: string } }>('/webhooks/:id/rotate-secret', async (request) => {
    requireAdmin(request);
    const webhook = organizationOf(request).webhooks.get(request.params.id);
    if (!webhook) throw notFound('webhook');
    webhook.secret = `popp_whsec_${random.hex(40)}`;
    return { ...shown(webhook), secret: webhook.secret };
  });
  api.delete<{ Params: { id: string } }>('/webhooks/:id', async (request, reply) => {
    requireAdmin(request);
    if (!organizationOf(request).webhooks.delete(request.params.id)) throw notFound('webhook');
    return reply.code(204).send();
  });
}
