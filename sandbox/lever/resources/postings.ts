import { type Answer, type Call, confidentialityFilter, data, forbiddenUnlessConfidential, found, json, type LeverRoute }
  from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { byCreation } from '../http/paging.js';
import { show, showPage } from '../http/view.js';
import { type Posting, postingStates } from '../model/hiring.js';
import { assertThirtyDays } from './applications.js';
import { createPosting, updatePosting } from './posting-writing.js';
import { postingView } from './posting-view.js';

export function postingOf(call: Call): Posting {
  const posting = found(call.account.postings.get(call.params.p ?? ''), 'postings', call.params.p);
  forbiddenUnlessConfidential(call, posting);
  return posting;
}

const combinable = new Set(['confidentiality', 'updated_at_start', 'updated_at_end', 'limit', 'offset', 'include', 'expand']);
const filterNames = ['state', 'distributionChannel', 'group', 'team', 'department', 'location', 'commitment', 'level', 'tag'];

function listed(call: Call): Posting[] {
  const { query, account } = call;
  const isVisible = confidentialityFilter(call);
  const updated = query.window('updated_at');
  if (updated !== undefined && filterNames.some((name) => query.has(name) && !combinable.has(name))) {
    throw badRequest('updated_at parameters can only be combined with confidentiality');
  }
  const keeps = [isVisible, ...categoryFilters(call), stateFilter(call), tagFilter(call)];
  return [...account.postings.values()].filter((posting) =>
    keeps.every((keep) => keep(posting)) && (updated === undefined || updated(posting.updatedAt)));
}

type Filter = (posting: Posting) => boolean;

function categoryFilters({ query }: Call): Filter[] {
  return (['team', 'department', 'commitment', 'level'] as const).map((name): Filter => {
    const wanted = query.all(name);
    return (posting) => wanted.length === 0 || wanted.includes(posting.categories[name] ?? '');
  }).concat((posting) => {
    const wanted = query.all('location');
    const { location, allLocations } = posting.categories;
    return wanted.length === 0 || [location ?? '', ...allLocations].some((place) => wanted.includes(place));
  });
}

function tagFilter({ query }: Call): Filter {
  const wanted = query.all('tag');
  return (posting) => wanted.length === 0 || posting.tags.some((tag) => wanted.includes(tag));
}

/** Asking for published postings means those on the public site, unless channels are named. */
function stateFilter({ query }: Call): Filter {
  const states = query.all('state');
  const unknown = states.find((state) => !postingStates.some((known) => known === state));
  if (unknown !== undefined) throw badRequest(`Invalid state: ${unknown} at /state`);
  const channels = query.all('distributionChannel');
  const wantedChannels = channels.length === 0 && states.includes('published') ? ['public'] : channels;
  return (posting) => (states.length === 0 || states.includes(posting.state))
    && (wantedChannels.length === 0 || posting.state !== 'published' && channels.length === 0
      || posting.state === 'published' && posting.distributionChannels.some((channel) => wantedChannels.includes(channel)));
}

function deletedPostings(call: Call): Array<{ id: string; deletedAt: number }> {
  const start = call.query.milliseconds('deleted_at_start');
  const end = call.query.milliseconds('deleted_at_end');
  if (start !== undefined && end !== undefined) assertThirtyDays(start, end);
  const within = call.query.window('deleted_at');
  return call.account.deletedPostings.filter((row) => within === undefined || within(row.deletedAt));
}

const roles = [
  { id: 'admin', name: 'Admin', isReadOnly: true },
  { id: 'limited', name: 'Limited Team Member', isReadOnly: true, conditions: {} },
  { id: 'owner', name: 'Super Admin', isReadOnly: true },
  { id: 'team', name: 'Team Member', isReadOnly: true },
];

/** Recorded without an envelope. */
function postingUsers(call: Call): Answer {
  const { id, text } = postingOf(call);
  return json({ posting: { id, text }, users: [], roles });
}

function handleUpdate(call: Call): Answer {
  const posting = postingOf(call);
  updatePosting(call.account, posting, call.body);
  const wire = show(call, postingView, posting);
  // Recorded: the answer to an update of a draft names no further locations, the following read does.
  if (posting.state === 'draft' && typeof wire.categories === 'object') wire.categories = { ...wire.categories,
    allLocations: [] };
  return data(wire);
}

const update = { path: '/postings/:p', permission: 'Update a posting', scopes: ['postings:write'],
  performAs: 'required' } as const;

export const postingRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/postings', permission: 'Find all postings', scopes: ['postings:read'],
    handle: (call) => json(showPage(call, postingView, listed(call), byCreation)) },
  { method: 'GET', path: '/postings/deleted', permission: 'Find all deleted postings', scopes: ['postings:read'],
    handle: (call) => json(showPage(call, { wire: (_account, row) => ({ ...row }), expansions: {} }, deletedPostings(call),
      { directions: ['desc', 'asc'], key: (row) => [row.deletedAt, row.id] })) },
  { method: 'GET', path: '/postings/:p', permission: 'Find a posting', scopes: ['postings:read'],
    handle: (call) => data(show(call, postingView, postingOf(call))) },
  { method: 'GET', path: '/postings/:p/users', permission: 'Find all posting users', scopes: ['postings:read'],
    handle: postingUsers },
  { method: 'POST', path: '/postings', permission: 'Create a posting', scopes: ['postings:write'], performAs: 'required',
    status: 201,
    handle: (call) => data(show(call, postingView, createPosting(call.account, call.body, call.performAs))) },
  { method: 'POST', ...update, handle: handleUpdate },
  { method: 'PUT', ...update, handle: handleUpdate },
];
