import type { LeverAccount } from '../account.js';
import { badRequest } from '../http/errors.js';
import type { Posting } from '../model/hiring.js';
import type { Application, Opportunity, Origin, ParsedResume, StoredFile } from '../model/opportunity.js';
import type { Contact, User } from '../model/people.js';
import { createContact, enrichContact, type Person } from './contact-changes.js';
import { interact, union } from './touch.js';

export interface NewOpportunity {
  readonly performAs: User | null;
  readonly person: Person;
  /** Attach to this contact instead of looking for one by e-mail. */
  readonly contact?: Contact;
  readonly posting?: Posting;
  readonly applicationType: Application['type'];
  readonly application?: Partial<Application>;
  readonly stage: string;
  readonly tags: readonly string[];
  readonly sources: readonly string[];
  readonly origin: Origin;
  readonly owner: string | null;
  readonly followers: readonly string[];
  readonly createdAt?: number;
  readonly archived?: { readonly reason: string; readonly archivedAt?: number };
  readonly opportunityLocation?: string;
  readonly resumes: ReadonlyArray<{ file: StoredFile; parsedData?: ParsedResume }>;
  readonly files: readonly StoredFile[];
}

/** Always makes a new opportunity; a known address only decides on whose contact. */
export function createOpportunity(account: LeverAccount, input: NewOpportunity): { opportunity: Opportunity; deduped: boolean } {
  const createdAt = input.createdAt ?? account.now();
  const known = input.contact ?? account.contacts.findByEmails(input.person.emails);
  if (known?.isAnonymized === true) throw badRequest('Anonymized contacts cannot be linked to new opportunities.');
  if (known !== undefined) enrichContact(account, known, input.person);
  const contact = known ?? createContact(account, input.person, createdAt);
  const opportunity = build(account, contact, input, createdAt);
  account.opportunities.add(opportunity);
  const { application } = opportunity;
  if (application !== null) announceApplication(account, opportunity, application);
  return { opportunity, deduped: known !== undefined };
}

export function attachPosting(account: LeverAccount, opportunity: Opportunity, posting: Posting, by: User | null): void {
  const createdAt = account.now();
  const application = emptyApplication(account, { type: 'user', posting, user: by?.id ?? null, createdAt });
  opportunity.application = application;
  opportunity.opportunityLocation = locationOf(posting, undefined);
  opportunity.tags = union(opportunity.tags, postingTags(posting));
  interact(account, opportunity);
  announceApplication(account, opportunity, application);
}

function announceApplication(account: LeverAccount, opportunity: Opportunity, application: Application): void {
  account.emit('applicationCreated', { applicationId: application.id, ...account.idsOf(opportunity),
    createdAt: application.createdAt },
    opportunity.origin);
}

function build(account: LeverAccount, contact: Contact, input: NewOpportunity, createdAt: number): Opportunity {
  const id = account.uuid();
  const application = input.posting === undefined ? null : newApplication(account, input, input.posting, createdAt);
  const archived = input.archived && { reason: input.archived.reason, archivedAt: input.archived.archivedAt ?? account.now() };
  if (application !== null && archived !== undefined) application.archived = archived;
  const userId = input.performAs?.id;
  const toStageIndex = account.stages.findIndex((stage) => stage.id === input.stage);
  return {
    id, contactId: contact.id, stage: input.stage, confidentiality: input.posting?.confidentiality ?? 'non-confidential',
    archived: archived ?? null,
    tags: union(input.tags, input.posting === undefined ? [] : postingTags(input.posting)),
    sources: union([], input.sources),
    stageChanges: [{ toStageId: input.stage, toStageIndex, updatedAt: createdAt, ...(userId === undefined ? {} : { userId }) }],
    origin: input.origin, sourcedBy: input.origin === 'sourced' ? userId ?? null : null,
    owner: input.owner, followers: followersOf(input), application, createdAt, updatedAt: account.now(),
    lastInteractionAt: createdAt, lastAdvancedAt: createdAt, snoozedUntil: null, isAnonymized: false,
    opportunityLocation: input.posting === undefined ? null : locationOf(input.posting, input.opportunityLocation),
    notes: [], offers: [], panels: [], feedback: [], forms: [], referrals: [],
    resumes: input.resumes.map(({ file, parsedData }) => ({ id: account.uuid(), createdAt: file.uploadedAt, file, parsedData })),
    files: [...input.files],
    fileActions: [...input.resumes.map(({ file }) => file), ...input.files].map((file, index) => ({
      id: account.uuid(), type: index < input.resumes.length ? 'resume-imported' : 'file-added', occurredAt: file.uploadedAt,
      user: userId ?? null, meta: { fileId: file.id, fileName: file.name },
    })),
  };
}

function newApplication(account: LeverAccount, input: NewOpportunity, posting: Posting, createdAt: number): Application {
  const user = input.performAs?.id ?? null;
  return { ...emptyApplication(account, { type: input.applicationType, posting, user, createdAt }), ...input.application };
}

interface ApplicationStart {
  readonly type: Application['type'];
  readonly posting: Posting;
  readonly user: string | null;
  readonly createdAt: number;
}

function emptyApplication(account: LeverAccount, { type, posting, user, createdAt }: ApplicationStart): Application {
  return {
    id: account.uuid(), type, postingId: posting.id, user, name: null, company: null, phone: null, email: null, links: [],
    comments: null, customQuestions: [], createdAt, archived: null, requisitionForHire: null, ipAddress: null, referer: null,
    userAgent: null, acceptLanguage: null, timezone: null,
  };
}

/** Lever tags a person with what describes the posting they are considered for. */
export function postingTags(posting: Posting): string[] {
  const { department, team, location, commitment } = posting.categories;
  return [posting.text, department, team, location, commitment].filter((tag): tag is string => tag !== null && tag !== '');
}

function followersOf(input: NewOpportunity): string[] {
  const first = input.posting === undefined ? input.performAs?.id ?? null : input.posting.owner;
  return union(first === null ? [] : [first], input.followers);
}

function locationOf(posting: Posting, chosen: string | undefined): string {
  const { location, allLocations } = posting.categories;
  if (chosen !== undefined) {
    if (!allLocations.includes(chosen)
      && chosen !== location) throw badRequest('Not a location of the posting at /opportunityLocation');
    return chosen;
  }
  return allLocations.length > 1 ? 'unspecified' : location ?? 'unspecified';
}
