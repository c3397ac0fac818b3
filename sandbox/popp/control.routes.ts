import type { FastifyInstance } from 'fastify';
import { controlPrefix, type SeededRandom, type SenderSwitches } from '../kit/index.js';
import { notFound } from './api-error.js';
import type { Publisher } from './publisher.js';
import type { Records } from './records.js';

const chance = { type: 'number', minimum: 0, maximum: 1 };
const switchBody = { type: 'object', additionalProperties: false, properties: { duplicate: chance, reorder: chance, drop: chance, paused: { type: 'boolean' } } };

interface Parts { records: Records; publisher: Publisher; random: SeededRandom; plant: () => void }

/** Events, deliveries, keys and what was handed in: looking at them and making them misbehave. */
export function installControl(app: FastifyInstance, { records, publisher, random, plant }: Parts): void {
  app.get(`${controlPrefix}/events`, async () => ({ data: publisher.list() }));
  app.get(`${controlPrefix}/candidates`, async () => ({ data: [...records.candidates.values()] }));
  app.get(`${controlPrefix}/analyses`, async () => ({ data: [...records.analyses.values()] }));
  app.get(`${controlPrefix}/deliveries`, async () => ({ data: publisher.sender.list() }));
  app.post<{ Params: { id: string } }>(`${controlPrefix}/deliveries/:id/rerun`, async (request) => {
    const delivery = publisher.sender.rerun(request.params.id);
    if (!delivery) throw notFound('delivery at rest');
    return delivery;
  });
  app.post<{ Body: Partial<SenderSwitches> }>(`${controlPrefix}/webhook-switches`, { schema: { body: switchBody } }, async (request) => publisher.sender.setSwitches(request.body));
  app.post<{ Body: { encoding: 'hex' | 'base64' } }>(`${controlPrefix}/signature`, async (request) => {
    publisher.encoding = request.body.encoding === 'base64' ? 'base64' : 'hex';
    return { encoding: publisher.encoding };
  });
  app.post<{ Params: { id: string } }>(`${controlPrefix}/organizations/:id/keys/rotate`, async (request) => {
    const organization = records.organizations.get(request.params.id);
    if (!organization) throw notFound('organisation');
    const key = `popp_key_${random.hex(40)}`;
    for (const [old, role] of organization.keys) if (role === 'admin') organization.keys.delete(old);
    organization.keys.set(key, 'admin');
    return { apiKey: key, credential: `${organization.id}:${key}` };
  });
  app.post(`${controlPrefix}/reset`, async () => {
    records.clear();
    publisher.clear();
    plant();
    return { reset: true };
  });
}
