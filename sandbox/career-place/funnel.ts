import { ApiError, type SandboxClock, type SeededRandom } from '../kit/index.js';
import { isLinkValid, linksOf, type Applicant, type ApplicantContact } from './applicant.js';
import type { EventPublisher } from './event-publisher.js';
import type { EventDetail, Override } from './events.js';
import { assess, missingParts, type Job, type Reason, type Submission } from './job.js';
import type { MailFailure, MailQueue } from './mail-queue.js';
import { renderMail, type MailPurpose } from './mail-texts.js';
import type { Records } from './records.js';
import { nextStatus, type ReviewKind, type Step } from './status-machine.js';

export interface FunnelParts {
  clock: SandboxClock;
  records: Records;
  mails: MailQueue;
  events: EventPublisher;
  random: SeededRandom;
  baseUrl: () => string;
}

export type Actor = 'organisation' | 'candidate';

/** Carries out what the organisation, the candidate or the job team asks for. It never acts on its own as time passes. */
export class Funnel {
  constructor(private readonly parts: FunnelParts) {}

  /** The same external id in the same job is the same applicant. */
  admit(job: Job, externalId: string, contact: ApplicantContact): { applicant: Applicant; isNew: boolean } {
    const known = this.parts.records.applicantByExternalId(job.id, externalId);
    if (known) return { applicant: known, isNew: false };
    if (job.status !== 'active') throw new ApiError(409, 'job_not_active', `The job is ${job.status}; it takes no applicants.`);
    const applicant = this.newApplicant(job, externalId, contact);
    this.parts.records.applicants.set(applicant.id, applicant);
    this.mail(applicant, { kind: 'invitation' });
    return { applicant, isNew: true };
  }

  /** A changed address or a new application may come with it. The status changes when the mail has gone out. */
  reinvite(applicant: Applicant, { email, reapplied = false }: { email?: string; reapplied?: boolean }): void {
    this.assertNotPaused(applicant);
    this.assertAllowed(applicant, { kind: 'invite', isReapplication: reapplied });
    if (email !== undefined) applicant.email = email;
    this.touch(applicant);
    this.mail(applicant, { kind: 'invitation' }, reapplied);
  }

  /** Asking again for a reminder number that was asked for already sends nothing; false then. */
  remind(applicant: Applicant, n = applicant.remindersAsked + 1): boolean {
    if (applicant.status !== 'invited') throw new ApiError(409, 'invalid_transition', `Cannot remind an applicant who is ${applicant.status}.`);
    if (n <= applicant.remindersAsked) return false;
    this.assertNotPaused(applicant);
    applicant.remindersAsked = n;
    this.mail(applicant, { kind: 'reminder', n });
    return true;
  }

  optOut(applicant: Applicant, by: Actor): void {
    this.take(applicant, { kind: 'opt-out' }, { type: 'applicant.opted_out', by });
  }

  withdraw(applicant: Applicant, by: Actor): void {
    this.take(applicant, { kind: 'withdraw' }, { type: 'applicant.withdrawn', by });
  }

  setPaused(applicant: Applicant, isPaused: boolean): void {
    if (applicant.isPaused === isPaused) return;
    applicant.isPaused = isPaused;
    this.touch(applicant);
  }

  erase(applicant: Applicant): void {
    this.parts.records.applicants.delete(applicant.id);
  }

  start(applicant: Applicant): void {
    this.assertNotPaused(applicant);
    const step: Step = { kind: 'start', isLinkValid: isLinkValid(applicant, this.parts.clock.now()) };
    this.take(applicant, step, { type: 'applicant.started' });
  }

  /** With answers the requirements are judged at once; without, the submission is only noted and others decide. */
  submit(applicant: Applicant, submission: Submission | null): void {
    this.assertNotPaused(applicant);
    const job = this.parts.records.jobOf(applicant);
    this.assertAllowed(applicant, { kind: 'submit' });
    const [missing] = submission ? missingParts(job, submission) : [];
    if (missing !== undefined) throw new ApiError(422, 'incomplete', 'The submission is not complete.', missing);
    applicant.submission = submission;
    this.take(applicant, { kind: 'submit' }, { type: 'applicant.submitted' });
    if (!submission) return;
    const verdict = assess(job, submission);
    if (verdict.kind === 'qualified') this.qualify(applicant);
    else if (verdict.kind === 'unqualified') this.unqualify(applicant, verdict.reasons);
    else for (const kind of verdict.reviews) this.startReview(applicant, kind);
  }

  startReview(applicant: Applicant, kind: ReviewKind): void {
    if (applicant.openReviews.includes(kind)) throw new ApiError(409, 'invalid_transition', `The ${kind} is under review already.`);
    this.take(applicant, { kind: 'review-start' }, { type: 'applicant.review_started', kind });
    applicant.openReviews.push(kind);
  }

  qualify(applicant: Applicant): void {
    this.take(applicant, { kind: 'qualify' }, { type: 'applicant.qualified' });
  }

