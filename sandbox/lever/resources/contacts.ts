import { updateContact } from '../actions/contact-changes.js';
import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { type Call, data, found, type LeverRoute } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { show, type View, type Wire } from '../http/view.js';
import type { Contact, Phone } from '../model/people.js';

export const contactView: View<Contact> = {
  wire: (_account, contact) => ({
    ...basics(contact),
    dataProtection: { ...contact.dataProtection, interviewIntelligence: { allowed: true, expiresAt: null } },
  }),
  expansions: {},
};

function basics(contact: Contact): Wire {
  return {
    id: contact.id, name: contact.name, headline: contact.headline, isAnonymized: contact.isAnonymized,
    location: { name: contact.location }, emails: [...contact.emails], phones: contact.phones.map((phone) => ({ ...phone })),
  };
}

export function expandContact(account: LeverAccount, id: string): unknown {
  const contact = account.contacts.get(id);
  return contact === undefined ? id : contactView.wire(account, contact);
}

export function phonesIn(body: Body): Phone[] | undefined {
  return body.objects('phones')?.map((phone) => {
    const value = phone.text('value');
    if (value === undefined) throw badRequest('Missing required property: value at /phones');
    return phone.has('type') ? { type: phone.text('type') ?? null, value } : { value };
  });
}

function contactOf(call: Call): Contact {
  return found(call.account.contacts.get(call.params.c ?? ''), 'contacts', call.params.c);
}

function locationIn(body: Body): string | undefined {
  return typeof body.fields.location === 'object' ? body.object('location')?.text('name') : body.text('location');
}

export const contactRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/contacts/:c', permission: 'Find a contact', scopes: ['contact:read'],
    handle: (call) => data(show(call, contactView, contactOf(call))) },
  { method: 'PUT', path: '/contacts/:c', permission: 'Update a contact', scopes: ['contact:write'],
    handle: (call) => {
      const { body } = call;
      const contact = contactOf(call);
      updateContact(call.account, contact, {
        name: body.text('name'), headline: body.text('headline'), location: locationIn(body), emails: body.texts('emails'),
        phones: phonesIn(body),
      });
      // Recorded: this answer lacks the two fields that a GET of the same contact has.
      const { isAnonymized: _isAnonymized, ...answer } = basics(contact);
      return data(answer);
    } },
];
