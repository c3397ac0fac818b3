import type { LeverAccount } from '../account.js';
import { badRequest } from '../http/errors.js';
import type { Contact, Phone } from '../model/people.js';
import { contactChanged, union } from './touch.js';

export interface PersonDetails {
  readonly name?: string;
  readonly headline?: string;
  readonly location?: string;
  readonly emails?: readonly string[];
  readonly phones?: readonly Phone[];
}

/** Changes what is given and keeps the rest. */
export function updateContact(account: LeverAccount, contact: Contact, change: PersonDetails): void {
  if (contact.isAnonymized) throw badRequest('Anonymized contacts cannot be updated.');
  contact.name = change.name ?? contact.name;
  contact.headline = change.headline ?? contact.headline;
  contact.location = change.location ?? contact.location;
  if (change.phones !== undefined) contact.phones = [...change.phones];
  if (change.emails !== undefined) account.contacts.setEmails(contact, change.emails);
  contactChanged(account, contact);
}

export interface Person {
  readonly name: string;
  readonly headline: string;
  readonly location: string;
  readonly emails: readonly string[];
  readonly phones: readonly Phone[];
  readonly links: readonly string[];
}

export function createContact(account: LeverAccount, person: Person, createdAt: number): Contact {
  const contact: Contact = {
    id: account.uuid(), createdAt, name: person.name, headline: person.headline, location: person.location,
    emails: [...person.emails], phones: [...person.phones], links: union([], person.links), isAnonymized: false,
      dataProtection: null,
  };
  account.contacts.add(contact);
  account.emit('contactCreated', { contactId: contact.id, accountId: account.id, createdAt });
  return contact;
}

/** What the contact already says wins; addresses, phones and links it lacks are added. */
export function enrichContact(account: LeverAccount, contact: Contact, person: Person): void {
  const emails = union(contact.emails, person.emails);
  const known = new Set(contact.phones.map((phone) => phone.value));
  const phones = person.phones.filter((phone) => !known.has(phone.value));
  const links = union(contact.links, person.links);
  const before = JSON.stringify([contact.name, contact.headline, contact.location]);
  contact.name ||= person.name;
  contact.headline ||= person.headline;
  contact.location ||= person.location;
  const isChanged = emails.length > contact.emails.length || phones.length > 0 || links.length > contact.links.length
    || before !== JSON.stringify([contact.name, contact.headline, contact.location]);
  if (!isChanged) return;
  account.contacts.setEmails(contact, emails);
  contact.phones = [...contact.phones, ...phones];
  contact.links = links;
  contactChanged(account, contact);
}

/** The recruiter's merge of two people: irreversible, the dropped contact's opportunities move over. */
export function mergeContacts(account: LeverAccount, kept: Contact, dropped: Contact): void {
  const emails = [...dropped.emails];
  for (const opportunity of account.opportunities.ofContact(dropped.id)) account.opportunities.moveToContact(opportunity,
    kept.id);
  account.contacts.remove(dropped);
  account.contacts.setEmails(kept, union(kept.emails, emails));
  kept.links = union(kept.links, dropped.links);
  contactChanged(account, kept);
}
