import { ApiError, type SandboxClock, type SeededRandom } from '../kit/index.js';
import { faultsOf, type EntryFault } from './entry-checks.js';
import type { EventPublisher, EventType } from './events.js';
import type { Candidate, CandidateStatus, Records, Referee, RefereeContact, RefereeStatus } from './records.js';
import { warningsOf } from './warnings.js';

const OVER: readonly CandidateStatus[] = ['completed', 'closed_incomplete', 'cancelled'];
/** Referees of these count towards the number asked for; the others have to be replaced. */
const COUNTING: readonly RefereeStatus[] = ['created', 'invited', 'opened', 'answered'];

export const isOver = ({ status }: Pick<Candidate, 'status'>): boolean => OVER.includes(status);
export const isCounting = ({ status }: Pick<Referee, 'status'>): boolean => COUNTING.includes(status);

export class EntryRefused extends Error {
  constructor(readonly faults: readonly { row: number; faults: readonly EntryFault[] }[]) { super('The entries cannot be used.'); }
}

/** What can happen to a candidate and their referees. It never acts by time: reminding and giving up is the client's business. */
export class ReferenceTaking {
  constructor(
    private readonly records: Records, private readonly events: EventPublisher, private readonly clock: SandboxClock, private readonly random: SeededRandom,
  ) {}

  /** Opens the candidate's link. Asking again while it is open moves its end and number only. */
  request(candidate: Candidate, change: { expiresAt: number; requested?: number; minimum?: number }): void {
    if (candidate.status === 'on_hold') throw new ApiError(409, 'on_hold', 'The project has no questionnaire yet.');
    if (isOver(candidate)) throw invalid(`The reference taking is ${candidate.status}.`);
    Object.assign(candidate, { expiresAt: change.expiresAt, requested: change.requested ?? candidate.requested, minimum: change.minimum ?? candidate.minimum });
    const isFirst = candidate.status === 'created';
    if (isFirst) {
      candidate.requestedAt ??= this.clock.now();
      candidate.status = this.records.refereesOf(candidate).some(isCounting) ? 'in_progress' : 'requested';
    }
    this.changed(candidate, isFirst ? 'candidate.requested' : null);
    this.completeIfDone(candidate);
  }

  /** Takes the request back; referees given so far are kept. */
  retract(candidate: Candidate): void {
    if (isOver(candidate) || candidate.status === 'on_hold') throw invalid(`The reference taking is ${candidate.status}.`);
    if (candidate.status === 'created') return;
    Object.assign(candidate, { status: 'created', expiresAt: null });
    this.changed(candidate, 'candidate.retracted');
  }

  cancel(candidate: Candidate): void {
    if (candidate.status === 'cancelled') return;
    if (isOver(candidate)) throw invalid(`The reference taking is ${candidate.status}.`);
    this.end(candidate, 'cancelled');
  }

  /** Ends with the answers that are there: a partial report. */
  close(candidate: Candidate): void {
    if (candidate.status === 'closed_incomplete') return;
    if (isOver(candidate) || candidate.status === 'on_hold') throw invalid(`The reference taking is ${candidate.status}.`);
    this.end(candidate, 'closed_incomplete');
  }

  saveDraft(candidate: Candidate, draft: Partial<RefereeContact>[], ip: string | null): void {
    this.assertCandidateOpen(candidate);
    Object.assign(candidate, { draft, ip: ip ?? candidate.ip });
  }

  /** The candidate names referees: all or none is taken over. */
  submit(candidate: Candidate, entries: readonly RefereeContact[], isConfirmed: boolean, ip: string | null): void {
    this.assertCandidateOpen(candidate);
    candidate.ip = ip ?? candidate.ip;
    const present = this.records.refereesOf(candidate).filter(isCounting);
    const faults = entries.map((entry, row) => ({ row, faults: faultsOf(entry, candidate, [...present, ...entries.slice(0, row)]) }));
    if (faults.some((one) => one.faults.length > 0)) throw new EntryRefused(faults.filter((one) => one.faults.length > 0));
    if (!isConfirmed) throw new ApiError(422, 'not_confirmed', 'The candidate must confirm that the referees may be contacted.', 'confirmed');
    if (present.length + entries.length < candidate.minimum) throw new ApiError(422, 'too_few', `At least ${candidate.minimum} referees are needed.`, 'referees');
    if (present.length + entries.length > candidate.requested) throw new ApiError(422, 'too_many', `${candidate.requested} referees are enough.`, 'referees');
    for (const entry of entries) this.create(candidate, entry, 'candidate');
    candidate.draft = [];
    if (candidate.status === 'requested') candidate.status = 'referees_submitted';
    this.changed(candidate, 'candidate.referees_submitted');
    this.warn(candidate);
  }

