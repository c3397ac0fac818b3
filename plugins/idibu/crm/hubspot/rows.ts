import { z } from 'zod';
import type { CrmJob, CrmPerson, PersonCard } from '../connector.js';
import { lastNameOf, texts } from '../shared/people.js';

export const objectSchema = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullish()) });
export type HubSpotObject = z.output<typeof objectSchema>;
export const foundSchema = z.object({ results: z.array(objectSchema) });

export const CONTACT_PROPERTIES = ['firstname', 'lastname', 'email', 'hs_additional_emails', 'mobilephone', 'phone', 'jobtitle', 'city', 'hubspot_owner_id'];

export function personOf({ id, properties }: HubSpotObject, portal: string | null): CrmPerson {
  const { firstname, lastname, email, hs_additional_emails: more, mobilephone, phone } = properties;
  return {
    id, name: texts(firstname, lastname).join(' '), emails: texts(email, ...(more ?? '').split(';')), phones: texts(mobilephone, phone),
    url: portal === null ? null : `https://app.hubspot.com/contacts/${portal}/record/0-1/${id}`,
  };
}

export function jobOf({ id, properties }: HubSpotObject, referenceProperty: string, portal: string | null): CrmJob {
  return {
    id, title: properties.dealname ?? '', reference: texts(properties[referenceProperty])[0] ?? null, isOpen: properties.hs_is_closed !== 'true',
    url: portal === null ? null : `https://app.hubspot.com/contacts/${portal}/record/0-3/${id}`,
  };
}

/** A person in HubSpot's properties; all are text. The opt-out is kept elsewhere. */
export function contactProperties(card: PersonCard) {
  const [mobilephone, phone] = card.phones;
  return {
    firstname: card.firstName.trim(), lastname: lastNameOf(card), email: card.emails[0], mobilephone, phone, jobtitle: card.headline, city: card.location,
    hubspot_owner_id: card.ownerId,
  };
}
