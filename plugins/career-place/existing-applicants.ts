import type { MirroredOpportunity, ReadStore } from 'patchbay/sdk';
import { isRealApplication } from './admission.js';
import type { Working } from './career-place.context.js';
import { FunnelEntry } from './funnel-entry.entity.js';
import type { FunnelLink } from './funnel-link.entity.js';

/** Whether somebody who applied before the link may be invited by hand (CP-7): applied, still open, never in a funnel of this posting. */
export function isInvitable(opportunity: MirroredOpportunity, knownContacts: ReadonlySet<string>): boolean {
  return isRealApplication(opportunity.applicationType) && opportunity.applicationId !== null && opportunity.archivedAt === null && !opportunity.hired
    && !opportunity.deleted && !opportunity.anonymised && opportunity.mayContact && !knownContacts.has(opportunity.contactId);
}

/** The applicants of the linked posting who were never invited, each person once. */
export async function* existingApplicants(
  ctx: Pick<Working, 'mirror'> & { readonly store: ReadStore }, link: Pick<FunnelLink, 'postingId'>,
): AsyncGenerator<MirroredOpportunity> {
  const entries = await ctx.store.find(FunnelEntry, { postingId: link.postingId });
  const known = new Set(entries.map((entry) => entry.contactId));
  for await (const opportunity of ctx.mirror.opportunitiesOfPosting(link.postingId)) {
    if (!isInvitable(opportunity, known)) continue;
    known.add(opportunity.contactId);
    yield opportunity;
  }
}
