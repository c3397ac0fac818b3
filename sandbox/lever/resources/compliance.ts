import type { LeverAccount } from '../account.js';
import { type Call, json, type LeverRoute } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import type { Order } from '../http/paging.js';
import { showPage, type View, type Wire } from '../http/view.js';
import type { AuditEvent, EeoResponse } from '../model/hiring.js';
import { expandContact } from './contacts.js';
import { postingOf } from './postings.js';
import { expandPosting } from './posting-view.js';
import { expandUser } from './users.js';

const weekMs = 7 * 86_400_000;

function anonymous(account: LeverAccount, row: EeoResponse): Wire {
  const opportunity = account.opportunities.get(row.opportunityId);
  const application = opportunity?.application;
  const posting = account.postings.get(application?.postingId ?? '');
  return {
    applicationArchivedAt: application?.archived?.archivedAt ?? null, applicationArchivedBy: null,
    applicationArchiveReason: application?.archived?.reason ?? null, applicationTitle: posting?.text ?? null,
    appliedAt: application?.createdAt ?? null, currentStage: opportunity?.stage ?? null, ...row.answers,
  };
}

const anonymousView: View<EeoResponse> = { wire: anonymous, expansions: {} };

const identifiedView: View<EeoResponse> = {
  wire: (account, row) => {
    const opportunity = account.opportunities.get(row.opportunityId);
    const posting = account.postings.get(opportunity?.application?.postingId ?? '');
    const hired = opportunity?.archived != null && account.isHired(opportunity.archived.reason);
    return {
      id: row.applicationId, applicationId: row.applicationId, ...anonymous(account, row),
        contact: opportunity?.contactId ?? null,
      eeoResponseSource: row.source, eeoSurveyRespondedAt: row.respondedAt, hiredDate: hired
        ? opportunity.archived?.archivedAt : null,
      hiringManager: posting?.hiringManager ?? null, opportunityId: row.opportunityId,
        opportunityOwner: opportunity?.owner ?? null,
      origin: opportunity?.origin ?? null, posting: posting?.id ?? null, sources: opportunity?.sources ?? [],
    };
  },
  expansions: {
    contact: (account, row) => expandContact(account, account.opportunities.get(row.opportunityId)?.contactId ?? ''),
    hiringManager: (account, row) => expandUser(account, postingIn(account, row)?.hiringManager ?? null),
    posting: (account, row) => expandPosting(account, postingIn(account, row)?.id ?? null),
  },
};

function postingIn(account: LeverAccount, row: EeoResponse) {
  return account.postings.get(account.opportunities.get(row.opportunityId)?.application?.postingId ?? '');
}

function respondedBetween(call: Call, startName: string, endName: string): EeoResponse[] {
  const { account, query } = call;
  const end = query.milliseconds(endName) ?? account.now();
  const start = query.milliseconds(startName) ?? end - weekMs;
  return account.eeoResponses.filter((row) =>
    row.respondedAt >= start && row.respondedAt <= end && account.opportunities.get(row.opportunityId) !== undefined);
}

const newestResponse: Order<EeoResponse> = { directions: ['desc', 'asc'], key: (row) => [row.respondedAt, row.applicationId] };

const auditView: View<AuditEvent> = { wire: (_account, event) => ({ ...event }), expansions: {} };
const newestEvent: Order<AuditEvent> = { directions: ['desc', 'asc'], key: (event) => [event.createdAt, event.id] };

function auditEvents(call: Call): AuditEvent[] {
  const { query, account } = call;
  const [types, users, targetTypes, targets] = [query.all('type'), query.all('user_id'), query.all('target_type'),
    query.all('target_id')];
  if (targets.length > 0 && targetTypes.length === 0) throw badRequest('target_id requires target_type');
  const created = query.window('created_at');
  return account.auditEvents.filter((event) =>
    (types.length === 0 || types.includes(event.type))
    && (users.length === 0 || users.includes(event.user?.id ?? 'null'))
    && (targetTypes.length === 0 || targetTypes.includes(event.target?.type ?? ''))
    && (targets.length === 0 || targets.includes(event.target?.id ?? ''))
    && (created === undefined || created(event.createdAt)));
}

function surveys(call: Call): Wire[] {
  postingOf(call);
  const country = call.query.one('country_code');
  return call.account.surveys.filter((survey) => country === undefined || survey.countryCodes.includes(country))
    .map(({ countryCodes, ...survey }) => ({ ...survey, candidateLocations: { countryCodes } }));
}

export const complianceRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/eeo/responses', permission: 'Find all EEO responses', scopes: ['eeo_responses:read'],
    handle: (call) => json(showPage(call, anonymousView, respondedBetween(call, 'fromDate', 'toDate'), newestResponse)) },
  { method: 'GET', path: '/eeo/responses/pii', permission: 'Find all EEO responses with PII', scopes: ['eeo_responses_pii:read'],
    handle: (call) => json(showPage(call, identifiedView, respondedBetween(call, 'created_at_start', 'created_at_end'),
      newestResponse)) },
  { method: 'GET', path: '/surveys/diversity/:p', permission: 'Find all diversity surveys', scopes: ['diversity_surveys:read'],
    handle: (call) => json({ data: surveys(call) }) },
  { method: 'GET', path: '/audit_events', permission: 'Find all audit events', scopes: ['audit_events:read'],
    handle: (call) => json(showPage(call, auditView, auditEvents(call), newestEvent)) },
];
