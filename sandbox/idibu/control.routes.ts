import type { FastifyInstance } from 'fastify';
import { controlPrefix, type SenderSwitches } from '../kit/index.js';
import type { Candidates, NewApplicant } from './candidates.js';
import type { Publisher } from './publisher.js';
import type { Account, Light } from './records.js';
import { refusal } from './refusal.js';
import { candidateBody, statusBody } from './wire.js';

export interface ControlParts { accounts: readonly Account[]; candidates: Candidates; publisher: Publisher; baseUrl: () => string }

interface InAccount { Querystring: { account?: string } }

/** What people do in idibu's own pages, and the levers of tests. `?account=` names another account than the first. */
export function installControl(app: FastifyInstance, parts: ControlParts): void {
  const { candidates, baseUrl } = parts;
  const of = ({ account }: InAccount['Querystring']): Account => {
    const found = account === undefined ? parts.accounts[0] : parts.accounts.find((one) => one.name === account);
    if (!found) throw refusal('not_found', 'There is no such account.');
    return found;
  };
  app.post<InAccount & { Body: NewApplicant }>(`${controlPrefix}/apply`, async (request) => {
    const account = of(request.query);
    return candidateBody(account, candidates.apply(account, request.body), baseUrl());
  });
  app.post<InAccount & { Params: { id: string }; Body: { vacancyId: string; light?: Light; statusId?: string } }>(`${controlPrefix}/candidates/:id/assign`, async (request) => {
    const { vacancyId, light = null, statusId = null } = request.body;
    candidates.assign(of(request.query), request.params.id, vacancyId, { light, statusId });
    return { assigned: true };
  });
  app.post<InAccount & { Params: { id: string } }>(`${controlPrefix}/candidates/:id/withdraw`, async (request) => {
    const account = of(request.query);
    const candidate = candidates.get(account, request.params.id);
    candidate.withdrawn = true;
    candidates.touch(account, candidate);
    return { withdrawn: true };
  });
  app.delete<InAccount & { Params: { id: string } }>(`${controlPrefix}/candidates/:id`, async (request) => {
    candidates.delete(of(request.query), request.params.id);
    return { deleted: true };
  });
  installAccountControl(app, of, baseUrl);
  installDeliveries(app, parts.publisher);
}

function installAccountControl(app: FastifyInstance, of: (query: InAccount['Querystring']) => Account, baseUrl: () => string): void {
  app.get<InAccount>(`${controlPrefix}/account`, async (request) => {
    const account = of(request.query);
    return {
      name: account.name, candidates: [...account.candidates.values()].map((one) => candidateBody(account, one, baseUrl())),
      statuses: [...account.statuses.values()].map(statusBody), vacancies: [...account.vacancies.values()], deletionRequests: account.deletionRequests,
      webhooks: [...account.subscriptions.values()].map(({ secret, ...one }) => ({ ...one, isSigned: secret !== null })),
    };
  });
  app.delete<InAccount>(`${controlPrefix}/token`, async (request) => {
    of(request.query).token = null;
    return { revoked: true };
  });
}

function installDeliveries(app: FastifyInstance, publisher: Publisher): void {
  app.get(`${controlPrefix}/deliveries`, async () => ({ data: publisher.sender.list() }));
  app.post<{ Params: { id: string } }>(`${controlPrefix}/deliveries/:id/rerun`, async (request) => {
    const delivery = publisher.sender.rerun(request.params.id);
    if (!delivery) throw refusal('not_found', 'There is no such delivery at rest.');
    return delivery;
  });
  app.post<{ Body: Partial<SenderSwitches> }>(`${controlPrefix}/webhook-switches`, async (request) => publisher.sender.setSwitches(request.body));
}
