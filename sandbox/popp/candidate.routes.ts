import type { FastifyInstance } from 'fastify';
import type { SeededRandom } from '../kit/index.js';
import { ApiError } from './api-error.js';
import { organizationOf } from './api-scope.js';
import type { Publisher } from './publisher.js';
import type { Candidate, Records } from './records.js';

interface Body { analysisId: string; externalId: string; cv: { fileName: string; contentType?: string; base64?: string; url?: string } }

const schema = {
  body: {
    type: 'object', required: ['analysisId', 'externalId', 'cv'],
    properties: {
      analysisId: { type: 'string', minLength: 1 }, externalId: { type: 'string', minLength: 1, maxLength: 300 },
      cv: { type: 'object', required: ['fileName'], properties: { fileName: { type: 'string' }, contentType: { type: 'string' }, base64: { type: 'string' }, url: { type: 'string' } } },
    },
  },
};

/** Candidates are handed in one by one; what is found comes as an event. */
export function installCandidateRoutes(
  api: FastifyInstance, { records, publisher, random, timestamp }: { records: Records; publisher: Publisher; random: SeededRandom; timestamp: () => string },
): void {
  api.post<{ Body: Body }>('/analysis/candidates', { schema }, async (request, reply) => {
    const { analysisId, externalId, cv } = request.body;
    const organization = organizationOf(request);
    const analysis = records.analysis(analysisId, organization.id);
    if (analysis.status === 'ARCHIVED') throw new ApiError(409, 'ANALYSIS_ARCHIVED', 'An archived analysis takes no candidates.');
    if (records.candidateByExternalId(organization.id, externalId)) throw new ApiError(409, 'EXTERNAL_ID_EXISTS', 'A candidate with this externalId exists.');
    if (cv.base64 === undefined) throw new ApiError(422, 'INVALID_FIELD', 'This sandbox reads CVs by base64 only.');
    const candidate: Candidate = {
      id: `can_${random.hex(12)}`, analysisId, externalId, text: Buffer.from(cv.base64, 'base64').toString('utf8'), createdAt: timestamp(),
    };
    records.candidates.set(candidate.id, candidate);
    publisher.completed(analysis, candidate);
    return reply.code(202).send({ id: candidate.id, externalId, status: 'PROCESSING' });
  });
}
