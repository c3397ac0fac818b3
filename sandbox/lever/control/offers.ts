import type { LeverAccount } from '../account.js';
import type { Offer, OfferDocument, Opportunity } from '../model/opportunity.js';
import type { User } from '../model/people.js';
import { actorIn, type ControlCall, type ControlRoute, opportunityIn } from './control-call.js';

const withSent = ['sent', 'sent-manually', 'opened', 'signed'];

/** An offer as the web app makes it; its documents are one-page texts. */
export function makeOffer(account: LeverAccount, opportunity: Opportunity, by: User, status: string): Offer {
  const now = account.now();
  const contact = account.contacts.get(opportunity.contactId);
  const posting = account.postings.get(opportunity.application?.postingId ?? '');
  const letter = (suffix: string): OfferDocument => ({
    fileName: `employment-offer-letter${suffix}.txt`, uploadedAt: now,
    content: () => Buffer.from(`Offer of employment\n\n${contact?.name ?? ''}\n${posting?.text ?? ''}\n`, 'utf8'),
  });
  const offer: Offer = {
    id: account.uuid(), posting: posting?.id ?? null, createdAt: now, status, creator: by.id,
    fields: [
      // Recorded: the field called "Job posting" holds the application.
      { text: 'Job posting', identifier: 'job_posting', value: opportunity.application?.id ?? null },
      { text: 'Job title', identifier: 'job_title', value: posting?.text ?? null },
      { text: 'Candidate name', identifier: 'candidate_name', value: contact?.name ?? null },
      { text: 'Team', identifier: 'team', value: posting?.categories.team ?? null },
      { text: 'Office location', identifier: 'location/office', value: posting?.categories.location ?? null },
      { text: 'Compensation currency', identifier: 'compensation_currency', value: posting?.salaryRange?.currency ?? null },
      { text: 'Offered compensation amount', identifier: 'salary_amount', value: posting?.salaryRange?.max ?? null },
      { text: 'Type of earnings', identifier: 'salary_interval', value: posting?.salaryRange?.interval ?? null },
      { text: 'Hiring manager', identifier: 'hiring_manager', value: posting?.hiringManager ?? null },
      { text: "Today's date", identifier: 'today_date', value: now },
    ],
    signatures: { candidate: signatureOf(status, { name: contact?.name ?? null, email: contact?.emails[0] ?? null }, now) },
    approved: null, approvedAt: null, sentAt: withSent.includes(status) ? now : null,
    sentDocument: withSent.includes(status) ? letter('') : null, signedDocument: status === 'signed' ? letter('_signed') : null,
  };
  opportunity.offers.push(offer);
  return offer;
}

/** A draft names nobody yet; once sent, the signature tells how far the candidate got. */
function signatureOf(status: string, person: { name: string | null; email: string | null }, now: number): Record<string,
  unknown> {
  if (!withSent.includes(status)) return { role: 'candidate', name: null, email: null };
  const isSigned = status === 'signed';
  const openedAt = isSigned || status === 'opened' ? now : null;
  return {
    role: 'candidate', ...person, firstOpenedAt: openedAt, lastOpenedAt: openedAt, signed: isSigned, signedAt: isSigned
      ? now : null,
  };
}

function handleOffer(call: ControlCall): unknown {
  const offer = makeOffer(call.account, opportunityIn(call), actorIn(call), call.body.text('status') ?? 'draft');
  return { id: offer.id, status: offer.status, posting: offer.posting };
}

export const offerControls: readonly ControlRoute[] = [{ method: 'POST', path: '/opportunities/:id/offers',
  handle: handleOffer }];
