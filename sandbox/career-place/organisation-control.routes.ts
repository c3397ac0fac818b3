import type { FastifyInstance } from 'fastify';
import { controlPrefix, notFound, type SeededRandom } from '../kit/index.js';
import type { Job, JobStatus, JobStep, Requirement } from './job.js';
import type { Organisation, Records } from './records.js';
import { addJob, addOrganisation, newKey } from './seed.js';

interface ById {
  Params: { id: string };
}

interface NewJob {
  organisationId: string;
  title: string;
  steps: JobStep[];
  requirements: Requirement[];
  status: JobStatus;
}

const jobStatus = { enum: ['draft', 'active', 'closed'] };
const text = { type: 'string', minLength: 1 };
const newJob = {
  type: 'object',
  required: ['organisationId', 'title'],
  properties: {
    organisationId: text, title: text, status: { ...jobStatus, default: 'active' },
    steps: { type: 'array', items: { enum: ['requirements', 'homework', 'video'] }, minItems: 1, default: ['requirements'] },
    requirements: {
      type: 'array', default: [],
      items: {
        type: 'object',
        required: ['id', 'text', 'options', 'accepted'],
        properties: {
          id: text, text, options: { type: 'array', items: text, minItems: 1 },
          accepted: { type: 'array', items: text, minItems: 1 }, isSensitive: { type: 'boolean' },
        },
      },
    },
  },
};

export function organisationBody({ id, name, keys, webhook, team }: Organisation) {
  return { id, name, keys: [...keys], webhook: webhook && { url: webhook.url, createdAt: webhook.createdAt }, team };
}

/** What happens at career.place itself: new organisations and keys, new and closing jobs. */
export function installOrganisationControl(app: FastifyInstance, records: Records, random: SeededRandom): void {
  const path = `${controlPrefix}/organisations`;
  app.get(path, async () => ({ data: [...records.organisations.values()].map(organisationBody) }));
  app.post<{ Body: { name: string } }>(
    path, { schema: { body: { type: 'object', required: ['name'], properties: { name: text } } } }, async (request, reply) =>
      reply.code(201).send(organisationBody(addOrganisation(records, request.body.name, random))));
  app.post<ById>(`${path}/:id/keys/rotate`, async (request) => {
    const organisation = records.organisation(request.params.id);
    const apiKey = newKey(random);
    organisation.keys.clear();
    organisation.keys.add(apiKey);
    return { apiKey };
  });
  app.post<ById>(`${path}/:id/keys/revoke`, async (request) => {
    records.organisation(request.params.id).keys.clear();
    return { revoked: true };
  });
  installJobs(app, records, random);
}

function installJobs(app: FastifyInstance, records: Records, random: SeededRandom): void {
  const path = `${controlPrefix}/jobs`;
  app.get(path, async (): Promise<{ data: Job[] }> => ({ data: [...records.jobs.values()] }));
  app.post<{ Body: NewJob }>(path, { schema: { body: newJob } }, async (request, reply) => {
    const { organisationId, ...seed } = request.body;
    return reply.code(201).send(addJob(records, records.organisation(organisationId).id, seed, random));
  });
  app.post<ById & { Body: { status: JobStatus } }>(
    `${path}/:id/status`,
    { schema: { body: { type: 'object', required: ['status'], properties: { status: jobStatus } } } },
    async (request) => {
      const job = records.jobs.get(request.params.id);
      if (!job) throw notFound('job');
      job.status = request.body.status;
      return job;
    });
}
