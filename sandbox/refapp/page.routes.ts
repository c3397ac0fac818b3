import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../kit/index.js';
import { contactOf } from './entry-checks.js';
import { candidatePage, cardPage, messagePage, refereePage, reportPage } from './pages.js';
import { textsFor } from './page-texts.js';
import type { Candidate, Records, Referee } from './records.js';
import { EntryRefused, isOver, type ReferenceTaking } from './reference-taking.js';
import { reportUrlOf } from './views.js';

export interface PageParts { records: Records; taking: ReferenceTaking; baseUrl: () => string; now: () => number }
interface ByToken { Params: { token: string }; Body: Record<string, string> | undefined }

const html = 'text/html; charset=utf-8';
const ipOf = (request: FastifyRequest<ByToken>): string | null => {
  const forwarded = request.headers['x-forwarded-for'];
  return typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() ?? null : null;
};

/** What candidates and referees see behind their links, and what recruiters see of a candidate. */
export function installPages(app: FastifyInstance, parts: PageParts): void {
  installCandidatePages(app, parts);
  installRefereePages(app, parts);
  const { records, baseUrl } = parts;
  app.get<{ Params: { id: string } }>('/candidates/:id', async (request, reply) => {
    const candidate = records.candidates.get(request.params.id);
    return candidate ? reply.type(html).send(cardPage(candidate, records, baseUrl())) : gone(reply, 404, 'en', textsFor('en').nothing);
  });
  app.get<{ Params: { id: string } }>('/reports/:id', async (request, reply) => {
    const candidate = records.candidates.get(request.params.id);
    const isThere = candidate && reportUrlOf(candidate, records.refereesOf(candidate), baseUrl()) !== null;
    return isThere ? reply.type(html).send(reportPage(candidate, records)) : gone(reply, 404, 'en', textsFor('en').nothing);
  });
}

function gone(reply: FastifyReply, status: number, language: string, text: string): FastifyReply {
  return reply.code(status).type(html).send(messagePage('Refapp', text, language));
}

/** Why somebody cannot do anything behind this link, in their own words; null when they can. */
function closedText({ records, now }: PageParts, candidate: Candidate, expiresAt: number | null, language: string): string | null {
  const t = textsFor(language);
  const { access } = records.organisation(candidate.organisationId);
  if (access.mode === 'read_only') return access.until <= now() ? t.closed : null;
  if (candidate.status === 'cancelled') return t.closed;
  return expiresAt !== null && expiresAt <= now() ? t.expired : null;
}

function refusal(error: ApiError, language: string): string {
  const t = textsFor(language);
  const texts: Record<string, string> = {
    link_closed: t.closed, link_expired: t.expired, read_only: t.readOnly, not_confirmed: t.notConfirmed, too_few: t.tooFew, unanswered: t.unanswered,
  };
  return texts[error.code] ?? error.message;
}

function installCandidatePages(app: FastifyInstance, parts: PageParts): void {
  const { records, taking } = parts;
  const candidateBy = ({ params }: FastifyRequest<ByToken>): Candidate | undefined =>
    [...records.candidates.values()].find(({ token }) => token === params.token);
  app.get<ByToken>('/r/:token', async (request, reply) => {
    const candidate = candidateBy(request);
    if (!candidate) return gone(reply, 404, 'en', textsFor('en').nothing);
    const isClosed = closedText(parts, candidate, candidate.expiresAt, candidate.language)
      ?? (candidate.expiresAt === null && !isOver(candidate) ? textsFor(candidate.language).closed : null);
    return isClosed === null ? reply.type(html).send(candidatePage(candidate, records)) : gone(reply, 410, candidate.language, isClosed);
  });
  app.post<ByToken>('/r/:token', async (request, reply) => {
    const candidate = candidateBy(request);
    if (!candidate) return gone(reply, 404, 'en', textsFor('en').nothing);
    const t = textsFor(candidate.language);
    const rows = rowsOf(request.body ?? {});
    void reply.type(html);
    try {
      if (request.body?.do === 'draft') {
        taking.saveDraft(candidate, rows, ipOf(request));
        return candidatePage(candidate, records, { notice: t.saved });
      }
      const entered = rows.filter(({ name, email, phone }) => name !== '' || email !== null || phone !== null);
      taking.submit(candidate, entered, request.body?.confirmed === 'yes', ipOf(request));
      return candidatePage(candidate, records, { notice: t.thanksCandidate });
    } catch (error) {
      if (error instanceof EntryRefused) return reply.code(422).send(candidatePage(candidate, records, { rows, faults: error.faults }));
      if (!(error instanceof ApiError)) throw error;
      return error.status === 422 ? reply.code(422).send(candidatePage(candidate, records, { rows, error: refusal(error, candidate.language) }))
        : gone(reply, error.status, candidate.language, refusal(error, candidate.language));
    }
  });
}

