import type { FastifyInstance } from 'fastify';
import { ApiError, controlPrefix, notFound } from '../kit/index.js';
import { applicantBody, type Applicant } from './applicant.js';
import type { Override } from './events.js';
import type { Funnel } from './funnel.js';
import type { Reason, Submission } from './job.js';
import type { Records } from './records.js';
import type { ReviewKind } from './status-machine.js';

interface ControlBody {
  answers?: Record<string, string>;
  homework?: string;
  video?: string;
  kind?: ReviewKind;
  reasons?: Reason[];
  by?: string;
  reason?: string;
}

type Action = (applicant: Applicant, body: ControlBody) => void;

const reasonSchema = {
  type: 'object',
  required: ['step', 'requirement', 'text'],
  properties: {
    step: { enum: ['requirements', 'homework', 'video'] }, requirement: { type: 'string' }, answer: { type: 'string', default: '' },
    text: { type: 'string' }, sensitive: { const: true },
  },
};
const controlBody = {
  type: 'object',
  nullable: true,
  properties: {
    answers: { type: 'object', additionalProperties: { type: 'string' } }, homework: { type: 'string' }, video: { type: 'string' },
    kind: { enum: ['homework', 'video'] }, reasons: { type: 'array', minItems: 1, items: reasonSchema },
    by: { type: 'string' }, reason: { type: 'string' },
  },
};

/** Plays the candidate and the job team. `:id` is an applicant id or an external id. */
export function installApplicantControl(app: FastifyInstance, records: Records, funnel: Funnel, baseUrl: () => string): void {
  const find = (id: string): Applicant => {
    const found = records.applicants.get(id) ?? [...records.applicants.values()].find(({ externalId }) => externalId === id);
    if (!found) throw notFound('applicant');
    return found;
  };
  app.get<{ Querystring: { jobId?: string } }>(`${controlPrefix}/applicants`, async (request) => {
    const { jobId } = request.query;
    const all = [...records.applicants.values()].filter((one) => jobId === undefined || one.jobId === jobId);
    return { data: all.map((one) => applicantBody(one, baseUrl())) };
  });
  app.get<{ Params: { id: string } }>(`${controlPrefix}/applicants/:id`, async (request) =>
    applicantBody(find(request.params.id), baseUrl()));
  for (const [name, act] of Object.entries(actionsOf(funnel))) {
    app.post<{ Params: { id: string }; Body?: ControlBody | null }>(
      `${controlPrefix}/applicants/:id/${name}`, { schema: { body: controlBody } }, async (request) => {
        const applicant = find(request.params.id);
        act(applicant, request.body ?? {});
        return applicantBody(applicant, baseUrl());
      });
  }
}

function actionsOf(funnel: Funnel): Record<string, Action> {
  return {
    start: (applicant) => funnel.start(applicant),
    submit: (applicant, body) => funnel.submit(applicant, submissionOf(body)),
    'review-start': (applicant, { kind }) => funnel.startReview(applicant, kind ?? 'homework'),
    qualify: (applicant) => funnel.qualify(applicant),
    unqualify: (applicant, { reasons }) => {
      if (!reasons) throw new ApiError(422, 'invalid_field', 'Give at least one reason.', 'reasons');
      funnel.unqualify(applicant, reasons);
    },
    withdraw: (applicant) => funnel.withdraw(applicant, 'candidate'),
    unsubscribe: (applicant) => funnel.optOut(applicant, 'candidate'),
    override: (applicant, body) => {
      const override: Override = { by: body.by ?? 'job team', reason: body.reason ?? 'Second look' };
      const fallback: Reason[] = [{ step: 'requirements', requirement: 'Job team', answer: '', text: override.reason }];
      funnel.reverse(applicant, override, body.reasons ?? fallback);
    },
  };
}

function submissionOf({ answers, homework, video }: ControlBody): Submission | null {
  return answers === undefined ? null : { answers, homework, video };
}
