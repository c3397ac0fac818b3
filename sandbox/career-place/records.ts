import { notFound } from '../kit/index.js';
import type { Applicant } from './applicant.js';
import type { Job } from './job.js';

export interface Webhook {
  url: string;
  secret: string;
  createdAt: string;
}

export interface Organisation {
  id: string;
  name: string;
  /** Keys that are accepted now. */
  keys: Set<string>;
  webhook: Webhook | null;
  /** Signs in to see applicant cards. */
  team: { email: string; password: string };
}

/** Everything this service knows, in memory. */
export class Records {
  readonly organisations = new Map<string, Organisation>();
  readonly jobs = new Map<string, Job>();
  readonly applicants = new Map<string, Applicant>();

  organisation(id: string): Organisation {
    const found = this.organisations.get(id);
    if (!found) throw notFound('organisation');
    return found;
  }

  organisationByKey(key: string): Organisation | undefined {
    return [...this.organisations.values()].find(({ keys }) => keys.has(key));
  }

  organisationByTeam(email: string, password: string): Organisation | undefined {
    return [...this.organisations.values()].find(({ team }) => team.email === email && team.password === password);
  }

  /** Another organisation's job is as absent as one that never was. */
  job(id: string, organisationId: string): Job {
    const found = this.jobs.get(id);
    if (found?.organisationId !== organisationId) throw notFound('job');
    return found;
  }

  jobsOf(organisationId: string): Job[] {
    return [...this.jobs.values()].filter((job) => job.organisationId === organisationId);
  }

  jobOf(applicant: Applicant): Job {
    return this.job(applicant.jobId, applicant.organisationId);
  }

  applicant(id: string, organisationId: string): Applicant {
    const found = this.applicants.get(id);
    if (found?.organisationId !== organisationId) throw notFound('applicant');
    return found;
  }

  applicantByExternalId(jobId: string, externalId: string): Applicant | undefined {
    return [...this.applicants.values()].find((one) => one.jobId === jobId && one.externalId === externalId);
  }

  applicantByToken(token: string): Applicant | undefined {
    return [...this.applicants.values()].find((one) => one.token === token);
  }

  clear(): void {
    this.organisations.clear();
    this.jobs.clear();
    this.applicants.clear();
  }
}
