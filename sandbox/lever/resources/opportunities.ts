import type { LeverAccount } from '../account.js';
import { canonicalEmail } from '../contact-book.js';
import { type Call, confidentialityFilter, data, json, type LeverRoute, opportunityOf } from '../http/call.js';
import { byCreation, type Order } from '../http/paging.js';
import type { Query } from '../http/query.js';
import { show, showPage, type View } from '../http/view.js';
import type { DeletedOpportunity, Opportunity } from '../model/opportunity.js';
import { opportunityView } from './opportunity-view.js';

type Filter = (opportunity: Opportunity) => boolean;

/** Recorded over 1,004 rows: pipeline rank, then latest advance, then id. */
function byPipeline(account: LeverAccount): Order<Opportunity> {
  const ranks = new Map(account.stages.map((stage) => [stage.id, stage.rank]));
  const unknown = Number.MAX_SAFE_INTEGER;
  return { directions: ['asc', 'desc', 'asc'], key: (row) => [ranks.get(row.stage) ?? unknown, row.lastAdvancedAt, row.id] };
}

/** Rows picked by a time window come newest first instead. */
function orderOf(call: Call): Order<Opportunity> {
  const isWindowed = call.query.names().some((name) => /_at_(start|end)$/.test(name));
  return isWindowed ? byCreation : byPipeline(call.account);
}

function anyOf(query: Query, name: string, values: (opportunity: Opportunity) =>
  ReadonlyArray<string | null | undefined>): Filter | null {
  const wanted = new Set(query.all(name));
  return wanted.size === 0 ? null : (opportunity) => values(opportunity).some((value) => typeof value === 'string'
    && wanted.has(value));
}

function windowOn(query: Query, name: string, instant: (opportunity: Opportunity) => number | null): Filter | null {
  const within = query.window(name);
  return within === undefined ? null : (opportunity) => within(instant(opportunity));
}

function flagOn(query: Query, name: string, holds: (opportunity: Opportunity) => boolean): Filter | null {
  const wanted = query.flag(name);
  return wanted === undefined ? null : (opportunity) => holds(opportunity) === wanted;
}

function emailFilter(account: LeverAccount, query: Query): Filter | null {
  const wanted = new Set(query.all('email').map(canonicalEmail));
  if (wanted.size === 0) return null;
  return (opportunity) => (account.contacts.get(opportunity.contactId)?.emails ?? []).some((email) =>
    wanted.has(canonicalEmail(email)));
}

function filters({ account, query }: Call): Filter[] {
  const applied = (isArchived: boolean) => ({ application }: Opportunity) =>
    [application !== null && (application.archived !== null) === isArchived ? application.postingId : null];
  return [
    anyOf(query, 'tag', (row) => row.tags),
    anyOf(query, 'origin', (row) => [row.origin]),
    anyOf(query, 'source', (row) => row.sources),
    anyOf(query, 'stage_id', (row) => [row.stage]),
    anyOf(query, 'posting_id', applied(false)),
    anyOf(query, 'archived_posting_id', applied(true)),
    anyOf(query, 'archive_reason_id', (row) => [row.archived?.reason]),
    anyOf(query, 'contact_id', (row) => [row.contactId]),
    anyOf(query, 'location', (row) => [row.opportunityLocation]),
    emailFilter(account, query),
    windowOn(query, 'created_at', (row) => row.createdAt),
    windowOn(query, 'updated_at', (row) => row.updatedAt),
    windowOn(query, 'advanced_at', (row) => row.lastAdvancedAt),
    windowOn(query, 'archived_at', (row) => row.archived?.archivedAt ?? null),
    flagOn(query, 'archived', (row) => row.archived !== null),
    flagOn(query, 'snoozed', (row) => row.snoozedUntil !== null && row.snoozedUntil > account.now()),
  ].filter((filter): filter is Filter => filter !== null);
}

function listed(call: Call): Opportunity[] {
  const kept = [confidentialityFilter(call), ...filters(call)];
  const contacts = call.query.all('contact_id');
  const rows = contacts.length === 0
    ? call.account.opportunities.all()
    : [...new Set(contacts)].flatMap((id) => call.account.opportunities.ofContact(id));
  return rows.filter((row) => kept.every((keeps) => keeps(row)));
}

const deletedView: View<DeletedOpportunity> = {
  wire: (account, row) => ({ ...opportunityView.wire(account, row.opportunity), deletedAt: row.deletedAt,
    deletedBy: row.deletedBy }),
  expansions: Object.fromEntries(Object.entries(opportunityView.expansions).map(([name, expand]) =>
    [name, (account: LeverAccount, row: DeletedOpportunity) => expand(account, row.opportunity)])),
};

function deleted(call: Call): DeletedOpportunity[] {
  const within = call.query.window('deleted_at');
  return call.account.deletedOpportunities.filter((row) =>
    (within === undefined || within(row.deletedAt)) && (call.mayReadConfidential
      || row.opportunity.confidentiality === 'non-confidential'));
}

export const opportunityRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/opportunities', permission: 'Find all opportunities', scopes: ['opportunities:read'],
    handle: (call) => json(showPage(call, opportunityView, listed(call), orderOf(call))) },
  { method: 'GET', path: '/opportunities/deleted', permission: 'Find all deleted opportunities', scopes: ['opportunities:read'],
    handle: (call) => json(showPage(call, deletedView, deleted(call),
      { directions: ['desc', 'asc'], key: (row) => [row.deletedAt, row.opportunity.id] })) },
  { method: 'GET', path: '/opportunities/:o', permission: 'Find an opportunity', scopes: ['opportunities:read'],
    handle: (call) => data(show(call, opportunityView, opportunityOf(call))) },
];
