import { z } from 'zod';
import type { CrmJob, CrmPerson, PersonCard } from '../connector.js';
import { texts } from '../shared/people.js';

const phone = z.object({ value: z.string(), type: z.string().nullish() });

export const opportunitySchema = z.object({
  id: z.string(), name: z.string(), contact: z.string(), emails: z.array(z.string()), phones: z.array(phone), tags: z.array(z.string()),
  archived: z.object({ reason: z.string().nullish() }).nullable(), applications: z.array(z.object({ posting: z.string().nullish() })), createdAt: z.number(),
  urls: z.object({ show: z.string().nullish() }).nullish(), isAnonymized: z.boolean().nullish(),
});
export type Opportunity = z.output<typeof opportunitySchema>;

const text = z.string().nullish();

export const contactSchema = z.object({
  name: text, headline: text, location: z.object({ name: text }).nullish(), emails: z.array(z.string()), phones: z.array(phone),
});

export const postingSchema = z.object({
  id: z.string(), text: z.string(), state: z.string(), reqCode: z.string().nullish(), requisitionCodes: z.array(z.string()).nullish(),
  urls: z.object({ show: z.string().nullish() }).nullish(),
});
export type Posting = z.output<typeof postingSchema>;

export const dataOf = <S extends z.ZodType>(row: S) => z.object({ data: row });
export const pageOf = <S extends z.ZodType>(row: S) => z.object({ data: z.array(row), hasNext: z.boolean().optional(), next: z.string().optional() });

export const postingOf = ({ applications }: Opportunity): string | null => applications[0]?.posting ?? null;

/** A person in Lever is a contact; its page is that of the latest opportunity, open ones first. */
function personOf(opportunities: readonly Opportunity[]): CrmPerson | null {
  const [best] = byWorth(opportunities);
  if (!best) return null;
  return { id: best.contact, name: best.name, emails: best.emails, phones: best.phones.map(({ value }) => value), url: best.urls?.show ?? null };
}

export function byWorth(opportunities: readonly Opportunity[]): Opportunity[] {
  return [...opportunities].sort((a, b) => Number(a.archived !== null) - Number(b.archived !== null) || b.createdAt - a.createdAt);
}

/** One person for each contact, however many opportunities it has. */
export function peopleOf(opportunities: readonly Opportunity[]): CrmPerson[] {
  const contacts = Map.groupBy(opportunities.filter(({ isAnonymized }) => isAnonymized !== true), ({ contact }) => contact);
  return [...contacts.values()].map(personOf).filter((person) => person !== null).slice(0, 10);
}

export function jobOf({ id, text, state, reqCode, requisitionCodes, urls }: Posting): CrmJob {
  return { id, title: text, reference: texts(reqCode, ...requisitionCodes ?? [])[0] ?? null, isOpen: state === 'published' || state === 'internal', url: urls?.show ?? null };
}

export const phonesOf = (card: PersonCard) => card.phones.map((value) => ({ type: 'mobile', value }));
