import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { badRequest } from '../http/errors.js';
import { type Posting, type PostingList, type PostingState, postingStates, type SalaryRange } from '../model/hiring.js';
import type { User } from '../model/people.js';

const workplaceTypes = ['unspecified', 'onsite', 'remote', 'hybrid'];
const descriptionTags = ['div', 'p', 'span', 'br', 'b', 'i', 's', 'u', 'a'];
const listTags = ['li', 'b', 'i', 's', 'u', 'a'];

export function createPosting(account: LeverAccount, body: Body, by: User | null): Posting {
  const now = account.now();
  const actor = by?.id ?? [...account.users.keys()][0] ?? '';
  const posting: Posting = {
    id: account.uuid(), text: body.requiredText('text'), state: 'draft', distributionChannels: ['internal', 'public'],
      user: actor,
    owner: actor, hiringManager: null,
    categories: { commitment: null, department: null, level: null, location: null, team: null, allLocations: [] },
    tags: [], descriptionHtml: '', lists: [], closingHtml: '', country: null, followers: [], reqCode: null, requisitionCodes: [],
    salaryDescriptionHtml: null, salaryRange: null, confidentiality: 'non-confidential', createdAt: now, updatedAt: now,
    workplaceType: 'unspecified', customQuestions: [], asksEeo: false,
  };
  change(account, posting, body);
  posting.followers = [...new Set([posting.owner, posting.hiringManager].filter((id): id is string => id !== null))];
  account.postings.set(posting.id, posting);
  return posting;
}

/** Changes what is given and keeps the rest. */
export function updatePosting(account: LeverAccount, posting: Posting, body: Body): void {
  change(account, posting, body);
  posting.updatedAt = account.now();
}

export function deletePosting(account: LeverAccount, posting: Posting): void {
  account.postings.delete(posting.id);
  account.deletedPostings.push({ id: posting.id, deletedAt: account.now() });
}

function change(account: LeverAccount, posting: Posting, body: Body): void {
  posting.text = body.text('text') ?? posting.text;
  posting.state = stateIn(body) ?? posting.state;
  posting.distributionChannels = body.texts('distributionChannels') ?? posting.distributionChannels;
  posting.tags = body.texts('tags') ?? posting.tags;
  posting.country = body.text('country') ?? posting.country;
  posting.requisitionCodes = body.texts('requisitionCodes') ?? posting.requisitionCodes;
  posting.owner = userIn(account, body, 'owner') ?? posting.owner;
  posting.hiringManager = userIn(account, body, 'hiringManager') ?? posting.hiringManager;
  changeCategories(posting, body.object('categories'));
  changeContent(posting, body.object('content'));
  changeWorkplace(posting, body);
  changeSalary(posting, body);
}

function stateIn(body: Body): PostingState | undefined {
  const text = body.text('state');
  if (text === undefined) return undefined;
  const state = postingStates.find((candidate) => candidate === text);
  if (state === undefined) throw badRequest(`Invalid state: ${text} at /state`);
  return state;
}

function userIn(account: LeverAccount, body: Body, field: string): string | undefined {
  const id = body.text(field);
  if (id !== undefined && !account.users.has(id)) throw badRequest(`User ${id} was not found at /${field}`);
  return id;
}

function changeCategories(posting: Posting, categories: Body | undefined): void {
  if (categories === undefined) return;
  const { categories: own } = posting;
  own.commitment = categories.text('commitment') ?? own.commitment;
  own.department = categories.text('department') ?? own.department;
  own.team = categories.text('team') ?? own.team;
  own.location = categories.text('location') ?? own.location;
  own.level = categories.text('level') ?? own.level;
  const allLocations = categories.texts('allLocations');
  if (allLocations !== undefined) own.allLocations = allLocations;
  else if (categories.has('location') && own.location !== null) own.allLocations = [own.location];
}

function changeContent(posting: Posting, content: Body | undefined): void {
  if (content === undefined) return;
  const description = content.text('descriptionHtml') ?? plainAsHtml(content.text('description'));
  const closing = content.text('closingPostingHtml') ?? content.text('closingHtml') ?? plainAsHtml(content.text('closing'));
  const lists = content.objects('lists')?.map((list): PostingList => ({
    text: list.text('text') ?? '', content: list.text('content') ?? '',
  }));
  for (const html of [description, closing]) assertHtml(html, descriptionTags);
  for (const list of lists ?? []) assertHtml(list.content, listTags);
  posting.descriptionHtml = description ?? posting.descriptionHtml;
  posting.closingHtml = closing ?? posting.closingHtml;
  posting.lists = lists ?? posting.lists;
}

function plainAsHtml(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? text : `<div>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</div>`;
}

function assertHtml(html: string | undefined, allowed: readonly string[]): void {
  for (const match of (html ?? '').matchAll(/<\/?\s*([a-z0-9]+)/gi)) {
    const tag = (match[1] ?? '').toLowerCase();
    if (!allowed.includes(tag)) throw badRequest(`Invalid HTML: <${tag}> is not supported at /content`);
  }
}

function changeWorkplace(posting: Posting, body: Body): void {
  const workplaceType = body.text('workplaceType');
  if (workplaceType === undefined) return;
  if (!workplaceTypes.includes(workplaceType)) throw badRequest(`Invalid workplaceType: ${workplaceType} at /workplaceType`);
  if (workplaceType === 'unspecified' && posting.workplaceType !== 'unspecified') {
    throw badRequest('workplaceType cannot be set back to unspecified at /workplaceType');
  }
  posting.workplaceType = workplaceType;
}

function changeSalary(posting: Posting, body: Body): void {
  posting.salaryDescriptionHtml = body.text('salaryDescriptionHtml') ?? posting.salaryDescriptionHtml;
  const range = body.object('salaryRange');
  if (range !== undefined) posting.salaryRange = salaryRangeIn(range);
}

export function salaryRangeIn(range: Body): SalaryRange {
  const [min, max] = [range.number('min'), range.number('max')];
  const [currency, interval] = [range.text('currency'), range.text('interval')];
  if (min === undefined || max === undefined || currency === undefined || interval === undefined) {
    throw badRequest('min, max, currency and interval are all required at /salaryRange');
  }
  return { min, max, currency, interval };
}
