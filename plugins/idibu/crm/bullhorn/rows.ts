import { z } from 'zod';
import type { CrmJob, CrmPerson, PersonCard } from '../connector.js';
import { fullName, lastNameOf, sourceOf, texts } from '../shared/people.js';

const text = z.string().nullish();

export const candidateSchema = z.object({
  id: z.int(), name: text, email: text, email2: text, email3: text, mobile: text, phone: text, phone2: text, phone3: text, isDeleted: z.boolean().nullish(),
});
export type Candidate = z.output<typeof candidateSchema>;
export const CANDIDATE_FIELDS = 'id,firstName,lastName,name,email,email2,email3,mobile,phone,phone2,phone3,source,externalID,massMailOptOut,owner,occupation,isDeleted';

export const jobSchema = z.object({ id: z.int(), title: text, externalID: text, isOpen: z.boolean().nullish(), isDeleted: z.boolean().nullish() });
export const JOB_FIELDS = 'id,title,externalID,isOpen,isDeleted';

const page = (entity: string, id: number): string => `https://app.bullhornstaffing.com/BullhornSTAFFING/OpenWindow.cfm?Entity=${entity}&id=${id}`;

export function personOf(candidate: Candidate): CrmPerson {
  const { id, name, email, email2, email3, mobile, phone, phone2, phone3 } = candidate;
  return { id: String(id), name: name ?? '', emails: texts(email, email2, email3), phones: texts(mobile, phone, phone2, phone3), url: page('Candidate', id) };
}

export function jobOf({ id, title, externalID, isOpen, isDeleted }: z.output<typeof jobSchema>): CrmJob {
  return { id: String(id), title: title ?? '', reference: texts(externalID)[0] ?? null, isOpen: isOpen === true && isDeleted !== true, url: page('JobOrder', id) };
}

/** A person in Bullhorn's fields, within their lengths; blank ones are left to the CRM. */
export function candidateFields(card: PersonCard) {
  const [email, email2, email3] = card.emails;
  const [mobile, phone, phone2] = card.phones.map((number) => number.slice(0, 20));
  const lastName = lastNameOf(card);
  return {
    firstName: (card.firstName.trim() || lastName).slice(0, 50), lastName: lastName.slice(0, 50), name: fullName(card).slice(0, 100),
    email, email2, email3, mobile, phone, phone2, source: sourceOf(card.source), externalID: card.ref, occupation: card.headline?.slice(0, 50),
    massMailOptOut: card.isOptedOut || undefined, owner: card.ownerId === null ? undefined : { id: Number(card.ownerId) },
  };
}
