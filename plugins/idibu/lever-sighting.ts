import type { Sighting } from './applicant-rows.js';
import type { Working } from './idibu.context.js';
import { leverStatus } from './idibu-sighting.js';
import { addresses, namesOf, phoneNumbers } from './person-details.js';

interface Applied { readonly opportunityId: string; readonly postingId: string; readonly applicationId: string; readonly appliedAt: number }

/** The application as Lever holds it now; null when it is gone. */
export async function leverSighting(ctx: Pick<Working, 'lever' | 'mirror' | 'settings'>, applied: Applied): Promise<Sighting | null> {
  const { opportunityId, postingId, applicationId, appliedAt } = applied;
  const mirrored = await ctx.mirror.opportunity(opportunityId);
  if (!mirrored || mirrored.deleted || mirrored.anonymised) return null;
  const [opportunity, posting, answers, resume] = await Promise.all([
    ctx.lever.opportunities.get(opportunityId), ctx.lever.postings.get(postingId), answersOf(ctx, opportunityId, applicationId),
    newestResume(ctx, opportunityId),
  ]);
  return {
    source: 'lever', externalId: opportunityId, contactId: mirrored.contactId, vacancyId: postingId, vacancyTitle: posting.text,
    vacancyReference: posting.reqCode ?? posting.requisitionCodes[0] ?? null,
    details: {
      ...namesOf(opportunity.name), emails: addresses(opportunity.emails),
      phones: phoneNumbers(opportunity.phones.map((phone) => phone.value), ctx.settings.country),
      location: opportunity.location || null, headline: opportunity.headline || null, links: opportunity.links,
      source: opportunity.sources[0] ?? 'Lever', screening: answers, consent: consentOf(opportunity.dataProtection),
      isOptedOut: !mirrored.mayContact,
    },
    cvName: resume?.file?.name ?? null, cvRef: resume?.id ?? null, senderEmail: null, statusId: leverStatus(mirrored.stageId), light: null,
    isGone: mirrored.archivedAt !== null, isKnownBefore: true, appliedAt, at: appliedAt,
  };
}

function consentOf(protection: { readonly store: { readonly allowed: boolean } | null } | null): string | null {
  if (!protection?.store) return null;
  return protection.store.allowed ? 'may be stored' : 'may not be stored';
}

async function answersOf(ctx: Pick<Working, 'lever'>, opportunityId: string, applicationId: string): Promise<{ question: string; answer: string }[]> {
  const application = await ctx.lever.applications.get(opportunityId, applicationId);
  return application.customQuestions.flatMap((form) => form.fields.flatMap((field) => {
    const { value } = field as { value?: unknown };
    const answer = Array.isArray(value) ? value.map(String).join(', ') : typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    return answer === '' ? [] : [{ question: field.text, answer }];
  }));
}

async function newestResume(ctx: Pick<Working, 'lever'>, opportunityId: string) {
  let newest: { id: string; createdAt: number; file: { name: string } | null } | null = null;
  for await (const resume of ctx.lever.resumes.list(opportunityId)) {
    if (resume.file !== null && (newest === null || resume.createdAt > newest.createdAt)) newest = resume;
  }
  return newest;
}
