import type { FastifyInstance, FastifyRequest } from 'fastify';
import { applicantBody, createdBody, type Applicant } from './applicant.js';
import { organisationOf } from './api-scope.js';
import type { Funnel } from './funnel.js';
import type { Records } from './records.js';

interface ById {
  Params: { id: string };
}

interface NewApplicant {
  externalId: string;
  email: string;
  firstName: string;
  lastName: string;
  phone?: string | null;
  locale: string;
  applyUrl?: string | null;
}

const name = { type: 'string', minLength: 1, maxLength: 200 };
const email = { type: 'string', format: 'email', maxLength: 320 };
const newApplicant = {
  type: 'object',
  required: ['externalId', 'email', 'firstName', 'lastName'],
  properties: {
    externalId: { type: 'string', minLength: 1, maxLength: 200 },
    email, firstName: name, lastName: { type: 'string', maxLength: 200 },
    phone: { type: 'string', nullable: true, maxLength: 50 },
    locale: { type: 'string', pattern: '^[a-z]{2}(-[A-Za-z]{2,4})?$', default: 'en' },
    applyUrl: { type: 'string', format: 'uri', nullable: true },
  },
};
const reinviteBody = { type: 'object', nullable: true, properties: { email, reapplied: { type: 'boolean' } } };
const remindBody = { type: 'object', nullable: true, properties: { n: { type: 'integer', minimum: 1, maximum: 100 } } };

export function installApplicantRoutes(api: FastifyInstance, records: Records, funnel: Funnel, baseUrl: () => string): void {
  const find = (request: FastifyRequest<ById>): Applicant => records.applicant(request.params.id, organisationOf(request).id);
  api.post<ById & { Body: NewApplicant }>('/jobs/:id/applicants', { schema: { body: newApplicant } }, async (request, reply) => {
    const job = records.job(request.params.id, organisationOf(request).id);
    const { externalId, phone = null, applyUrl = null, ...rest } = request.body;
    const { applicant, isNew } = funnel.admit(job, externalId, { ...rest, phone, applyUrl });
    return reply.code(isNew ? 201 : 200).send(createdBody(applicant, baseUrl()));
  });
  api.get<ById>('/applicants/:id', async (request) => applicantBody(find(request), baseUrl()));
  api.delete<ById>('/applicants/:id', async (request, reply) => {
    funnel.erase(find(request));
    return reply.code(204).send();
  });
  installMailActions(api, funnel, find, baseUrl);
  const actions: Record<string, (applicant: Applicant) => void> = {
    'opt-out': (applicant) => funnel.optOut(applicant, 'organisation'),
    withdraw: (applicant) => funnel.withdraw(applicant, 'organisation'),
    pause: (applicant) => funnel.setPaused(applicant, true),
    resume: (applicant) => funnel.setPaused(applicant, false),
  };
  for (const [action, carryOut] of Object.entries(actions)) {
    api.post<ById>(`/applicants/:id/${action}`, async (request) => {
      const applicant = find(request);
      carryOut(applicant);
      return applicantBody(applicant, baseUrl());
    });
  }
}

/** What sends a mail answers 202: the event tells when it went out. */
function installMailActions(
  api: FastifyInstance, funnel: Funnel, find: (request: FastifyRequest<ById>) => Applicant, baseUrl: () => string,
): void {
  api.post<ById & { Body?: { email?: string; reapplied?: boolean } | null }>(
    '/applicants/:id/reinvite', { schema: { body: reinviteBody } }, async (request, reply) => {
      const applicant = find(request);
      funnel.reinvite(applicant, request.body ?? {});
      return reply.code(202).send(applicantBody(applicant, baseUrl()));
    });
  api.post<ById & { Body?: { n?: number } | null }>(
    '/applicants/:id/remind', { schema: { body: remindBody } }, async (request, reply) => {
      const applicant = find(request);
      const isSending = funnel.remind(applicant, request.body?.n);
      return reply.code(isSending ? 202 : 200).send(applicantBody(applicant, baseUrl()));
    });
}
