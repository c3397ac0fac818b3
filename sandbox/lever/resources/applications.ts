import { type Call, data, json, type LeverRoute, opportunityOf } from '../http/call.js';
import { badRequest, notFound } from '../http/errors.js';
import { asKept } from '../http/paging.js';
import { show, showPage, type View } from '../http/view.js';
import type { LeverAccount } from '../account.js';
import type { Opportunity } from '../model/opportunity.js';
import { expandUser } from './users.js';
import { expandPosting } from './posting-view.js';

type DeletedApplication = LeverAccount['deletedApplications'][number];

/** An application is shown from its opportunity: it has at most one. */
export const applicationView: View<Opportunity> = {
  wire: (account, opportunity) => {
    const { application } = opportunity;
    if (application === null) return {};
    const { id, type, postingId, ...rest } = application;
    const posting = account.postings.get(postingId);
    return {
      id, type, candidateId: opportunity.id, opportunityId: opportunity.id, posting: postingId,
      postingHiringManager: posting?.hiringManager ?? null, postingOwner: posting?.owner ?? null,
      user: rest.user, name: rest.name, company: rest.company, phone: rest.phone, email: rest.email, links: [...rest.links],
      comments: rest.comments, customQuestions: rest.customQuestions, createdAt: rest.createdAt, archived: rest.archived,
      requisitionForHire: rest.requisitionForHire, ipAddress: rest.ipAddress, referer: rest.referer, userAgent: rest.userAgent,
      acceptLanguage: rest.acceptLanguage, timezone: rest.timezone,
    };
  },
  expansions: {
    posting: (account, { application }) => expandPosting(account, application?.postingId ?? null),
    postingOwner: (account, { application }) => expandUser(account,
      account.postings.get(application?.postingId ?? '')?.owner ?? null),
    postingHiringManager: (account, { application }) =>
      expandUser(account, account.postings.get(application?.postingId ?? '')?.hiringManager ?? null),
    user: (account, { application }) => expandUser(account, application?.user ?? null),
  },
};

const deletedView: View<DeletedApplication> = { wire: (_account, row) => ({ ...row }), expansions: {} };

const thirtyDaysMs = 30 * 86_400_000;

/** Listings of deleted rows look back at most 30 days at a time. */
export function assertThirtyDays(start: number, end: number): void {
  if (end < start) throw badRequest('deleted_at_end must not be before deleted_at_start');
  if (end - start > thirtyDaysMs) throw badRequest('The time range must not exceed 30 days');
}

function deletedApplications(call: Call): DeletedApplication[] {
  const start = call.query.milliseconds('deleted_at_start');
  const end = call.query.milliseconds('deleted_at_end');
  if (start === undefined || end === undefined) throw badRequest('deleted_at_start and deleted_at_end are required');
  assertThirtyDays(start, end);
  return call.account.deletedApplications.filter((row) => row.deletedAt >= start && row.deletedAt <= end);
}

function applicationsOf(call: Call): Opportunity[] {
  const opportunity = opportunityOf(call);
  return opportunity.application === null ? [] : [opportunity];
}

export const applicationRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/opportunities/:o/applications', permission: 'Find all opportunity applications',
    scopes: ['applications:read'],
    handle: (call) => {
      const rows = applicationsOf(call);
      return json(showPage(call, applicationView, rows, asKept(rows)));
    } },
  { method: 'GET', path: '/opportunities/:o/applications/:a', permission: 'Find an opportunity application',
    scopes: ['applications:read'],
    handle: (call) => {
      const opportunity = opportunityOf(call);
      if (opportunity.application?.id !== call.params.a) throw notFound('applications', call.params.a);
      return data(show(call, applicationView, opportunity));
    } },
  { method: 'GET', path: '/applications/deleted', permission: 'Find all deleted applications', scopes: ['applications:read'],
    handle: (call) => json(showPage(call, deletedView, deletedApplications(call),
      { directions: ['desc', 'asc'], key: (row) => [row.deletedAt, row.id] }, 50)) },
];
