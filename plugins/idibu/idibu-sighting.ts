import type { Sighting } from './applicant-rows.js';
import { idibuContact } from './idibu.context.js';
import type { IdibuCandidate, IdibuVacancy } from './idibu.client.js';
import { lightOfStatus } from './light.js';
import { addresses, phoneNumbers } from './person-details.js';

/** Id under which a status of idibu's list is known here, beside Lever's stages. */
export const idibuStatus = (externalId: string): string => `idibu:${externalId}`;
export const leverStatus = (stageId: string): string => `lever:${stageId}`;

/** Each vacancy of a candidate is an application of its own. Pure. */
export function sightingsOf(candidate: IdibuCandidate, country: string): Sighting[] {
  return candidate.vacancies.map((vacancy) => sightingOf(candidate, vacancy, country));
}

function sightingOf(candidate: IdibuCandidate, vacancy: IdibuVacancy, country: string): Sighting {
  const appliedAt = vacancy.applied_at ?? candidate.creation_date;
  const cv = candidate.attachments.find((one) => one.type === 'cv') ?? candidate.attachments[0];
  return {
    source: 'idibu', externalId: candidate.id, contactId: idibuContact(candidate.id), vacancyId: vacancy.id, vacancyTitle: vacancy.title,
    vacancyReference: vacancy.crm_reference ?? vacancy.reference,
    details: {
      firstName: candidate.firstname, lastName: candidate.lastname, emails: addresses([candidate.email, candidate.email_2]),
      phones: phoneNumbers([candidate.phone_mobile, candidate.phone], country), location: candidate.location, headline: candidate.position,
      links: candidate.links, source: vacancy.source ?? candidate.source ?? 'idibu', screening: vacancy.screening, consent: candidate.consent,
      isOptedOut: candidate.comms_status === 'unsubscribed',
    },
    cvName: cv?.filename ?? null, cvRef: cv?.file_link ?? null, senderEmail: vacancy.created_by, statusId: idibuStatus(vacancy.status.id),
    light: vacancy.traffic_light ?? lightOfStatus(vacancy.status.label), isGone: candidate.withdrawn,
    // A contact that is older than the application was there before it.
    isKnownBefore: candidate.creation_date < appliedAt, appliedAt, at: candidate.updated_at,
  };
}
