import type { FastifyInstance } from 'fastify';
import { controlPrefix, notFound, type SeededRandom, type SenderSwitches } from '../kit/index.js';
import type { EventPublisher } from './events.js';
import type { Candidate, Records } from './records.js';
import { candidateBody } from './views.js';

const chance = { type: 'number', minimum: 0, maximum: 1 };
const switchBody = { type: 'object', additionalProperties: false, properties: { duplicate: chance, reorder: chance, drop: chance, paused: { type: 'boolean' } } };

export interface ControlParts { records: Records; events: EventPublisher; random: SeededRandom; baseUrl: () => string; plant: () => void }

/** For tests and the demo: looking at everything, repeating events, renewing keys. */
export function installControl(app: FastifyInstance, { records, events, random, baseUrl, plant }: ControlParts): void {
  app.get<{ Querystring: { externalId?: string } }>(`${controlPrefix}/candidates`, async (request) => ({
    data: [...records.candidates.values()].filter((one) => request.query.externalId === undefined || one.externalId === request.query.externalId)
      .map((one: Candidate) => candidateBody(one, records, baseUrl())),
  }));
  app.get(`${controlPrefix}/projects`, async () => ({ data: [...records.projects.values()] }));
  app.get(`${controlPrefix}/events`, async () => ({ data: events.list() }));
  app.get(`${controlPrefix}/deliveries`, async () => ({ data: events.sender.list() }));
  app.post<{ Params: { id: string } }>(`${controlPrefix}/deliveries/:id/rerun`, async (request) => {
    const delivery = events.sender.rerun(request.params.id);
    if (!delivery) throw notFound('delivery at rest');
    return delivery;
  });
  app.post<{ Body: Partial<SenderSwitches> }>(`${controlPrefix}/webhook-switches`, { schema: { body: switchBody } }, async (request) => events.sender.setSwitches(request.body));
  app.post<{ Params: { id: string } }>(`${controlPrefix}/organisations/:id/keys/rotate`, async (request) => {
    const organisation = records.organisation(request.params.id);
    const apiKey = `rf_key_${random.hex(40)}`;
    organisation.keys.clear();
    organisation.keys.add(apiKey);
    return { apiKey };
  });
  app.post(`${controlPrefix}/reset`, async () => { records.clear(); events.clear(); plant(); return { reset: true }; });
}