/** Fields are called `name.0`, `relation.0` and so on. */
function rowsOf(fields: Record<string, string>): ReturnType<typeof contactOf>[] {
  const rows: Record<string, string>[] = [];
  for (const [key, value] of Object.entries(fields)) {
    const [, field, index] = /^([a-z]+)\.(\d)$/.exec(key) ?? [];
    if (field !== undefined) rows[Number(index)] = { ...rows[Number(index)], [field]: value };
  }
  return rows.filter(Boolean).map(contactOf);
}

function installRefereePages(app: FastifyInstance, parts: PageParts): void {
  const { records, taking } = parts;
  const refereeBy = ({ params }: FastifyRequest<ByToken>): Referee | undefined => [...records.referees.values()].find(({ token }) => token === params.token);
  app.get<ByToken>('/f/:token', async (request, reply) => {
    const referee = refereeBy(request);
    if (!referee) return gone(reply, 404, 'en', textsFor('en').nothing);
    const t = textsFor(referee.language);
    const candidate = records.candidateOf(referee);
    const isClosed = closedText(parts, candidate, referee.expiresAt, referee.language);
    if (isClosed !== null) return gone(reply, 410, referee.language, isClosed);
    if (records.organisation(candidate.organisationId).access.mode === 'open') taking.open(referee);
    if (referee.status === 'answered') return reply.type(html).send(messagePage(t.thanksReferee, t.thanksReferee, referee.language));
    if (referee.status !== 'opened' && referee.status !== 'invited') return gone(reply, 410, referee.language, referee.status === 'declined' ? t.declined : t.closed);
    return reply.type(html).send(refereePage(referee, records));
  });
  installRefereeForms(app, parts, refereeBy);
}

function installRefereeForms(app: FastifyInstance, { records, taking }: PageParts, refereeBy: (request: FastifyRequest<ByToken>) => Referee | undefined): void {
  const act = (work: (referee: Referee, request: FastifyRequest<ByToken>) => string) => async (request: FastifyRequest<ByToken>, reply: FastifyReply) => {
    const referee = refereeBy(request);
    if (!referee) return gone(reply, 404, 'en', textsFor('en').nothing);
    try {
      return await reply.type(html).send(work(referee, request));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error.status === 422 ? reply.code(422).send(refereePage(referee, records, { error: refusal(error, referee.language) }))
        : gone(reply, error.status, referee.language, refusal(error, referee.language));
    }
  };
  app.post<ByToken>('/f/:token', act((referee, request) => {
    const t = textsFor(referee.language);
    const answers = Object.fromEntries(Object.entries(request.body ?? {}).filter(([key]) => key.startsWith('answers.')).map(([key, value]) => [key.slice(8), value]));
    if (request.body?.do === 'draft') {
      taking.saveAnswers(referee, answers);
      return refereePage(referee, records, { notice: t.saved });
    }
    taking.answer(referee, answers, ipOf(request));
    return messagePage(t.thanksReferee, t.thanksReferee, referee.language);
  }));
  app.post<ByToken>('/f/:token/decline', act((referee, request) => {
    taking.decline(referee, request.body?.reason?.trim() || null);
    return messagePage(textsFor(referee.language).declined, textsFor(referee.language).declined, referee.language);
  }));
}
