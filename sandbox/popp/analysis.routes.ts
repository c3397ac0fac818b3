import type { FastifyInstance } from 'fastify';
import type { SeededRandom } from '../kit/index.js';
import { ApiError } from './api-error.js';
import { organizationOf } from './api-scope.js';
import type { Publisher } from './publisher.js';
import { requirementsIn } from './reader.js';
import type { Analysis, Records, Requirement } from './records.js';

interface Parts { records: Records; publisher: Publisher; random: SeededRandom; timestamp: () => string }
interface RequirementBody { id?: string; requirement: string; isMandatory: boolean }

const requirementItem = {
  type: 'object', required: ['requirement', 'isMandatory'],
  properties: { id: { type: 'string' }, requirement: { type: 'string', minLength: 1, maxLength: 4000 }, isMandatory: { type: 'boolean' } },
};
const requirementList = { type: 'array', minItems: 1, maxItems: 100, items: requirementItem };
const createBody = {
  type: 'object', required: ['title', 'jobDescription', 'requirements'],
  properties: {
    externalId: { type: 'string', minLength: 1, maxLength: 200 }, title: { type: 'string', minLength: 1 }, jobDescription: { type: 'string' },
    requirements: requirementList,
  },
};

export const analysisBody = ({ id, externalId, title, status, requirements, createdAt }: Analysis) => ({ id, externalId, title, status, requirements,
  createdAt });

export function installAnalysisRoutes(api: FastifyInstance, parts: Parts): void {
  const { records } = parts;
  installGeneration(api);
  installCreation(api, parts);
  api.get<{ Querystring: { externalId?: string; limit: number; nextToken?: string } }>('/analysis', {
    schema: { querystring: { type: 'object', properties: { externalId: { type: 'string' }, limit: { type: 'integer', minimum: 1, maximum: 100, default: 50 }, nextToken: { type: 'string' } } } },
  }, async (request) => {
    const { externalId, limit, nextToken } = request.query;
    const all = records.analysesOf(organizationOf(request).id).filter((one) => externalId === undefined || one.externalId === externalId);
    const start = nextToken === undefined ? 0 : all.findIndex((one) => one.id === nextToken) + 1;
    const page = all.slice(start, start + limit);
    return { data: page.map(analysisBody), nextToken: all.length > start + limit ? page.at(-1)?.id : null };
  });
  api.get<{ Params: { id: string } }>('/analysis/:id', async (request) => analysisBody(records.analysis(request.params.id, organizationOf(request).id)));
  installChanges(api, parts);
}

function installGeneration(api: FastifyInstance): void {
  const schema = { body: { type: 'object', required: ['jobDescription'], properties: { jobDescription: { type: 'string', minLength: 1, maxLength: 200_000 } } } };
  api.post<{ Body: { jobDescription: string } }>('/analysis/generate-requirements', { schema }, async (request) => (
    { requirements: requirementsIn(request.body.jobDescription) }));
}

function installCreation(api: FastifyInstance, { records, publisher, random, timestamp }: Parts): void {
  api.post<{ Body: { externalId?: string; title: string; jobDescription: string; requirements: RequirementBody[] } }>(
    '/analysis', { schema: { body: createBody } }, async (request, reply) => {
      const { externalId = null, title, jobDescription, requirements } = request.body;
      const organization = organizationOf(request);
      if (externalId !== null && records.analysesOf(organization.id).some((one) => one.externalId === externalId)) {
        throw new ApiError(409, 'EXTERNAL_ID_EXISTS', 'An analysis with this externalId exists.');
      }
      const analysis: Analysis = {
        id: `ana_${random.hex(12)}`, organizationId: organization.id, externalId, title, jobDescription, status: 'LIVE', createdAt: timestamp(),
        requirements: requirements.map(({ requirement, isMandatory }) => ({ id: `req_${random.hex(10)}`, requirement, isMandatory })),
      };
      records.analyses.set(analysis.id, analysis);
      publisher.created(analysis);
      return reply.code(201).send(analysisBody(analysis));
    });
}

function installChanges(api: FastifyInstance, { records, publisher, random }: Parts): void {
  const schema = { body: { type: 'object', required: ['requirements'], properties: { requirements: requirementList } } };
  api.put<{ Params: { id: string }; Body: { requirements: RequirementBody[] } }>('/analysis/:id/requirements', { schema }, async (request) => {
    const analysis = records.analysis(request.params.id, organizationOf(request).id);
    if (analysis.status === 'ARCHIVED') throw new ApiError(409, 'ANALYSIS_ARCHIVED', 'An archived analysis cannot be changed.');
    analysis.requirements = replaced(analysis.requirements, request.body.requirements, () => `req_${random.hex(10)}`);
    for (const candidate of records.candidatesOf(analysis.id)) publisher.completed(analysis, candidate);
    return analysisBody(analysis);
  });
  api.post<{ Params: { id: string } }>('/analysis/:id/archive', async (request) => {
    const analysis = records.analysis(request.params.id, organizationOf(request).id);
    analysis.status = 'ARCHIVED';
    return analysisBody(analysis);
  });
}

/** With id = update, without = create, missing = delete. */
function replaced(before: Requirement[], wanted: RequirementBody[], newId: () => string): Requirement[] {
  return wanted.map(({ id, requirement, isMandatory }) => {
    if (id !== undefined && !before.some((one) => one.id === id)) throw new ApiError(422, 'INVALID_FIELD', `There is no requirement ${id}.`);
    return { id: id ?? newId(), requirement, isMandatory };
  });
}
