import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../kit/index.js';
import { isLinkValid, type Applicant } from './applicant.js';
import { formPage, invitationPage, leavingPage, messagePage } from './candidate-pages.js';
import type { Funnel } from './funnel.js';
import type { Submission } from './job.js';
import type { Records } from './records.js';
import { isTerminal } from './status-machine.js';

interface ByToken {
  Params: { token: string };
}

type Action = (applicant: Applicant, request: FastifyRequest<ByToken>) => void;
type Handler = (applicant: Applicant, request: FastifyRequest<ByToken>, reply: FastifyReply) => unknown;

export interface CandidateParts {
  records: Records;
  funnel: Funnel;
  nowMs: () => number;
}

/** What a candidate sees behind the link in the mail. */
export function installCandidateRoutes(app: FastifyInstance, { records, funnel, nowMs }: CandidateParts): void {
  const page = (handler: Handler) => async (request: FastifyRequest<ByToken>, reply: FastifyReply) => {
    const applicant = records.applicantByToken(request.params.token);
    void reply.type('text/html; charset=utf-8');
    if (!applicant) return reply.code(404).send(messagePage('Nothing here', 'This link does not exist (any more).'));
    return handler(applicant, request, reply);
  };
  /** Does something for the candidate and goes back to their page. */
  const act = (carryOut: Action) => page((applicant, request, reply) => {
    try {
      carryOut(applicant, request);
      return reply.redirect(`/apply/${applicant.token}`, 303);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const answer = error.status === 422 ? formPage(applicant, records.jobOf(applicant), 'Please answer everything.') : refusalPage(error);
      return reply.code(error.status).send(answer);
    }
  });
  app.get<ByToken>('/apply/:token', page((applicant, _request, reply) => showApplication(records, applicant, nowMs(), reply)));
  app.get<ByToken>('/apply/:token/leave', page((applicant) => leavingPage(applicant, records.jobOf(applicant))));
  app.post<ByToken>('/apply/:token/start', act((applicant) => funnel.start(applicant)));
  app.post<ByToken>('/apply/:token/submit', act((applicant, request) => funnel.submit(applicant, submissionOf(request.body))));
  app.post<ByToken>('/apply/:token/withdraw', act((applicant) => funnel.withdraw(applicant, 'candidate')));
  app.post<ByToken>('/apply/:token/unsubscribe', act((applicant) => funnel.optOut(applicant, 'candidate')));
}

function showApplication(records: Records, applicant: Applicant, nowMs: number, reply: FastifyReply): unknown {
  const job = records.jobOf(applicant);
  const { status } = applicant;
  if (applicant.isPaused && !isTerminal(status)) {
    return reply.code(410).send(messagePage(job.title, 'This position is no longer open.'));
  }
  if (status === 'in_progress') return formPage(applicant, job, null);
  if (status === 'submitted' || status === 'in_review') return messagePage(job.title, 'Thank you. The team is looking at your answers.');
  if (status === 'withdrawn') return messagePage(job.title, 'You have withdrawn your application.');
  if (isTerminal(status)) return messagePage(job.title, 'Thank you. You will hear from us about the next step.');
  if (status !== 'not_invited' && !isLinkValid(applicant, nowMs)) {
    return reply.code(410).send(messagePage(job.title, 'This link has expired.'));
  }
  return invitationPage(applicant, job, records.organisation(applicant.organisationId).name);
}

function refusalPage(error: ApiError): string {
  if (error.code === 'paused') return messagePage('Closed', 'This position is no longer open.');
  if (error.code === 'link_expired') return messagePage('Expired', 'This link has expired.');
  return messagePage('Not possible', 'That is not possible at this point of your application.');
}

/** Form fields are called `answers.<requirement id>`, `homework` and `video`. */
function submissionOf(body: unknown): Submission {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const values = Object.fromEntries(fields);
  const answers = Object.fromEntries(fields.filter(([name]) => name.startsWith('answers.')).map(([name, value]) => [name.slice(8), value]));
  return { answers, homework: values.homework, video: values.video };
}
