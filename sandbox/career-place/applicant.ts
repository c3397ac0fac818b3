import type { Reason, Submission } from './job.js';
import type { ApplicantStatus, ReviewKind } from './status-machine.js';

export const linkValidMs = 30 * 24 * 60 * 60 * 1000;

export interface ApplicantContact {
  email: string;
  firstName: string;
  lastName: string;
  phone: string | null;
  locale: string;
  applyUrl: string | null;
}

export interface HistoryEntry {
  transition: number;
  status: ApplicantStatus;
  at: string;
}

export interface Applicant extends ApplicantContact {
  id: string;
  organisationId: string;
  jobId: string;
  externalId: string;
  /** The unguessable part of the invitation link. */
  token: string;
  status: ApplicantStatus;
  isPaused: boolean;
  /** Counts invitations; a new one restarts the reminders. */
  round: number;
  /** Counts changes of status over the whole life of the record. */
  transition: number;
  invitedAtMs: number | null;
  /** Counts mails, for their Message-IDs. */
  mailsMade: number;
  /** The highest reminder number asked for in this round, sent or not. */
  remindersAsked: number;
  remindersSent: number;
  lastBounce: { reason: string; at: string } | null;
  submission: Submission | null;
  openReviews: ReviewKind[];
  reasons: Reason[];
  history: HistoryEntry[];
  createdAt: string;
  updatedAt: string;
}

export interface ApplicantLinks {
  inviteUrl: string;
  cardUrl: string;
}

export function isLinkValid(applicant: Applicant, nowMs: number): boolean {
  return applicant.invitedAtMs !== null && nowMs - applicant.invitedAtMs <= linkValidMs;
}

export function linksOf(applicant: Pick<Applicant, 'id' | 'token'>, baseUrl: string): ApplicantLinks {
  return { inviteUrl: `${baseUrl}/apply/${applicant.token}`, cardUrl: `${baseUrl}/applicants/${applicant.id}/card` };
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The applicant as the API shows it. */
export function applicantBody(applicant: Applicant, baseUrl: string) {
  const { id, jobId, externalId, email, firstName, lastName, phone, locale, applyUrl, status, round } = applicant;
  const { invitedAtMs, transition, remindersSent, lastBounce, reasons, history, createdAt, updatedAt } = applicant;
  return {
    applicantId: id, jobId, externalId, email, firstName, lastName, phone, locale, applyUrl,
    status, paused: applicant.isPaused, round, transition, ...linksOf(applicant, baseUrl),
    invitedAt: isoOrNull(invitedAtMs),
    linkExpiresAt: isoOrNull(invitedAtMs === null ? null : invitedAtMs + linkValidMs),
    remindersSent, lastBounce, reasons, history, createdAt, updatedAt,
  };
}

/** The short answer to creating an applicant. */
export function createdBody(applicant: Applicant, baseUrl: string) {
  return { applicantId: applicant.id, status: applicant.status, ...linksOf(applicant, baseUrl) };
}
