import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError, notFound, type SeededRandom } from '../kit/index.js';
import { candidateBody, projectBody } from './views.js';
import type { Candidate, Organisation, Project, Records } from './records.js';
import type { ReferenceTaking } from './reference-taking.js';
import type { EventPublisher } from './events.js';

export interface ApiParts { records: Records; taking: ReferenceTaking; events: EventPublisher; random: SeededRandom; baseUrl: () => string; now: () => number }
export interface ById { Params: { id: string } }

export function organisationOf(request: FastifyRequest): Organisation {
  return request.getDecorator<Organisation>('organisation');
}

/** Every route of the API asks for an organisation key. */
export function requireOrganisationKey(api: FastifyInstance, records: Records): void {
  api.decorateRequest('organisation', null);
  api.addHook('onRequest', async (request) => {
    const [, key] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const organisation = key === undefined ? undefined : records.organisationByKey(key);
    if (!organisation) throw new ApiError(401, 'unauthorized', 'The organisation key is missing, unknown or revoked.');
    request.setDecorator('organisation', organisation);
    request.credentialLabel = organisation.id;
  });
}

const text = { type: 'string', minLength: 1, maxLength: 500 };
const channel = { enum: ['email', 'sms', 'both', 'none'] };
const count = { type: 'integer', minimum: 1, maximum: 10 };
const projectFields = {
  title: text, clientName: { ...text, nullable: true }, questionnaireIds: { type: 'array', items: text, maxItems: 20 }, candidateChannel: channel,
  refereeChannel: channel, requestedReferees: count, minimumReferees: count, daysToSubmit: { type: 'integer', minimum: 1, maximum: 60 }, source: text,
  note: { type: 'string', nullable: true }, candidateAccess: { enum: ['questions', 'answers'] }, showWarnings: { type: 'boolean' },
  keepMonths: { type: 'integer', minimum: 1, maximum: 120 },
};
const newProject = { type: 'object', required: ['externalId', 'title', 'candidateChannel', 'refereeChannel', 'requestedReferees'],
  properties: { externalId: text, ...projectFields } };

type ProjectBody = Pick<Project, 'externalId' | 'title' | 'candidateChannel' | 'refereeChannel' | 'requestedReferees'>
  & Partial<Omit<Project, 'id' | 'organisationId' | 'status'>>;

/** Questionnaires, projects, the webhook and what people behind links may still do. */
export function installProjectRoutes(api: FastifyInstance, parts: ApiParts): void {
  const { records, random, baseUrl } = parts;
  api.get('/organisation', async (request) => { const { id, name } = organisationOf(request); return { id, name }; });
  api.get('/questionnaires', async (request) => ({
    data: [...records.questionnaires.values()].filter((one) => one.organisationId === organisationOf(request).id)
      .map(({ organisationId: _organisation, ...rest }) => rest),
  }));
  api.post<{ Body: ProjectBody }>('/projects', { schema: { body: newProject } }, async (request, reply) => {
    const organisationId = organisationOf(request).id;
    const known = [...records.projects.values()].find((one) => one.organisationId === organisationId && one.externalId === request.body.externalId);
    if (known) return projectBody(known, baseUrl());
    const project: Project = {
      clientName: null, questionnaireIds: [], minimumReferees: request.body.requestedReferees, daysToSubmit: 3, source: 'api', note: null,
      candidateAccess: 'questions', showWarnings: false, keepMonths: 24, ...request.body, id: `prj_${random.hex(12)}`, organisationId, status: 'on_hold',
    };
    assertQuestionnaires(records, project);
    project.status = project.questionnaireIds.length > 0 ? 'active' : 'on_hold';
    records.projects.set(project.id, project);
    return reply.code(201).send(projectBody(project, baseUrl()));
  });
  api.get<ById>('/projects/:id', async (request) => projectBody(records.project(organisationOf(request).id, request.params.id), baseUrl()));
  api.patch<ById & { Body: Partial<ProjectBody> }>('/projects/:id', { schema: { body: { type: 'object', properties: projectFields } } }, async (request) => {
    const project = records.project(organisationOf(request).id, request.params.id);
    assertQuestionnaires(records, { ...project, ...request.body });
    Object.assign(project, request.body);
    if (project.questionnaireIds.length > 0 && project.status === 'on_hold') activate(parts, project);
    return projectBody(project, baseUrl());
  });
  installOrganisationRoutes(api, parts);
}

