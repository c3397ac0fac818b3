import { applyToPosting } from '../actions/apply.js';
import { setArchived } from '../actions/archive.js';
import { mergeContacts, updateContact } from '../actions/contact-changes.js';
import { createOpportunity } from '../actions/create-opportunity.js';
import { addSources, addTags, anonymizeOpportunity, deleteOpportunity, moveStage, removeSources, removeTags }
  from '../actions/opportunity-changes.js';
import { storeFile } from '../actions/store-file.js';
import { contactChanged, touch } from '../actions/touch.js';
import type { Body } from '../http/body.js';
import type { StoredFile } from '../model/opportunity.js';
import { contactView, phonesIn } from '../resources/contacts.js';
import { addNote, noteView } from '../resources/notes.js';
import { actorIn, contactIn, type ControlCall, type ControlRoute, opportunityIn, postingIn, shownOpportunity }
  from './control-call.js';
import { ControlError } from './control-error.js';

function resumeIn(call: ControlCall): { file: StoredFile } | undefined {
  const resume = call.body.object('resume');
  if (resume === undefined) return undefined;
  const encoded = resume.text('contentBase64');
  const content = encoded === undefined ? Buffer.from(resume.text('text') ?? '', 'utf8') : Buffer.from(encoded, 'base64');
  return { file: storeFile(call.account, resume.text('filename') ?? 'resume.txt', content) };
}

function handleApply(call: ControlCall): unknown {
  const { body, account } = call;
  const origin = body.text('origin');
  const opportunity = applyToPosting(account, postingIn(call, body.requiredText('postingId')), {
    name: body.requiredText('name'), email: body.requiredText('email'), phone: body.text('phone'), company: body.text('company'),
    location: body.text('location'), comments: body.text('comments'), links: body.texts('links') ?? [],
    origin: origin === 'internal' || origin === 'applied' || origin === 'agency' ? origin : undefined,
      source: body.text('source'),
    preferredLocation: body.text('preferredLocation'), customQuestions: [], resume: resumeIn(call),
  });
  return { ...Object(shownOpportunity(call, opportunity)), applicationId: opportunity.application?.id } as unknown;
}

/** "Add candidate" in the web app: a lead, with a posting or without. */
function handleAddLead(call: ControlCall): unknown {
  const { body, account } = call;
  const by = actorIn(call);
  const postingId = body.text('postingId');
  const { opportunity } = createOpportunity(account, {
    performAs: by, applicationType: 'user', stage: body.text('stage') ?? 'lead-new', origin: 'sourced', owner: by.id,
      followers: [],
    person: {
      name: body.requiredText('name'), headline: body.text('headline') ?? '', location: body.text('location') ?? '',
      emails: body.texts('emails') ?? [], phones: phonesIn(body) ?? [], links: body.texts('links') ?? [],
    },
    posting: postingId === undefined ? undefined : postingIn(call, postingId), tags: body.texts('tags') ?? [],
    sources: body.texts('sources') ?? ['Added manually'], resumes: [resumeIn(call) ?? []].flat(), files: [],
  });
  return shownOpportunity(call, opportunity);
}

function changeList(call: ControlCall, add: typeof addTags, remove: typeof removeTags): unknown {
  const opportunity = opportunityIn(call);
  const [added, removed] = [call.body.texts('add') ?? [], call.body.texts('remove') ?? []];
  if (added.length > 0) add(call.account, opportunity, added);
  if (removed.length > 0) remove(call.account, opportunity, removed);
  return shownOpportunity(call, opportunity);
}

function handleStage(call: ControlCall): unknown {
  const opportunity = opportunityIn(call);
  moveStage(call.account, opportunity, call.body.requiredText('stage'), actorIn(call));
  return shownOpportunity(call, opportunity);
}

function handleArchive(call: ControlCall): unknown {
  const opportunity = opportunityIn(call);
  const reason = call.body.text('reason') ?? call.account.archiveReasons.find(({ type, status }) => type === 'non-hired'
    && status === 'active')?.id;
  if (reason === undefined) throw new ControlError(409, 'The account has no archive reason.');
  setArchived(call.account, opportunity, { reason, cleanInterviews: false, requisitionId: call.body.text('requisitionId') });
  return shownOpportunity(call, opportunity);
}

