import { attachPosting, createOpportunity } from '../actions/create-opportunity.js';
import { storeFile } from '../actions/store-file.js';
import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { type Answer, type Call, forbiddenUnlessConfidential, json, type LeverRoute } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { show } from '../http/view.js';
import type { Posting } from '../model/hiring.js';
import { type Origin, origins } from '../model/opportunity.js';
import type { Contact } from '../model/people.js';
import type { Person } from '../actions/contact-changes.js';
import { phonesIn } from './contacts.js';
import { createdOpportunityView } from './opportunity-view.js';
import { personInResume } from './resume-text.js';

function postingIn(call: Call): Posting | undefined {
  const ids = call.body.texts('postings') ?? [];
  if (ids.length > 1) throw badRequest('Only one posting may be specified at /postings');
  const id = ids[0];
  if (id === undefined) return undefined;
  const posting = call.account.postings.get(id);
  if (posting === undefined) throw badRequest(`Posting ${id} was not found at /postings`);
  forbiddenUnlessConfidential(call, posting);
  return posting;
}

function contactIn(call: Call): Contact | undefined {
  const id = call.body.text('contact');
  if (id === undefined) return undefined;
  const contact = call.account.contacts.get(id);
  if (contact === undefined) throw badRequest(`Contact ${id} was not found at /contact`);
  return contact;
}

function originIn(body: Body): Origin {
  const text = body.text('origin') ?? 'sourced';
  const origin = origins.find((candidate) => candidate === text);
  if (origin === undefined) throw badRequest(`Invalid origin: ${text} at /origin`);
  return origin;
}

function userIn(account: LeverAccount, id: string, field: string): string {
  if (!account.users.has(id)) throw badRequest(`User ${id} was not found at /${field}`);
  return id;
}

function ownerIn(call: Call, posting: Posting | undefined): string | null {
  const fallback = call.performAs?.id ?? null;
  if (call.query.flag('perform_as_posting_owner') === true) return posting?.owner ?? fallback;
  const named = call.body.text('owner');
  return named === undefined ? fallback : userIn(call.account, named, 'owner');
}

export function pastInstant(account: LeverAccount, body: Body, field: string): number | undefined {
  const instant = body.number(field);
  if (instant !== undefined && instant > account.now()) throw badRequest(`Timestamp must be in the past at /${field}`);
  return instant;
}

/** The documented field is `archived`; the documented multipart sample spells it `archive`. */
function archivedIn(call: Call, createdAt: number | undefined): { reason: string; archivedAt?: number } | undefined {
  const archived = call.body.object('archived') ?? call.body.object('archive');
  const reason = archived?.text('reason');
  if (archived === undefined || reason === undefined) return undefined;
  if (call.account.archiveReason(reason) === undefined) throw badRequest(`Archive reason ${reason} was not found at /archived/reason`);
  const archivedAt = archived.number('archivedAt');
  if (archivedAt !== undefined && (createdAt === undefined || createdAt >= archivedAt)) {
    throw badRequest('archivedAt requires an earlier createdAt at /archived/archivedAt');
  }
  return { reason, archivedAt };
}

function stageIn(call: Call): string {
  const id = call.body.text('stage') ?? 'lead-new';
  if (call.account.stage(id) === undefined) throw badRequest(`Stage ${id} was not found at /stage`);
  return id;
}

function personIn(call: Call): Person {
  const { body, query } = call;
  const resume = body.file('resumeFile');
  const parsed = query.flag('parse') === true && resume !== undefined ? personInResume(resume.filename, resume.content) : {};
  const phones = phonesIn(body);
  return {
    name: body.text('name') ?? parsed.name ?? '', headline: body.text('headline') ?? parsed.headline ?? '',
    location: body.text('location') ?? '', emails: body.texts('emails') ?? parsed.emails ?? [],
    phones: phones ?? parsed.phones ?? [], links: body.texts('links') ?? [],
  };
}

function handleCreate(call: Call): Answer {
  const { account, body } = call;
  const posting = postingIn(call);
  const createdAt = pastInstant(account, body, 'createdAt');
  const resume = body.file('resumeFile');
  const files = body.files.filter((file) => ['file', 'files', 'files[]'].includes(file.field));
  const { opportunity, deduped } = createOpportunity(account, {
    performAs: call.performAs, person: personIn(call), contact: contactIn(call), posting, applicationType: 'user',
    stage: stageIn(call), tags: body.texts('tags') ?? [], sources: body.texts('sources') ?? [], origin: originIn(body),
    owner: ownerIn(call, posting), followers: (body.texts('followers') ?? []).map((id) => userIn(account, id, 'followers')),
    createdAt, archived: archivedIn(call, createdAt), opportunityLocation: body.text('opportunityLocation'),
    resumes: resume === undefined ? [] : [{ file: storeFile(account, resume.filename, resume.content) }],
    files: files.map((file) => storeFile(account, file.filename, file.content)),
  });
  return json({ deduped, data: show(call, createdOpportunityView, opportunity) });
}

/** Undocumented, but one production client relies on it: gives a posting-less opportunity its application. */
function handleAddPostings(call: Call): Answer {
  const { account } = call;
  const opportunity = call.account.opportunities.get(call.params.id ?? '');
  if (opportunity === undefined) throw badRequest(`Candidate ${call.params.id} was not found`);
  const posting = postingIn(call);
  if (posting === undefined) throw badRequest('Missing required property: postings');
  if (opportunity.application !== null) throw badRequest('The opportunity already has an application.');
  attachPosting(account, opportunity, posting, call.performAs);
  return json({ data: show(call, createdOpportunityView, opportunity) });
}

export const opportunityCreateRoutes: readonly LeverRoute[] = [
  { method: 'POST', path: '/opportunities', permission: 'Create an opportunity', scopes: ['opportunities:write'],
    performAs: 'required',
    status: 201, handle: handleCreate },
  { method: 'POST', path: '/candidates/:id/addPostings', permission: 'Add candidate postings', scopes: ['opportunities:write'],
    performAs: 'required', handle: handleAddPostings },
];
