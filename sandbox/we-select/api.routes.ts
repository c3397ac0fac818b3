import type { FastifyInstance } from 'fastify';
import { ApiError, notFound, type SeededRandom } from '../kit/index.js';
import type { NewStep, Recruiting } from './recruiting.js';
import type { Records, Result } from './records.js';

export interface ApiParts { records: Records; recruiting: Recruiting; random: SeededRandom; timestamp: () => string }
interface ByService { Params: { id: string } }
interface ByStep { Params: { id: string; stepId: string } }
interface ByCandidate { Params: { id: string; candidateId: string } }

const text = { type: 'string', minLength: 1, maxLength: 500 };
const channel = { enum: ['email', 'sms', 'both', 'none'] };
const settings = {
  type: 'object',
  properties: {
    questionnaireId: { ...text, nullable: true }, candidateChannel: channel, refereeChannel: channel, references: { type: 'integer', minimum: 1, maximum: 10 },
  },
};
const step = {
  type: 'object', required: ['name'],
  properties: {
    name: text, instruction: { type: 'string', maxLength: 5000, nullable: true },
    event: { type: 'object', nullable: true, required: ['type', 'settings'], properties: { type: text, settings } },
  },
};
const result = {
  type: 'object', required: ['status', 'statusText', 'answered', 'requested'],
  properties: {
    status: text, statusText: text, answered: { type: 'integer', minimum: 0 }, requested: { type: 'integer', minimum: 0 },
    candidateUrl: { type: 'string', nullable: true, default: null }, reportUrl: { type: 'string', nullable: true, default: null },
  },
};

/** The API of We Select; every route asks for the key. */
export function installApi(api: FastifyInstance, { records, recruiting, random, timestamp }: ApiParts): void {
  api.addHook('onRequest', async (request) => {
    const [, key] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (key === undefined || key !== records.apiKey) throw new ApiError(401, 'unauthorized', 'The API key is missing or wrong.');
    request.credentialLabel = 'we-select';
  });
  api.get('/me', async () => ({ organisation: 'Northwind Staffing' }));
  api.get('/services', async () => ({ data: [...records.services.values()] }));
  api.get<ByService>('/services/:id', async (request) => records.service(request.params.id));
  api.post<ByService & { Body: NewStep }>('/services/:id/steps', { schema: { body: step } }, async (request, reply) =>
    reply.code(201).send(recruiting.saveStep(records.service(request.params.id), request.body)));
  api.put<ByStep & { Body: NewStep }>('/services/:id/steps/:stepId', { schema: { body: step } }, async (request) => {
    const service = records.service(request.params.id);
    return recruiting.saveStep(service, request.body, records.step(service, request.params.stepId).id);
  });
  api.get<ByService>('/services/:id/candidates', async (request) => ({ data: records.candidatesOf(records.service(request.params.id).id) }));
  api.get<ByCandidate>('/services/:id/candidates/:candidateId', async (request) => records.candidate(request.params.id, request.params.candidateId));
  api.put<ByCandidate & { Body: { stepId: string } }>('/services/:id/candidates/:candidateId/step',
    { schema: { body: { type: 'object', required: ['stepId'], properties: { stepId: text } } } }, async (request) => {
      const candidate = records.candidate(request.params.id, request.params.candidateId);
      recruiting.moveTo(candidate, request.body.stepId);
      return candidate;
    });
  api.put<ByCandidate & { Body: Omit<Result, 'updatedAt'> }>('/services/:id/candidates/:candidateId/results/refapp', { schema: { body: result } }, async (request) =>
    recruiting.show(records.candidate(request.params.id, request.params.candidateId), 'refapp', request.body));
  installIntegrationRoutes(api, { records, recruiting, random, timestamp });
}

function installIntegrationRoutes(api: FastifyInstance, { records, random, timestamp }: ApiParts): void {
  const options = {
    type: 'object', required: ['questionnaires'],
    properties: { questionnaires: { type: 'array', items: { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } } } },
  };
  api.put<{ Body: Records['eventOptions'] }>('/events/refapp/options', { schema: { body: options } }, async (request) => {
    records.eventOptions = request.body;
    return records.eventOptions;
  });
  const webhook = { type: 'object', required: ['url'], properties: { url: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 2000 } } };
  api.put<{ Body: { url: string } }>('/webhook', { schema: { body: webhook } }, async (request) => {
    records.webhook = { url: request.body.url, secret: `ws_whsec_${random.hex(48)}`, createdAt: timestamp() };
    return records.webhook;
  });
  api.get('/webhook', async () => {
    if (!records.webhook) throw notFound('webhook');
    return { url: records.webhook.url, createdAt: records.webhook.createdAt };
  });
  api.delete('/webhook', async (_request, reply) => { records.webhook = null; return reply.code(204).send(); });
}
