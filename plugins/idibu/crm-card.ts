import type { Applicant } from './applicant.entity.js';
import type { PersonCard } from './crm/connector.js';
import type { Forward } from './forward.entity.js';
import type { PersonDetails } from './person-details.js';

/** The person as the CRM should know them (ID-30, ID-37, ID-38). Pure. */
export function cardOf(
  applicant: Pick<Applicant, 'appliedAt'> & { readonly details: PersonDetails }, forward: Pick<Forward, 'crmPersonId' | 'terms'>,
): PersonCard {
  const { screening: _screening, consent: _consent, ...details } = applicant.details;
  return { ref: forward.crmPersonId, ...details, appliedAt: applicant.appliedAt, ownerId: forward.terms.ownerId };
}

/** A name that no other file of the person has, so that it is found again: the original one with a mark. Pure. */
export function cvFileName(original: string, forwardId: string): string {
  const dot = original.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [original.slice(0, dot), original.slice(dot)] : [original, ''];
  return `${stem} [${forwardId.slice(0, 8)}]${ending}`;
}
