import { z } from 'zod';
import type { CrmJob, CrmPerson, PersonCard } from '../connector.js';
import { lastNameOf, sourceOf, texts } from '../shared/people.js';

const text = z.string().nullish();

export const candidateSchema = z.looseObject({
  id: z.string(), First_Name: text, Last_Name: text, Email: text, Secondary_Email: text, Mobile: text, Phone: text,
});
export type Candidate = z.output<typeof candidateSchema>;

export const jobSchema = z.looseObject({ id: z.string(), Posting_Title: text, Job_Opening_ID: text, Job_Opening_Status: text });

export const listOf = <S extends z.ZodType>(row: S) => z.object({ data: z.array(row) });

/** Statuses in which a job opening takes candidates. */
const OPEN = new Set(['in-progress', 'waiting for approval', 'on-hold']);

export function personOf(candidate: Candidate, host: string): CrmPerson {
  const { id, First_Name, Last_Name, Email, Secondary_Email, Mobile, Phone } = candidate;
  return {
    id, name: texts(First_Name, Last_Name).join(' '), emails: texts(Email, Secondary_Email), phones: texts(Mobile, Phone),
    url: `${host}/recruit/EntityInfo.do?module=Candidates&id=${id}`,
  };
}

export function jobOf(job: z.output<typeof jobSchema>, host: string): CrmJob {
  return {
    id: job.id, title: job.Posting_Title ?? '', reference: texts(job.Job_Opening_ID)[0] ?? null, isOpen: OPEN.has((job.Job_Opening_Status ?? '').toLowerCase()),
    url: `${host}/recruit/EntityInfo.do?module=JobOpenings&id=${job.id}`,
  };
}

/** A person in Zoho's fields. */
export function candidateFields(card: PersonCard) {
  const [Email, Secondary_Email] = card.emails;
  const [Mobile, Phone] = card.phones;
  return {
    First_Name: card.firstName.trim(), Last_Name: lastNameOf(card), Email, Secondary_Email, Mobile, Phone, Source: sourceOf(card.source),
    Current_Job_Title: card.headline, Email_Opt_Out: card.isOptedOut || undefined, Owner: card.ownerId === null ? undefined : { id: card.ownerId },
  };
}