  /** A recruiter names a referee by hand. */
  add(candidate: Candidate, entry: RefereeContact): Referee {
    if (isOver(candidate)) throw invalid(`The reference taking is ${candidate.status}.`);
    const present = this.records.refereesOf(candidate).filter(isCounting);
    const same = present.find((one) => one.email === entry.email && one.phone === entry.phone);
    if (same) return same;
    const [fault] = faultsOf(entry, candidate, present);
    if (fault) throw new ApiError(422, 'invalid_field', `The entry has a fault: ${fault}.`, fault);
    const referee = this.create(candidate, entry, 'recruiter');
    this.changed(candidate, 'candidate.referees_submitted');
    this.warn(candidate);
    return referee;
  }

  private create(candidate: Candidate, entry: RefereeContact, addedBy: Referee['addedBy']): Referee {
    const referee: Referee = {
      ...entry, id: `ref_${this.random.hex(16)}`, candidateId: candidate.id, status: 'created', token: this.random.hex(48), expiresAt: null, addedBy,
      answers: {}, reason: null, ip: null, invitedAt: null, openedAt: null, answeredAt: null,
    };
    this.records.referees.set(referee.id, referee);
    return referee;
  }

  /** What the client knows about a referee: invited, bounced, opted out, expired. The same again changes nothing. */
  mark(referee: Referee, status: 'invited' | 'bounced' | 'opted_out' | 'expired', change: { expiresAt?: number; reason?: string }): void {
    const candidate = this.records.candidateOf(referee);
    if (isOver(candidate)) throw invalid(`The reference taking is ${candidate.status}.`);
    if (change.expiresAt !== undefined) referee.expiresAt = change.expiresAt;
    const isReached = referee.status === status || (status === 'invited' && (referee.status === 'opened' || referee.status === 'answered'));
    if (isReached) return;
    if (referee.status === 'answered' || referee.status === 'declined') throw invalid(`The referee is ${referee.status}.`);
    Object.assign(referee, { status, reason: change.reason ?? null });
    if (status === 'invited') {
      referee.invitedAt = this.clock.now();
      if (candidate.status === 'referees_submitted' || candidate.status === 'requested') candidate.status = 'in_progress';
    }
    this.changed(candidate, `referee.${status}`, { refereeId: referee.id });
  }

  /** Other contact details: the referee may be invited again. */
  correct(referee: Referee, contact: Partial<RefereeContact>): void {
    const candidate = this.records.candidateOf(referee);
    if (isOver(candidate)) throw invalid(`The reference taking is ${candidate.status}.`);
    const next = { ...referee, ...contact };
    const others = this.records.refereesOf(candidate).filter((one) => one.id !== referee.id && isCounting(one));
    const [fault] = faultsOf(next, candidate, others);
    if (fault) throw new ApiError(422, 'invalid_field', `The entry has a fault: ${fault}.`, fault);
    const isChanged = Object.entries(contact).some(([field, value]) => referee[field as keyof RefereeContact] !== value);
    if (!isChanged) return;
    Object.assign(referee, contact);
    if (referee.status === 'bounced') referee.status = 'created';
    this.changed(candidate, 'referee.corrected', { refereeId: referee.id });
    this.warn(candidate);
  }

  /** Other contact details of the candidate. */
  correctCandidate(candidate: Candidate, contact: { email: string | null; phone: string | null }): void {
    if (isOver(candidate)) throw invalid(`The reference taking is ${candidate.status}.`);
    Object.assign(candidate, contact);
    this.changed(candidate, null);
  }

  open(referee: Referee): void {
    if (referee.status !== 'invited') return;
    Object.assign(referee, { status: 'opened', openedAt: this.clock.now() });
    this.changed(this.records.candidateOf(referee), 'referee.opened', { refereeId: referee.id });
  }

