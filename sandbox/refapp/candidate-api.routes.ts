import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../kit/index.js';
import { organisationOf, type ApiParts, type ById } from './api.routes.js';
import { contactOf } from './entry-checks.js';
import type { Candidate, Referee, RefereeContact } from './records.js';
import { candidateBody } from './views.js';

const instant = { type: 'string', format: 'date-time' };
const count = { type: 'integer', minimum: 1, maximum: 10 };
const reason = { type: 'string', maxLength: 500 };
const contactFields = Object.fromEntries(['name', 'relation', 'company', 'email', 'phone', 'language'].map((name) => [name, { type: 'string', maxLength: 200, nullable: true }]));

interface Change { expiresAt?: string; requested?: number; minimum?: number }

/** What a client does with one candidate and their referees. Each call may be repeated. */
export function installCandidateApi(api: FastifyInstance, parts: ApiParts): void {
  const { records, taking, baseUrl } = parts;
  const candidateIn = (request: FastifyRequest<ById>): Candidate => records.candidate(organisationOf(request).id, request.params.id);
  const show = (candidate: Candidate): object => candidateBody(candidate, records, baseUrl());
  const act = (name: string, work: (candidate: Candidate) => void): void => {
    api.post<ById>(`/candidates/:id/${name}`, async (request) => {
      const candidate = candidateIn(request);
      work(candidate);
      return show(candidate);
    });
  };
  api.get<ById>('/candidates/:id', async (request) => show(candidateIn(request)));
  const change = { type: 'object', required: ['expiresAt'], properties: { expiresAt: instant, requested: count, minimum: count } };
  api.post<ById & { Body: Change }>('/candidates/:id/request', { schema: { body: change } }, async (request) => {
    const candidate = candidateIn(request);
    const { expiresAt, ...numbers } = request.body;
    taking.request(candidate, { expiresAt: Date.parse(expiresAt ?? ''), ...numbers });
    return show(candidate);
  });
  act('remind', () => undefined);
  act('retract', (candidate) => taking.retract(candidate));
  act('cancel', (candidate) => taking.cancel(candidate));
  act('close', (candidate) => taking.close(candidate));
  act('approve-warnings', (candidate) => { candidate.warningsApproved = true; });
  api.delete<ById>('/candidates/:id', async (request, reply) => {
    taking.erase(candidateIn(request));
    return reply.code(204).send();
  });
  api.post<ById & { Body: Record<string, string> }>('/candidates/:id/referees', { schema: { body: { type: 'object', properties: contactFields } } }, async (request, reply) => {
    const candidate = candidateIn(request);
    const referee = taking.add(candidate, contactOf(request.body));
    return reply.code(201).send({ refereeId: referee.id, candidate: show(candidate) });
  });
  installCorrection(api, parts);
  installRefereeApi(api, parts);
}

interface RefereeChange { status?: string; expiresAt?: string; reason?: string; [field: string]: string | null | undefined }
const refereeChange = {
  type: 'object',
  properties: { status: { enum: ['invited', 'reminded', 'bounced', 'opted_out', 'expired', 'reopened'] }, expiresAt: instant, reason, ...contactFields },
};

function installCorrection(api: FastifyInstance, { records, taking, baseUrl }: ApiParts): void {
  const correction = { type: 'object', properties: { email: { type: 'string', nullable: true }, phone: { type: 'string', nullable: true } } };
  api.patch<ById & { Body: { email?: string | null; phone?: string | null } }>('/candidates/:id', { schema: { body: correction } }, async (request) => {
    const candidate = records.candidate(organisationOf(request).id, request.params.id);
    const { email = candidate.email, phone = candidate.phone } = request.body;
    taking.correctCandidate(candidate, { email, phone });
    return candidateBody(candidate, records, baseUrl());
  });
}

function installRefereeApi(api: FastifyInstance, { records, taking, baseUrl }: ApiParts): void {
  const refereeIn = (request: FastifyRequest<ById>): Referee => records.referee(organisationOf(request).id, request.params.id);
  api.patch<ById & { Body: RefereeChange }>('/referees/:id', { schema: { body: refereeChange } }, async (request) => {
    const referee = refereeIn(request);
    const { status, expiresAt, reason: why, ...fields } = request.body;
    const contact = typed(fields);
    if (Object.keys(contact).length > 0) taking.correct(referee, contact);
    if (status === 'reopened') taking.reopen(referee);
    else if (status === 'reminded') taking.touch(records.candidateOf(referee), 'referee.reminded', { refereeId: referee.id });
    else if (status !== undefined) taking.mark(referee, statusOf(status), { reason: why, ...(expiresAt && { expiresAt: Date.parse(expiresAt) }) });
    return candidateBody(records.candidateOf(referee), records, baseUrl());
  });
  api.delete<ById>('/referees/:id', async (request, reply) => {
    taking.remove(refereeIn(request));
    return reply.code(204).send();
  });
}

function statusOf(status: string): 'invited' | 'bounced' | 'opted_out' | 'expired' {
  if (status === 'invited' || status === 'bounced' || status === 'opted_out' || status === 'expired') return status;
  throw new ApiError(422, 'invalid_field', 'status cannot be set to this.', 'status');
}

function typed(fields: Record<string, string | null | undefined>): Partial<RefereeContact> {
  const given = Object.keys(fields).filter((field) => field in contactFields);
  const contact = contactOf(Object.fromEntries(given.map((field) => [field, fields[field] ?? ''])));
  return Object.fromEntries(given.map((field) => [field, contact[field as keyof RefereeContact]]));
}
