import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, notFound, type SeededRandom } from '../kit/index.js';
import type { Applicant } from './applicant.js';
import { messagePage } from './candidate-pages.js';
import { cardPage, signInPage } from './card-pages.js';
import type { Funnel } from './funnel.js';
import type { Reason } from './job.js';
import type { Organisation, Records } from './records.js';

interface ById {
  Params: { id: string };
}

interface SignIn {
  email?: string;
  password?: string;
  next?: string;
}

type Decide = (applicant: Applicant, reason: string, by: string) => void;

const nextPattern = /^\/applicants\/\w+\/card$/;

/** Applicant cards, for the organisation's people only. */
export function installCardRoutes(app: FastifyInstance, records: Records, funnel: Funnel, random: SeededRandom): void {
  const sessions = new Map<string, Organisation>();
  const cardFor = (request: FastifyRequest<ById>): { applicant: Applicant; by: string } | null => {
    const organisation = sessions.get(sessionOf(request));
    if (!organisation || records.organisations.get(organisation.id) !== organisation) return null;
    return { applicant: records.applicant(request.params.id, organisation.id), by: organisation.team.email };
  };
  installSignIn(app, records, sessions, random);
  app.get<ById>('/applicants/:id/card', async (request, reply) => withPage(reply, () => {
    const card = cardFor(request);
    if (!card) return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 302);
    return cardPage(card.applicant, records.jobOf(card.applicant));
  }));
  for (const [action, decide] of Object.entries(decisions(funnel))) {
    app.post<ById & { Body?: { reason?: string } }>(`/applicants/:id/card/${action}`, async (request, reply) => withPage(reply, () => {
      const card = cardFor(request);
      const path = `/applicants/${request.params.id}/card`;
      if (!card) return reply.redirect(`/sign-in?next=${encodeURIComponent(path)}`, 303);
      decide(card.applicant, request.body?.reason ?? '', card.by);
      return reply.redirect(path, 303);
    }));
  }
}

function decisions(funnel: Funnel): Record<string, Decide> {
  const because = (text: string): Reason[] => [{ step: 'requirements', requirement: 'Job team', answer: '', text }];
  return {
    qualify: (applicant) => funnel.qualify(applicant),
    unqualify: (applicant, reason) => funnel.unqualify(applicant, because(reason)),
    override: (applicant, reason, by) => funnel.reverse(applicant, { by, reason }, because(reason)),
  };
}

function installSignIn(app: FastifyInstance, records: Records, sessions: Map<string, Organisation>, random: SeededRandom): void {
  app.get<{ Querystring: { next?: string } }>('/sign-in', async (request, reply) =>
    reply.type('text/html; charset=utf-8').send(signInPage(request.query.next ?? '')));
  app.post<{ Body: SignIn }>('/sign-in', async (request, reply) => {
    const { email = '', password = '', next = '' } = request.body;
    const organisation = records.organisationByTeam(email, password);
    if (!organisation) return reply.code(401).type('text/html; charset=utf-8').send(signInPage(next, true));
    const session = random.hex(40);
    sessions.set(session, organisation);
    void reply.header('set-cookie', `cp_session=${session}; Path=/; HttpOnly; SameSite=Lax`);
    if (nextPattern.test(next)) return reply.redirect(next, 303);
    return reply.type('text/html; charset=utf-8').send(messagePage('career.place', 'You are signed in.'));
  });
}

function sessionOf(request: FastifyRequest): string {
  return /(?:^|;\s*)cp_session=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

function withPage(reply: FastifyReply, render: () => unknown): unknown {
  void reply.type('text/html; charset=utf-8');
  try {
    return render();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const text = error.code === notFound('').code ? 'There is no such applicant.' : error.message;
    return reply.code(error.status).send(messagePage('Not possible', text));
  }
}