  saveAnswers(referee: Referee, answers: Record<string, string>): void {
    this.assertRefereeOpen(referee);
    referee.answers = answers;
  }

  /** One submission only; every question must be answered. */
  answer(referee: Referee, answers: Record<string, string>, ip: string | null): void {
    this.assertRefereeOpen(referee);
    const candidate = this.records.candidateOf(referee);
    referee.answers = answers;
    const missing = this.records.questionsOf(candidate).filter(({ id }) => !answers[id]?.trim());
    if (missing.length > 0) throw new ApiError(422, 'unanswered', `${missing.length} questions are not answered.`, missing[0]?.id);
    Object.assign(referee, { status: 'answered', answeredAt: this.clock.now(), ip });
    this.changed(candidate, 'referee.answered', { refereeId: referee.id });
    this.warn(candidate);
    this.completeIfDone(candidate);
  }

  decline(referee: Referee, reason: string | null): void {
    this.assertRefereeOpen(referee);
    Object.assign(referee, { status: 'declined', reason });
    this.changed(this.records.candidateOf(referee), 'referee.declined', { refereeId: referee.id, reason });
  }

  /** The referee may correct their answers, as long as the report is not finished. */
  reopen(referee: Referee): void {
    const candidate = this.records.candidateOf(referee);
    if (isOver(candidate)) throw invalid(`The reference taking is ${candidate.status}.`);
    if (referee.status === 'opened') return;
    if (referee.status !== 'answered') throw invalid(`The referee is ${referee.status}.`);
    Object.assign(referee, { status: 'opened', answeredAt: null });
    this.changed(candidate, 'referee.reopened', { refereeId: referee.id });
  }

  remove(referee: Referee): void {
    const candidate = this.records.candidateOf(referee);
    this.records.referees.delete(referee.id);
    this.changed(candidate, null);
  }

  erase(candidate: Candidate): void {
    for (const referee of this.records.refereesOf(candidate)) this.records.referees.delete(referee.id);
    this.records.candidates.delete(candidate.id);
  }

  touch(candidate: Candidate, type: EventType, more: Record<string, unknown>): void {
    this.changed(candidate, type, more);
  }

  private assertCandidateOpen(candidate: Candidate): void {
    this.assertAccess(candidate);
    if (isOver(candidate) || candidate.expiresAt === null || candidate.status === 'on_hold') throw new ApiError(410, 'link_closed', 'This link is closed.');
    if (candidate.expiresAt <= this.clock.now()) throw new ApiError(410, 'link_expired', 'This link has expired.');
  }

  private assertRefereeOpen(referee: Referee): void {
    const candidate = this.records.candidateOf(referee);
    this.assertAccess(candidate);
    if (isOver(candidate) || !['invited', 'opened'].includes(referee.status)) throw new ApiError(410, 'link_closed', 'This link is closed.');
    if (referee.expiresAt !== null && referee.expiresAt <= this.clock.now()) throw new ApiError(410, 'link_expired', 'This link has expired.');
  }

  private assertAccess({ organisationId }: Candidate): void {
    const { access } = this.records.organisation(organisationId);
    if (access.mode === 'read_only') throw new ApiError(410, 'read_only', 'Nothing can be changed here any more.');
  }

  private completeIfDone(candidate: Candidate): void {
    const answered = this.records.refereesOf(candidate).filter(({ status }) => status === 'answered').length;
    if (!isOver(candidate) && candidate.status !== 'created' && answered >= candidate.requested) this.end(candidate, 'completed');
  }

  private end(candidate: Candidate, status: 'completed' | 'closed_incomplete' | 'cancelled'): void {
    Object.assign(candidate, { status, endedAt: this.clock.now(), expiresAt: null });
    this.changed(candidate, `candidate.${status}`);
  }

  private warn(candidate: Candidate): void {
    const warnings = warningsOf(candidate, this.records.refereesOf(candidate));
    if (warnings.length === 0 || candidate.warningsApproved) return;
    this.changed(candidate, 'fraud.suspected', { kinds: [...new Set(warnings.map(({ kind }) => kind))] });
  }

  private changed(candidate: Candidate, type: EventType | null, more: Record<string, unknown> = {}): void {
    candidate.version += 1;
    if (type) this.events.publish(candidate, type, more);
  }
}

const invalid = (message: string): ApiError => new ApiError(409, 'invalid_transition', message);