  unqualify(applicant: Applicant, reasons: Reason[]): void {
    this.assertAllowed(applicant, { kind: 'unqualify' });
    applicant.reasons = reasons;
    this.take(applicant, { kind: 'unqualify' }, { type: 'applicant.unqualified', reasons });
  }

  /** The job team reverses the decision. */
  reverse(applicant: Applicant, override: Override, reasons: Reason[]): void {
    this.assertAllowed(applicant, { kind: 'override' });
    const becomesQualified = applicant.status === 'unqualified';
    applicant.reasons = becomesQualified ? [] : reasons;
    this.take(applicant, { kind: 'override' }, becomesQualified
      ? { type: 'applicant.qualified', override }
      : { type: 'applicant.unqualified', reasons, override });
  }

  /** A mail that was accepted came back later. */
  bounceLater(applicantId: string, failure: MailFailure): void {
    const applicant = this.parts.records.applicants.get(applicantId);
    if (applicant) this.noteBounce(applicant, applicant.remindersSent > 0 ? 'reminder' : 'invitation', failure);
  }

  private newApplicant(job: Job, externalId: string, contact: ApplicantContact): Applicant {
    const { random, clock } = this.parts;
    const now = new Date(clock.now()).toISOString();
    return {
      ...contact, id: `app_${random.hex(24)}`, organisationId: job.organisationId, jobId: job.id, externalId, token: random.hex(40),
      status: 'not_invited', isPaused: false, round: 0, transition: 0, invitedAtMs: null, mailsMade: 0,
      remindersAsked: 0, remindersSent: 0, lastBounce: null, submission: null, openReviews: [], reasons: [], history: [],
      createdAt: now, updatedAt: now,
    };
  }

  private mail(applicant: Applicant, purpose: MailPurpose, isReapplication = false): void {
    const { records, mails, baseUrl, clock } = this.parts;
    applicant.mailsMade += 1;
    const rendered = renderMail(purpose, {
      applicant,
      jobTitle: records.jobOf(applicant).title,
      organisationName: records.organisation(applicant.organisationId).name,
      inviteUrl: linksOf(applicant, baseUrl()).inviteUrl,
      nowMs: clock.now(),
    });
    mails.send(rendered, {
      isWanted: () => this.isStillWanted(applicant, purpose, isReapplication),
      accepted: () => this.mailWentOut(applicant, purpose, isReapplication),
      failed: (failure) => this.noteBounce(applicant, purpose.kind, failure),
    });
  }

  private isStillWanted(applicant: Applicant, { kind }: MailPurpose, isReapplication: boolean): boolean {
    if (!this.exists(applicant)) return false;
    return kind === 'reminder'
      ? applicant.status === 'invited'
      : nextStatus(applicant.status, { kind: 'invite', isReapplication }).result === 'moved';
  }

  private mailWentOut(applicant: Applicant, purpose: MailPurpose, isReapplication: boolean): void {
    if (!this.exists(applicant)) return;
    if (purpose.kind === 'reminder') {
      applicant.remindersSent += 1;
      this.parts.events.publish(applicant, { type: 'applicant.reminded', n: purpose.n });
    } else if (this.isStillWanted(applicant, purpose, isReapplication)) {
      Object.assign(applicant, {
        round: applicant.round + 1, invitedAtMs: this.parts.clock.now(), remindersAsked: 0, remindersSent: 0,
        submission: null, openReviews: [], reasons: [], lastBounce: null,
      } satisfies Partial<Applicant>);
      this.take(applicant, { kind: 'invite', isReapplication }, { type: 'applicant.invited' });
    }
  }

  private noteBounce(applicant: Applicant, mail: MailPurpose['kind'], failure: MailFailure): void {
    if (!this.exists(applicant)) return;
    applicant.lastBounce = { reason: failure.reason, at: this.touch(applicant) };
    this.parts.events.publish(applicant, { type: 'applicant.bounced', ...failure, mail });
  }

  private take(applicant: Applicant, step: Step, detail: EventDetail): void {
    const outcome = nextStatus(applicant.status, step);
    if (outcome.result === 'refused') throw new ApiError(409, outcome.code, outcome.message);
    if (outcome.result === 'unchanged') return;
    applicant.status = outcome.to;
    applicant.transition += 1;
    applicant.history.push({ transition: applicant.transition, status: outcome.to, at: this.touch(applicant) });
    this.parts.events.publish(applicant, detail);
  }

  private assertAllowed(applicant: Applicant, step: Step): void {
    const outcome = nextStatus(applicant.status, step);
    if (outcome.result === 'refused') throw new ApiError(409, outcome.code, outcome.message);
  }

  private assertNotPaused(applicant: Applicant): void {
    if (applicant.isPaused) throw new ApiError(409, 'paused', 'The applicant is paused; the position is not open to them at present.');
  }

  private exists(applicant: Applicant): boolean {
    return this.parts.records.applicants.get(applicant.id) === applicant;
  }

  private touch(applicant: Applicant): string {
    applicant.updatedAt = new Date(this.parts.clock.now()).toISOString();
    return applicant.updatedAt;
  }
}
