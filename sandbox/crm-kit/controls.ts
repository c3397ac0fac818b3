import type { FastifyInstance } from 'fastify';
import { controlPrefix } from '../kit/index.js';
import { holdings, type NewJob, type NewPerson } from './book.js';
import type { Crm, CrmRules } from './definition.js';
import { OAuthRefusal } from './oauth/oauth-server.js';
import { CrmRefusal } from './refusal.js';
import { plantSeed } from './seed.js';

interface ById { Params: { id: string } }

const path = `${controlPrefix}/crm`;
const absent = (what: string): CrmRefusal => new CrmRefusal(404, { message: `There is no such ${what}.` });

/** What happens at the CRM itself, the same for all of them. */
export function installCrmControls(crm: Crm): void {
  const { app, book, definition, limiter } = crm;
  app.get(`${path}/holdings`, async () => holdings(book, definition.vocabulary));
  app.get(`${path}/rate`, async () => ({ rate: crm.rules.rate, credentials: limiter.report() }));
  app.delete(`${path}/rate`, async () => {
    limiter.clear();
    return { cleared: true };
  });
  app.get(`${path}/rules`, async () => crm.rules);
  app.put<{ Body: Partial<CrmRules> }>(`${path}/rules`, async (request) => Object.assign(crm.rules, request.body));
  app.post(`${path}/reset`, async () => {
    book.clear();
    plantSeed(book, definition.vocabulary);
    Object.assign(crm.rules, { searchLagMs: 0, requiredField: null, ...definition.rules });
    return { reset: true };
  });
  installSignInControls(crm);
  installRecordControls(app, crm);
}

function installSignInControls({ app, oauth, book }: Crm): void {
  app.post(`${path}/tokens/expire`, async () => ({ expired: oauth.expireTokens() }));
  app.post(`${path}/app/revoke`, async () => ({ revoked: oauth.revokeApp() }));
  app.post<{ Body: { redirectUri: string } }>(`${path}/app/redirect-uris`, async (request) => {
    oauth.app.redirectUris.push(request.body.redirectUri);
    return { redirectUris: oauth.app.redirectUris };
  });
  app.post<{ Body: Record<string, unknown> }>(`${path}/sign-in`, async (request) => {
    const { userId, decision, ...parameters } = request.body;
    const user = userId === undefined ? book.users[0] : book.users.find(({ id }) => id === userId);
    if (!user) throw absent('user');
    try {
      return { redirectTo: decision === 'decline' ? oauth.decline(parameters) : oauth.accept(parameters, user) };
    } catch (error) {
      if (error instanceof OAuthRefusal) throw new CrmRefusal(422, { message: error.description });
      throw error;
    }
  });
}

function installRecordControls(app: FastifyInstance, { book, definition }: Crm): void {
  const { vocabulary } = definition;
  app.post<{ Body: NewPerson }>(`${path}/people`, async (request, reply) =>
    reply.code(201).send(book.people.add(vocabulary.person(request.body))));
  app.put<ById & { Body: Record<string, unknown> }>(`${path}/people/:id`, async (request) => {
    const person = book.people.get(request.params.id);
    if (!person) throw absent('person');
    return book.people.change(person, request.body);
  });
  app.delete<ById>(`${path}/people/:id`, async (request) => ({ deleted: book.people.remove(request.params.id) }));
  app.post<{ Body: NewJob }>(`${path}/jobs`, async (request, reply) => reply.code(201).send(book.jobs.add(vocabulary.job(request.body))));
  app.put<ById & { Body: Partial<NewJob> }>(`${path}/jobs/:id`, async (request) => {
    const job = book.jobs.get(request.params.id);
    if (!job) throw absent('job');
    return book.jobs.change(job, vocabulary.job({ ...vocabulary.jobView(job.fields), ...request.body }));
  });
  app.delete<ById>(`${path}/jobs/:id`, async (request) => ({ deleted: book.jobs.remove(request.params.id) }));
  app.post<{ Body: { personId: string; jobId: string; status?: string } }>(`${path}/links`, async (request, reply) =>
    reply.code(201).send(book.links.add({ status: 'by hand', ...request.body })));
}
