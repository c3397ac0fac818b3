import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { type Answer, type Call, confidentialityFilter, data, forbiddenUnlessConfidential, found, json, type LeverRoute,
  noContent }
  from '../http/call.js';
import { badRequest, forbidden } from '../http/errors.js';
import { asKept } from '../http/paging.js';
import { show, showPage, type View, type Wire } from '../http/view.js';
import type { Requisition } from '../model/hiring.js';
import { salaryRangeIn } from './posting-writing.js';
import { expandPosting } from './posting-view.js';
import { searchTokens } from './requisition-search.js';
import { expandUser } from './users.js';

function confidentialityOf(account: LeverAccount, requisition: Requisition): string {
  const isConfidential = requisition.postings.some((id) => account.postings.get(id)?.confidentiality === 'confidential');
  return isConfidential ? 'confidential' : 'non-confidential';
}

const requisitionView: View<Requisition> = {
  wire: (account, row) => ({
    id: row.id, createdAt: row.createdAt, confidentiality: confidentialityOf(account, row), status: row.status, name: row.name,
    requisitionCode: row.requisitionCode, headcountTotal: row.headcountTotal, headcountHired: row.headcountHired,
    headcountInfinite: row.headcountTotal === 'unlimited', backfill: row.backfill, creator: row.creator, owner: row.owner,
    hiringManager: row.hiringManager, internalNotes: row.internalNotes, compensationBand: row.compensationBand,
    approval: row.approval, employmentStatus: row.employmentStatus, location: row.location, team: row.team,
      department: row.department,
    postings: [...row.postings], offerIds: [...row.offerIds], timeToFillStartAt: row.timeToFillStartAt,
    timeToFillEndAt: row.timeToFillEndAt, updatedAt: row.updatedAt, customFields: row.customFields, closedAt: row.closedAt,
  }),
  expansions: {
    creator: (account, row) => expandUser(account, row.creator),
    owner: (account, row) => expandUser(account, row.owner),
    hiringManager: (account, row) => expandUser(account, row.hiringManager),
    postings: (account, row) => row.postings.map((id) => expandPosting(account, id)),
  },
};

/** Recorded: creating and updating answer with Lever's internal record, whose fields are named differently. */
function internalRecord(account: LeverAccount, row: Requisition): Wire {
  const optional = {
    compensationBand: row.compensationBand, hiringManagerUserId: row.hiringManager, employmentStatus: row.employmentStatus,
    location: row.location, team: row.team, department: row.department, closedAt: row.closedAt,
  };
  return {
    accountId: account.id, backfill: row.backfill, createdAt: row.createdAt, creatorUserId: row.creator,
    hasConfidentialPosting: confidentialityOf(account, row) === 'confidential', internalNotes: row.internalNotes, name: row.name,
    ownerUserId: row.owner, postingIds: [...row.postings], requisitionCode: row.requisitionCode,
      reservedOfferIds: [...row.offerIds],
    status: row.status, stateHistory: row.stateHistory, updatedAt: row.updatedAt,
      headcountInfinite: row.headcountTotal === 'unlimited',
    headcountTotal: row.headcountTotal, headcountHired: row.headcountHired,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
    customFields: row.customFields, id: row.id, search: { nameCodeTokens: searchTokens(row.name, row.requisitionCode) },
  };
}

function requisitionOf(call: Call): Requisition {
  const row = found(call.account.requisitions.get(call.params.r ?? ''), 'requisitions', call.params.r);
  forbiddenUnlessConfidential(call, { confidentiality: confidentialityOf(call.account, row) });
  return row;
}

function listed(call: Call): Requisition[] {
  const { account, query } = call;
  const isVisible = confidentialityFilter(call);
  const created = query.window('created_at');
  const [codes, statuses] = [query.all('requisition_code'), query.all('status')];
  return [...account.requisitions.values()].filter((row) =>
    isVisible({ confidentiality: confidentialityOf(account, row) })
    && (created === undefined || created(row.createdAt))
    && (codes.length === 0 || codes.includes(row.requisitionCode))
    && (statuses.length === 0 || statuses.includes(row.status)));
}

function assertWritable(account: LeverAccount): void {
  if (!account.requisitionApiEnabled) throw forbidden('API management of requisitions is not enabled for this account.');
}

