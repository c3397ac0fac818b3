import type { AccountOption } from 'patchbay/sdk';
import type { CrmJob, CrmPerson, PersonCard } from '../connector.js';
import { lastNameOf, sourceOf, texts } from '../shared/people.js';

/** Names of objects and fields, which depend on the recruiting package that an organisation has. */
export interface Objects {
  readonly refField: string;
  readonly secondEmailField: string;
  readonly jobObject: string;
  readonly jobReferenceField: string;
  readonly jobStatusField: string;
  readonly openStatuses: readonly string[];
  readonly linkObject: string;
  readonly linkPersonField: string;
  readonly linkJobField: string;
  readonly linkStageField: string;
  readonly linkStage: string;
}

/** Those of Jobscience. */
const DEFAULTS = {
  refField: 'Idibu_Ref__c', secondEmailField: 'Secondary_Email__c', jobObject: 'ts2__Job__c', jobReferenceField: 'ts2__Job_Number__c',
  jobStatusField: 'ts2__Status__c', openStatuses: 'Open', linkObject: 'ts2__Application__c', linkPersonField: 'ts2__Candidate_Contact__c',
  linkJobField: 'ts2__Job__c', linkStageField: 'ts2__Stage__c', linkStage: 'Application',
};
type Name = keyof typeof DEFAULTS;

const LABELS: Readonly<Record<Name, string>> = {
  refField: 'Contact field for our id', secondEmailField: 'Contact field for a second e-mail', jobObject: 'Object that holds jobs', jobReferenceField: 'Job field with the reference',
  jobStatusField: 'Job field with the status', openStatuses: 'Statuses of open jobs, by comma', linkObject: 'Object that holds applications',
  linkPersonField: 'Application field for the contact', linkJobField: 'Application field for the job', linkStageField: 'Application field for the stage', linkStage: 'Stage of new applications',
};

export const SALESFORCE_MAPPING: readonly AccountOption[] = (Object.keys(DEFAULTS) as Name[]).map((key) => ({
  key, label: LABELS[key], isOptional: true, help: `"${DEFAULTS[key]}" unless told.`,
}));

/** Names are put into queries: anything but an API name is left out. */
export function objectsOf(mapping: Readonly<Record<string, string>>): Objects {
  const given = Object.fromEntries(Object.entries(mapping).filter(([key, value]) => key in DEFAULTS && value.trim() !== ''));
  const { openStatuses, linkStage, ...names } = { ...DEFAULTS, ...given };
  const safe = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, /^\w+$/.test(name) ? name : DEFAULTS[key as Name]])) as typeof names;
  return { ...safe, linkStage, openStatuses: openStatuses.split(',').map((status) => status.trim().toLowerCase()) };
}

export type Row = Readonly<Record<string, unknown>>;
const textAt = (row: Row, field: string): string | null => texts(row[field])[0] ?? null;

export const contactColumns = ({ secondEmailField }: Objects): string => `Id, Name, FirstName, LastName, Email, ${secondEmailField}, MobilePhone, Phone, HomePhone`;

export function personOf(row: Row, { secondEmailField }: Objects, instance: string): CrmPerson {
  const id = textAt(row, 'Id') ?? '';
  return {
    id, name: textAt(row, 'Name') ?? '', emails: texts(row.Email, row[secondEmailField]), phones: texts(row.MobilePhone, row.Phone, row.HomePhone), url: `${instance}/${id}`,
  };
}

export function jobOf(row: Row, { jobReferenceField, jobStatusField, openStatuses }: Objects, instance: string): CrmJob {
  const id = textAt(row, 'Id') ?? '';
  return {
    id, title: textAt(row, 'Name') ?? '', reference: textAt(row, jobReferenceField), url: `${instance}/${id}`,
    isOpen: openStatuses.includes((textAt(row, jobStatusField) ?? '').toLowerCase()),
  };
}

/** A person in the fields of Contact. */
export function contactFields(card: PersonCard, { refField, secondEmailField }: Objects): Record<string, unknown> {
  const [Email, secondEmail] = card.emails;
  const [MobilePhone, Phone] = card.phones;
  return {
    FirstName: card.firstName.trim(), LastName: lastNameOf(card), Email, [secondEmailField]: secondEmail, MobilePhone, Phone, [refField]: card.ref,
    LeadSource: sourceOf(card.source, 40), Title: card.headline?.slice(0, 128), MailingCity: card.location?.slice(0, 40), OwnerId: card.ownerId,
    HasOptedOutOfEmail: card.isOptedOut || undefined,
  };
}
