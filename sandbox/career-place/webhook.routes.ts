import type { FastifyInstance } from 'fastify';
import { notFound, type SeededRandom } from '../kit/index.js';
import { organisationOf } from './api-scope.js';

const webhookBody = {
  type: 'object',
  required: ['url'],
  properties: { url: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 2000 } },
};

/** One webhook an organisation; its secret is shown once, when it is set. */
export function installWebhookRoutes(api: FastifyInstance, random: SeededRandom, timestamp: () => string): void {
  api.put<{ Body: { url: string } }>('/webhook', { schema: { body: webhookBody } }, async (request) => {
    const organisation = organisationOf(request);
    organisation.webhook = { url: request.body.url, secret: `cp_whsec_${random.hex(48)}`, createdAt: timestamp() };
    return organisation.webhook;
  });
  api.get('/webhook', async (request) => {
    const { webhook } = organisationOf(request);
    if (!webhook) throw notFound('webhook');
    return { url: webhook.url, createdAt: webhook.createdAt };
  });
  api.delete('/webhook', async (request, reply) => {
    organisationOf(request).webhook = null;
    return reply.code(204).send();
  });
}
