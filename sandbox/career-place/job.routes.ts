import type { FastifyInstance } from 'fastify';
import { ApiError, notFound } from '../kit/index.js';
import { organisationOf } from './api-scope.js';
import type { Job, JobStatus } from './job.js';
import type { Records } from './records.js';

interface ListQuery {
  status?: JobStatus;
  limit: number;
  cursor?: string;
}

const listQuery = {
  type: 'object',
  properties: {
    status: { enum: ['draft', 'active', 'closed'] }, limit: { type: 'integer', minimum: 1, maximum: 200, default: 100 },
    cursor: { type: 'string', minLength: 1 },
  },
};
const linkBody = {
  type: 'object',
  required: ['provider', 'externalJobId'],
  properties: { provider: { type: 'string', minLength: 1 }, externalJobId: { type: 'string', minLength: 1, maxLength: 200 } },
};

const jobBody = ({ id, title, status, steps, integration }: Job) => ({ id, title, status, steps, integration });

interface LinkRequest {
  Params: { id: string };
  Body: { provider: string; externalJobId: string };
}

export function installJobRoutes(api: FastifyInstance, records: Records, timestamp: () => string): void {
  api.get('/organisation', async (request) => {
    const { id, name } = organisationOf(request);
    return { id, name };
  });
  api.get<{ Querystring: ListQuery }>('/jobs', { schema: { querystring: listQuery } }, async (request) => {
    const { status, limit, cursor } = request.query;
    const all = records.jobsOf(organisationOf(request).id);
    const start = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
    if (cursor !== undefined && start === 0) throw new ApiError(422, 'invalid_field', 'The cursor is not known.', 'cursor');
    const rest = all.slice(start).filter((job) => status === undefined || job.status === status);
    const page = rest.slice(0, limit);
    return { data: page.map(jobBody), next: rest.length > limit ? page.at(-1)?.id : null };
  });
  api.get<{ Params: { id: string } }>('/jobs/:id', async (request) => jobBody(records.job(request.params.id, organisationOf(request).id)));
  installIntegration(api, records, timestamp);
}

function installIntegration(api: FastifyInstance, records: Records, timestamp: () => string): void {
  const path = '/jobs/:id/integration';
  api.get<LinkRequest>(path, async (request) => {
    const { integration } = records.job(request.params.id, organisationOf(request).id);
    if (!integration) throw notFound('integration');
    return integration;
  });
  api.put<LinkRequest>(path, { schema: { body: linkBody } }, async (request) => {
    const organisationId = organisationOf(request).id;
    const job = records.job(request.params.id, organisationId);
    link(job, records.jobsOf(organisationId), request.body, timestamp());
    return job.integration;
  });
  api.delete<LinkRequest>(path, async (request, reply) => {
    records.job(request.params.id, organisationOf(request).id).integration = null;
    return reply.code(204).send();
  });
}

function link(job: Job, all: Job[], { provider, externalJobId }: LinkRequest['Body'], linkedAt: string): void {
  const isSame = (one: Job) => one.integration?.provider === provider && one.integration.externalJobId === externalJobId;
  if (isSame(job)) return;
  const holder = all.find((one) => one !== job && isSame(one));
  if (holder) {
    throw new ApiError(409, 'already_linked', `That external job is linked to "${holder.title}" (${holder.id}).`, 'externalJobId');
  }
  if (job.status === 'closed') throw new ApiError(409, 'job_closed', 'A closed job cannot be linked.');
  job.integration = { provider, externalJobId, linkedAt };
}
