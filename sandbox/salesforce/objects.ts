import type { Crm, Entry, Fields } from '../crm-kit/index.js';
import { invalidField, refusals } from './refusals.js';

/** What a SOQL query sees of an object. */
export function rowsOf(crm: Crm, object: string): Fields[] {
  const { book } = crm;
  const plain = ({ id, fields }: Entry): Fields => ({ Id: id, ...fields });
  const sources: Readonly<Record<string, () => Fields[]>> = {
    Contact: () => book.people.all().map(plain),
    ts2__Job__c: () => book.jobs.all().map(plain),
    ts2__Application__c: () => book.links.all().map(({ id, fields }) => ({
      Id: id, ts2__Candidate_Contact__c: fields.personId, ts2__Job__c: fields.jobId, ts2__Stage__c: fields.status,
    })),
    ContentVersion: () => book.files.all().map(({ id, fields }) => ({
      Id: id, Title: fields.title, PathOnClient: fields.name, FirstPublishLocationId: fields.personId,
    })),
    Task: () => book.notes.all().map(({ id, fields }) => ({ Id: id, WhoId: fields.personId, Subject: fields.subject, Description: fields.text })),
    User: () => book.users.map(({ id, name, email }) => ({ Id: id, Name: name, Email: email, IsActive: true, UserType: 'Standard' })),
    Campaign: () => book.pools.map(({ id, name }) => ({ Id: id, Name: name, IsActive: true })),
    CampaignMember: () => book.members.all().map(({ id, fields }) => ({ Id: id, CampaignId: fields.poolId, ContactId: fields.personId })),
  };
  const source = sources[object];
  if (!source) throw refusals.invalid(`sObject type '${object}' is not supported.`);
  return source();
}

export function contactOf({ book }: Crm, id: string): Entry {
  const entry = book.people.get(id);
  if (!entry) throw refusals.notFound('Contact');
  return entry;
}

/** Name is made of its parts; unknown columns are refused. */
export function contactFields(crm: Crm, body: Fields, known: Fields): Fields {
  for (const name of Object.keys(body)) if (!(name in known) || name === 'Name') throw invalidField(name, 'Contact');
  const { FirstName = '', LastName } = { ...known, ...body };
  return { ...body, Name: [FirstName, LastName].filter((part) => typeof part === 'string' && part !== '').join(' ') };
}
