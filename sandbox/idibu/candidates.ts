import type { SandboxClock } from '../kit/index.js';
import { refusal } from './refusal.js';
import type { Account, Application, Candidate, Light } from './records.js';

export interface NewApplicant {
  vacancyId: string; firstname: string; lastname: string; email?: string; phone?: string; location?: string; position?: string; source?: string;
  screening?: { question: string; answer: string }[]; consent?: string; unsubscribed?: boolean;
  cv?: { name: string; content: string; contentType?: string } | null;
}

const STATUS_OF: Readonly<Record<Light, string>> = { green: 'Added', yellow: 'Keep on file', red: 'Rejected' };
/** Lights work only while the person is in one of these. */
const OPEN = ['Applicants', 'New'];

/** Whoever changes a candidate tells the subscribers through `changed`. */
export class Candidates {
  constructor(private readonly clock: SandboxClock, private readonly changed: (account: Account, candidate: Candidate, event: string) => void) {}

  /** Somebody applies by a job board; the same address is the same contact. */
  apply(account: Account, given: NewApplicant): Candidate {
    const now = this.clock.now();
    if (!account.vacancies.has(given.vacancyId)) throw refusal('not_found', 'There is no such vacancy.');
    const email = given.email?.toLowerCase() ?? null;
    const known = email === null ? undefined : [...account.candidates.values()].find((one) => one.email === email);
    const candidate = known ?? this.create(account, given, email, now);
    candidate.applications = candidate.applications.filter((one) => one.vacancyId !== given.vacancyId);
    candidate.applications.push({
      vacancyId: given.vacancyId, statusId: account.status('Applicants').id, light: null, appliedAt: now, source: given.source ?? 'Example Job Board',
      screening: given.screening ?? [],
    });
    candidate.updatedAt = now;
    this.changed(account, candidate, known ? 'candidate.update' : 'candidate.create');
    return candidate;
  }

  private create(account: Account, given: NewApplicant, email: string | null, now: number): Candidate {
    const id = account.newId();
    const { cv = { name: 'cv.pdf', content: `%PDF-1.4 CV of candidate ${id}`, contentType: 'application/pdf' } } = given;
    const candidate: Candidate = {
      id, firstname: given.firstname, lastname: given.lastname, email, phone: given.phone ?? null, location: given.location ?? null,
      position: given.position ?? null, links: [], commsStatus: given.unsubscribed ? 'unsubscribed' : 'applied', consent: given.consent ?? null,
      createdAt: now, updatedAt: now, withdrawn: false, applications: [],
      files: cv ? [{ id: `f${id}`, name: cv.name, type: 'cv', content: Buffer.from(cv.content), contentType: cv.contentType ?? 'application/pdf' }] : [],
    };
    account.candidates.set(id, candidate);
    return candidate;
  }

  /** candidates/assign-status: a light with an optional status, or a status alone. */
  assign(account: Account, candidateId: string, vacancyId: string, what: { light: Light | null; statusId: string | null }): void {
    const candidate = this.get(account, candidateId);
    const application = candidate.applications.find((one) => one.vacancyId === vacancyId);
    if (!application) throw refusal('not_found', 'The candidate did not apply to that vacancy.');
    if (what.statusId !== null) this.assertAssignable(account, what.statusId);
    if (what.light !== null) this.light(account, application, what.light, what.statusId);
    else if (what.statusId !== null) application.statusId = what.statusId;
    this.touch(account, candidate);
  }

  private light(account: Account, application: Application, light: Light, statusId: string | null): void {
    const standing = account.statuses.get(application.statusId)?.label ?? '';
    if (!OPEN.includes(standing)) throw refusal('not_in_applicants', `Traffic lights work only in Applicants; the candidate is in ${standing}.`);
    application.light = light;
    application.statusId = light === 'green' && statusId !== null ? statusId : account.status(STATUS_OF[light]).id;
  }

  private assertAssignable(account: Account, statusId: string): void {
    const status = account.statuses.get(statusId);
    if (!status?.enabled) throw refusal('not_found', 'There is no such status, or it is switched off.');
    if (status.label === 'Applicants') throw refusal('not_assignable', 'Status 11 (Applicants) cannot be assigned.');
  }

  get(account: Account, id: string): Candidate {
    const found = account.candidates.get(id);
    if (!found) throw refusal('not_found', 'There is no such candidate.');
    return found;
  }

  touch(account: Account, candidate: Candidate): void {
    candidate.updatedAt = this.clock.now();
    this.changed(account, candidate, 'candidate.update');
  }

  delete(account: Account, id: string): void {
    const candidate = this.get(account, id);
    account.candidates.delete(id);
    this.changed(account, candidate, 'candidate.delete');
  }
}