function headcountIn(body: Body): number | 'unlimited' {
  if (body.fields.headcountTotal === 'unlimited') return 'unlimited';
  const total = body.number('headcountTotal');
  if (total === undefined || !Number.isInteger(total) || total < 1) throw badRequest('Missing required property: headcountTotal');
  return total;
}

const statuses = ['open', 'onHold', 'closed', 'draft'];

function statusIn(body: Body): string {
  const status = body.text('status') ?? 'open';
  if (!statuses.includes(status)) throw badRequest(`Invalid status: ${status} at /status`);
  return status;
}

type Replaceable = Omit<Requisition,
  'id' | 'createdAt' | 'headcountHired' | 'creator' | 'approval' | 'offerIds' | 'timeToFillStartAt'
  | 'timeToFillEndAt' | 'stateHistory'>;

/** What a POST sets and a PUT replaces; fields that are not named are reset. */
function fieldsIn(account: LeverAccount, body: Body): Replaceable {
  const postings = body.texts('postingIds') ?? body.texts('postings') ?? [];
  const unknown = postings.find((id) => !account.postings.has(id));
  if (unknown !== undefined) throw badRequest(`Posting ${unknown} was not found at /postingIds`);
  const band = body.object('compensationBand');
  const status = statusIn(body);
  return {
    name: body.requiredText('name'), requisitionCode: body.requiredText('requisitionCode'),
      headcountTotal: headcountIn(body), status,
    backfill: body.flag('backfill') ?? false, owner: body.text('owner') ?? null,
      hiringManager: body.text('hiringManager') ?? null,
    internalNotes: body.text('internalNotes') ?? '', compensationBand: band === undefined ? null : salaryRangeIn(band),
    employmentStatus: body.text('employmentStatus') ?? null, location: body.text('location') ?? null,
      team: body.text('team') ?? null,
    department: body.text('department') ?? null, postings, updatedAt: account.now(),
    customFields: body.object('customFields')?.fields ?? {}, closedAt: status === 'closed' ? account.now() : null,
  };
}

function historyEntry(at: number, status: string): Requisition['stateHistory'][number] {
  return { beginAt: at, status, attribution: { timestamp: at, service: 'data-api' } };
}

function handleCreate(call: Call): Answer {
  const { account, body } = call;
  assertWritable(account);
  const createdAt = body.number('createdAt') ?? account.now();
  const fields = fieldsIn(account, body);
  const row: Requisition = {
    ...fields, id: account.uuid(), createdAt, headcountHired: 0, creator: null, approval: { steps: [] }, offerIds: [],
    timeToFillStartAt: null, timeToFillEndAt: null, stateHistory: [historyEntry(createdAt, fields.status)],
  };
  account.requisitions.set(row.id, row);
  return data(internalRecord(account, row));
}

function handleUpdate(call: Call): Answer {
  const { account, body } = call;
  assertWritable(account);
  const row = requisitionOf(call);
  const fields = fieldsIn(account, body);
  if (fields.status === 'draft' && row.status !== 'draft') throw badRequest('A requisition cannot return to draft at /status');
  if (fields.status !== row.status) row.stateHistory.push(historyEntry(account.now(), fields.status));
  Object.assign(row, fields);
  return data(internalRecord(account, row));
}

function handleDelete(call: Call): Answer {
  assertWritable(call.account);
  call.account.requisitions.delete(requisitionOf(call).id);
  return noContent;
}

export const requisitionRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/requisitions', permission: 'Find all requisitions', scopes: ['requisitions:read'],
    handle: (call) => {
      const rows = listed(call);
      return json(showPage(call, requisitionView, rows, asKept(rows)));
    } },
  { method: 'GET', path: '/requisitions/:r', permission: 'Find a requisition', scopes: ['requisitions:read'],
    handle: (call) => data(show(call, requisitionView, requisitionOf(call))) },
  { method: 'POST', path: '/requisitions', permission: 'Create a requisition', scopes: ['requisitions:write'], status: 201,
    handle: handleCreate },
  { method: 'PUT', path: '/requisitions/:r', permission: 'Update a requisition', scopes: ['requisitions:write'],
    handle: handleUpdate },
  { method: 'DELETE', path: '/requisitions/:r', permission: 'Delete a requisition', scopes: ['requisitions:write'],
    handle: handleDelete },
];
