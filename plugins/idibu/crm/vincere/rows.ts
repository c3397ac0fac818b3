import { z } from 'zod';
import type { CrmJob, CrmPerson, PersonCard } from '../connector.js';
import { lastNameOf, texts } from '../shared/people.js';

const text = z.string().nullish();

export const candidateSchema = z.looseObject({ id: z.int(), first_name: text, last_name: text, email: text, work_email: text, mobile: text, phone: text });
export type Candidate = z.output<typeof candidateSchema>;
export const CANDIDATE_FIELDS = 'id,first_name,last_name,email,work_email,mobile,phone';

export const jobSchema = z.object({ id: z.int(), job_title: text, external_id: text, close_date: text });
export const JOB_FIELDS = 'id,job_title,external_id,close_date';

export const foundSchema = <S extends z.ZodType>(item: S) => z.object({ result: z.object({ total: z.int(), items: z.array(item) }) });

export function personOf({ id, first_name, last_name, email, work_email, mobile, phone }: Candidate, tenant: string): CrmPerson {
  return {
    id: String(id), name: texts(first_name, last_name).join(' '), emails: texts(email, work_email), phones: texts(mobile, phone),
    url: `https://${tenant}.vincere.io/app/candidate/${id}`,
  };
}

/** Closed from its close date on. */
export function jobOf({ id, job_title, external_id, close_date }: z.output<typeof jobSchema>, tenant: string): CrmJob {
  return {
    id: String(id), title: job_title ?? '', reference: texts(external_id)[0] ?? null, isOpen: texts(close_date).length === 0, url: `https://${tenant}.vincere.io/app/job/${id}`,
  };
}

/** A person in Vincere's fields. */
export function candidateFields(card: PersonCard) {
  const [email, workEmail] = card.emails;
  const [mobile, phone] = card.phones;
  const lastName = lastNameOf(card);
  return {
    first_name: card.firstName.trim() || lastName, last_name: lastName, email, work_email: workEmail, mobile, phone, external_id: card.ref,
    summary: card.headline, creator_id: card.ownerId === null ? undefined : Number(card.ownerId), marketing_consent: card.isOptedOut ? false : undefined,
  };
}
