import type { LeverAccount } from '../account.js';
import { canonicalEmail } from '../contact-book.js';
import { badRequest } from '../http/errors.js';
import type { Posting } from '../model/hiring.js';
import type { AnsweredForm, Application, Opportunity, Origin, ParsedResume, StoredFile } from '../model/opportunity.js';
import { createOpportunity } from './create-opportunity.js';

export interface NewApplicant {
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
  readonly company?: string;
  readonly location?: string;
  readonly comments?: string;
  readonly links: readonly string[];
  readonly origin?: Origin;
  readonly source?: string;
  readonly preferredLocation?: string;
  readonly customQuestions: AnsweredForm[];
  readonly resume?: { file: StoredFile; parsedData?: ParsedResume };
  readonly metadata?: { ipAddress?: string; referer?: string; userAgent?: string; acceptLanguage?: string; timezone?: string };
  readonly eeo?: { source: string; answers: Readonly<Record<string, unknown>> };
  readonly createdAt?: number;
}

/** An application by the job site or by `POST /postings/:id/apply`: always a new opportunity in the first applicant stage. */
export function applyToPosting(account: LeverAccount, posting: Posting, applicant: NewApplicant): Opportunity {
  if (posting.state !== 'published' && posting.state !== 'internal') {
    throw badRequest('Applications can only be submitted to published or internal postings.');
  }
  const phone = applicant.phone === undefined || applicant.phone === '' ? null : { type: null, value: applicant.phone };
  const { opportunity } = createOpportunity(account, {
    performAs: null,
    person: {
      name: applicant.name, headline: applicant.company ?? '', location: applicant.location ?? '', emails: [applicant.email],
      phones: phone === null ? [] : [phone], links: applicant.links,
    },
    posting, applicationType: 'posting', stage: 'applicant-new', tags: [],
    sources: applicant.source === undefined ? ['Job site'] : ['Job site', applicant.source],
    origin: applicant.origin ?? originOf(account, applicant.email),
    owner: posting.owner, followers: [], createdAt: applicant.createdAt, opportunityLocation: applicant.preferredLocation,
    application: {
      name: applicant.name, company: applicant.company ?? null, phone, email: applicant.email, links: [...applicant.links],
      comments: applicant.comments ?? null, customQuestions: applicant.customQuestions, ...metadataOf(applicant),
    },
    resumes: applicant.resume === undefined ? [] : [applicant.resume], files: [],
  });
  recordEeo(account, posting, opportunity, applicant);
  return opportunity;
}

function metadataOf({ metadata }: NewApplicant): Partial<Application> {
  return {
    ipAddress: metadata?.ipAddress ?? null, referer: metadata?.referer ?? null, userAgent: metadata?.userAgent ?? null,
    acceptLanguage: metadata?.acceptLanguage ?? null, timezone: metadata?.timezone ?? null,
  };
}

/** Recorded: applicants whose address is on the account's own domain come back as internal. */
function originOf(account: LeverAccount, email: string): Origin {
  return canonicalEmail(email).endsWith(`@${account.options.emailDomain}`) ? 'internal' : 'applied';
}

function recordEeo(account: LeverAccount, posting: Posting, opportunity: Opportunity, applicant: NewApplicant): void {
  if (!posting.asksEeo || opportunity.application === null) return;
  account.eeoResponses.push({
    applicationId: opportunity.application.id, opportunityId: opportunity.id, respondedAt: account.now(),
    source: applicant.eeo?.source ?? 'apply-page', answers: applicant.eeo?.answers ?? {},
  });
}
