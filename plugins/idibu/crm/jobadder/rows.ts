import { z } from 'zod';
import type { CrmJob, CrmPerson, PersonCard } from '../connector.js';
import { lastNameOf, sourceOf, texts } from '../shared/people.js';

const text = z.string().nullish();

export const candidateSchema = z.looseObject({
  candidateId: z.int(), firstName: text, lastName: text, email: text, phone: text, mobile: text, otherEmail: z.array(z.string()).nullish(),
  recruiters: z.array(z.object({ userId: z.int() })).nullish(),
});
export type Candidate = z.output<typeof candidateSchema>;

export const jobSchema = z.object({ jobId: z.int(), jobTitle: text, status: z.object({ active: z.boolean() }).nullish() });

export const listOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), totalCount: z.int() });

export function personOf({ candidateId, firstName, lastName, email, otherEmail, phone, mobile }: Candidate): CrmPerson {
  return {
    id: String(candidateId), name: texts(firstName, lastName).join(' '), emails: texts(email, ...otherEmail ?? []), phones: texts(mobile, phone),
    url: `https://app.jobadder.com/candidates/${candidateId}`,
  };
}

export function jobOf({ jobId, jobTitle, status }: z.output<typeof jobSchema>, reference: string | null = null): CrmJob {
  return { id: String(jobId), title: jobTitle ?? '', reference, isOpen: status?.active === true, url: `https://app.jobadder.com/jobs/${jobId}` };
}

/** A person in JobAdder's fields. */
export function candidateFields(card: PersonCard) {
  const [mobile, phone] = card.phones;
  const lastName = lastNameOf(card);
  return {
    firstName: card.firstName.trim() || lastName, lastName, email: card.emails[0], mobile, phone, source: sourceOf(card.source), summary: card.headline,
    unsubscribed: card.isOptedOut || undefined, recruiterUserId: card.ownerId === null ? undefined : [Number(card.ownerId)],
  };
}