function handleRevive(call: ControlCall): unknown {
  const opportunity = opportunityIn(call);
  setArchived(call.account, opportunity, { reason: null, cleanInterviews: false });
  return shownOpportunity(call, opportunity);
}

/** Anonymising works on archived rows; with `archive` the row is archived first. */
function handleAnonymize(call: ControlCall): unknown {
  const opportunity = opportunityIn(call);
  if (opportunity.archived === null && call.body.flag('archive') === true) handleArchive(call);
  anonymizeOpportunity(call.account, opportunity);
  return shownOpportunity(call, opportunity);
}

function handleDelete(call: ControlCall): unknown {
  const opportunity = opportunityIn(call);
  deleteOpportunity(call.account, opportunity, actorIn(call));
  return { id: opportunity.id, deleted: true };
}

/** Fields that only people change in the web app: owner, snooze, followers, confidentiality. */
function handleEdit(call: ControlCall): unknown {
  const opportunity = opportunityIn(call);
  const { body } = call;
  if (body.has('owner')) opportunity.owner = body.text('owner') ?? null;
  if (body.has('snoozedUntil')) opportunity.snoozedUntil = body.number('snoozedUntil') ?? null;
  opportunity.followers = body.texts('followers') ?? opportunity.followers;
  const isConfidential = body.flag('confidential');
  if (isConfidential !== undefined) opportunity.confidentiality = isConfidential ? 'confidential' : 'non-confidential';
  touch(call.account, opportunity);
  return shownOpportunity(call, opportunity);
}

function handleNote(call: ControlCall): unknown {
  const note = addNote(call.account, opportunityIn(call), {
    value: call.body.requiredText('value'), by: actorIn(call), secret: call.body.flag('secret'), madeByApi: false,
  });
  return noteView.wire(call.account, note);
}

function consentIn(body: Body | undefined): { allowed: boolean; expiresAt: number | null } {
  return { allowed: body?.flag('allowed') ?? true, expiresAt: body?.number('expiresAt') ?? null };
}

function handleDataProtection(call: ControlCall): unknown {
  const contact = contactIn(call);
  const { body } = call;
  contact.dataProtection = body.has('store') || body.has('contact')
    ? { store: consentIn(body.object('store')), contact: consentIn(body.object('contact')) }
    : null;
  // A policy can change the consent without touching the rows; a person's change does touch them.
  if (body.flag('byPolicy') !== true) contactChanged(call.account, contact);
  return contactView.wire(call.account, contact);
}

function handleContact(call: ControlCall): unknown {
  const contact = contactIn(call);
  const { body } = call;
  updateContact(call.account, contact, {
    name: body.text('name'), headline: body.text('headline'), location: body.text('location'), emails: body.texts('emails'),
    phones: phonesIn(body),
  });
  return contactView.wire(call.account, contact);
}

function handleMerge(call: ControlCall): unknown {
  const kept = contactIn(call);
  mergeContacts(call.account, kept, contactIn(call, call.body.requiredText('drop')));
  return contactView.wire(call.account, kept);
}

export const candidateControls: readonly ControlRoute[] = [
  { method: 'POST', path: '/apply', handle: handleApply },
  { method: 'POST', path: '/leads', handle: handleAddLead },
  { method: 'GET', path: '/opportunities/:id', handle: (call) => shownOpportunity(call, opportunityIn(call)) },
  { method: 'PUT', path: '/opportunities/:id', handle: handleEdit },
  { method: 'DELETE', path: '/opportunities/:id', handle: handleDelete },
  { method: 'POST', path: '/opportunities/:id/stage', handle: handleStage },
  { method: 'POST', path: '/opportunities/:id/archive', handle: handleArchive },
  { method: 'POST', path: '/opportunities/:id/unarchive', handle: handleRevive },
  { method: 'POST', path: '/opportunities/:id/tags', handle: (call) => changeList(call, addTags, removeTags) },
  { method: 'POST', path: '/opportunities/:id/sources', handle: (call) => changeList(call, addSources, removeSources) },
  { method: 'POST', path: '/opportunities/:id/notes', handle: handleNote },
  { method: 'POST', path: '/opportunities/:id/anonymize', handle: handleAnonymize },
  { method: 'PUT', path: '/contacts/:id', handle: handleContact },
  { method: 'PUT', path: '/contacts/:id/data-protection', handle: handleDataProtection },
  { method: 'POST', path: '/contacts/:id/merge', handle: handleMerge },
];
