import type { Applicant } from './applicant.js';
import { linksOf } from './applicant.js';
import type { Reason } from './job.js';
import type { ReviewKind } from './status-machine.js';

/** Who reversed a decision, and why. */
export interface Override {
  by: string;
  reason: string;
}

export type EventDetail =
  | { type: 'applicant.invited' }
  | { type: 'applicant.reminded'; n: number }
  | { type: 'applicant.bounced'; reason: string; code: number | null; bounceType: 'hard' | 'soft'; mail: 'invitation' | 'reminder' }
  | { type: 'applicant.started' }
  | { type: 'applicant.submitted' }
  | { type: 'applicant.review_started'; kind: ReviewKind }
  | { type: 'applicant.qualified'; override?: Override }
  | { type: 'applicant.unqualified'; reasons: Reason[]; override?: Override }
  | { type: 'applicant.opted_out'; by: 'organisation' | 'candidate' }
  | { type: 'applicant.withdrawn'; by: 'organisation' | 'candidate' };

export interface EventEnvelope {
  id: string;
  type: EventDetail['type'];
  occurredAt: string;
  organisationId: string;
  data: Record<string, unknown>;
}

/** Events name the applicant by ids only: no name, no address. */
export function eventEnvelope(
  id: string, occurredAt: string, baseUrl: string, applicant: Applicant, detail: EventDetail,
): EventEnvelope {
  const { type, ...rest } = detail;
  const { jobId, externalId, status, transition, round, organisationId } = applicant;
  return {
    id, type, occurredAt, organisationId,
    data: {
      applicantId: applicant.id, externalId, jobId, status, transition, round,
      cardUrl: linksOf(applicant, baseUrl).cardUrl, ...rest,
    },
  };
}
