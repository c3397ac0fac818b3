import type { FastifyInstance } from 'fastify';
import { controlPrefix, notFound, type SenderSwitches } from '../kit/index.js';
import type { EventPublisher } from './event-publisher.js';

const chance = { type: 'number', minimum: 0, maximum: 1 };
const switchBody = {
  type: 'object',
  additionalProperties: false,
  properties: { duplicate: chance, reorder: chance, drop: chance, paused: { type: 'boolean' } },
};

/** Events and their deliveries: looking at them, repeating them, making them misbehave. */
export function installDeliveryControl(app: FastifyInstance, events: EventPublisher): void {
  app.get<{ Querystring: { applicantId?: string; type?: string } }>(`${controlPrefix}/events`, async (request) => {
    const { applicantId, type } = request.query;
    const found = events.list().filter((event) =>
      (applicantId === undefined || event.data.applicantId === applicantId) && (type === undefined || event.type === type));
    return { data: found };
  });
  app.get(`${controlPrefix}/deliveries`, async () => ({ data: events.sender.list() }));
  app.post<{ Params: { id: string } }>(`${controlPrefix}/deliveries/:id/rerun`, async (request) => {
    const delivery = events.sender.rerun(request.params.id);
    if (!delivery) throw notFound('delivery at rest');
    return delivery;
  });
  app.get(`${controlPrefix}/webhook-switches`, async () => events.sender.switches);
  app.post<{ Body: Partial<SenderSwitches> }>(
    `${controlPrefix}/webhook-switches`, { schema: { body: switchBody } }, async (request) => events.sender.setSwitches(request.body));
}