function assertQuestionnaires(records: Records, { organisationId, questionnaireIds }: Project): void {
  const missing = questionnaireIds.find((id) => records.questionnaires.get(id)?.organisationId !== organisationId);
  if (missing !== undefined) throw new ApiError(422, 'invalid_field', 'A questionnaire does not exist.', 'questionnaireIds');
}

/** People who waited for a questionnaire can be asked now. */
function activate({ records, taking }: ApiParts, project: Project): void {
  project.status = 'active';
  for (const candidate of records.candidates.values()) {
    if (candidate.projectId !== project.id || candidate.status !== 'on_hold') continue;
    Object.assign(candidate, { status: 'created', questionnaireIds: [...project.questionnaireIds] });
    taking.touch(candidate, 'candidate.created', {});
  }
}

function installOrganisationRoutes(api: FastifyInstance, { records, random, now }: ApiParts): void {
  const access = { type: 'object', required: ['mode'], properties: { mode: { enum: ['open', 'read_only'] }, until: { type: 'string', format: 'date-time' } } };
  api.put<{ Body: { mode: 'open' | 'read_only'; until?: string } }>('/access', { schema: { body: access } }, async (request) => {
    const { mode, until } = request.body;
    if (mode === 'read_only' && until === undefined) throw new ApiError(422, 'invalid_field', 'until is needed.', 'until');
    organisationOf(request).access = mode === 'open' ? { mode } : { mode, until: Date.parse(until ?? '') };
    return request.body;
  });
  const webhook = { type: 'object', required: ['url'], properties: { url: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 2000 } } };
  api.put<{ Body: { url: string } }>('/webhook', { schema: { body: webhook } }, async (request) => {
    const organisation = organisationOf(request);
    organisation.webhook = { url: request.body.url, secret: `rf_whsec_${random.hex(48)}`, createdAt: new Date(now()).toISOString() };
    return organisation.webhook;
  });
  api.get('/webhook', async (request) => {
    const { webhook: known } = organisationOf(request);
    if (!known) throw notFound('webhook');
    return { url: known.url, createdAt: known.createdAt };
  });
  api.delete('/webhook', async (request, reply) => { organisationOf(request).webhook = null; return reply.code(204).send(); });
  api.get('/templates', async (request) => ({
    data: [...records.projects.values()].filter((one) => one.organisationId === organisationOf(request).id && one.source === 'template'),
  }));
}

const newCandidate = {
  type: 'object', required: ['externalId', 'firstName', 'lastName'],
  properties: {
    externalId: text, firstName: text, lastName: { type: 'string', maxLength: 500 }, email: { type: 'string', format: 'email', nullable: true },
    phone: { type: 'string', pattern: '^\\+[1-9]\\d{7,14}$', nullable: true }, language: { enum: ['sv', 'en', 'no', 'da', 'fi'], default: 'sv' }, source: text,
    questionnaireIds: { type: 'array', items: text, maxItems: 20 },
  },
};

/** Admits a candidate to a project; the same external id again answers the one that is there. */
export function installCandidateAdmission(api: FastifyInstance, parts: ApiParts): void {
  const { records, taking, random, baseUrl } = parts;
  type Body = Pick<Candidate, 'externalId' | 'firstName' | 'lastName' | 'email' | 'phone' | 'language'> & { source?: string; questionnaireIds?: string[] };
  api.post<ById & { Body: Body }>('/projects/:id/candidates', { schema: { body: newCandidate } }, async (request, reply) => {
    const { id: organisationId } = organisationOf(request);
    const project = records.project(organisationId, request.params.id);
    const { source = 'api', questionnaireIds = project.questionnaireIds, ...who } = request.body;
    if (project.source !== source) throw new ApiError(409, 'foreign_project', `Candidates of this project come through ${project.source} only.`);
    const known = [...records.candidates.values()].find((one) => one.projectId === project.id && one.externalId === who.externalId);
    if (known) return candidateBody(known, records, baseUrl());
    const candidate: Candidate = {
      ...who, email: who.email ?? null, phone: who.phone ?? null, id: `cnd_${random.hex(16)}`, organisationId, projectId: project.id,
      status: project.status === 'on_hold' ? 'on_hold' : 'created', version: 0, token: random.hex(48), expiresAt: null, requested: project.requestedReferees,
      minimum: project.minimumReferees, draft: [], ip: null, warningsApproved: false, requestedAt: null, endedAt: null,
      questionnaireIds: [...questionnaireIds],
    };
    records.candidates.set(candidate.id, candidate);
    taking.touch(candidate, candidate.status === 'on_hold' ? 'project.on_hold' : 'candidate.created', {});
    return reply.code(201).send(candidateBody(candidate, records, baseUrl()));
  });
}
