import type { ReviewKind } from './status-machine.js';

export type JobStatus = 'draft' | 'active' | 'closed';
export type JobStep = 'requirements' | ReviewKind;

export interface Requirement {
  id: string;
  text: string;
  options: string[];
  /** The answers that meet the requirement. */
  accepted: string[];
  /** The answer may reveal protected or health data. */
  isSensitive?: boolean;
}

export interface JobIntegration {
  provider: string;
  externalJobId: string;
  linkedAt: string;
}

/** A qualification funnel; in career.place it is simply called a "Job". */
export interface Job {
  id: string;
  organisationId: string;
  title: string;
  status: JobStatus;
  steps: JobStep[];
  requirements: Requirement[];
  integration: JobIntegration | null;
}

export interface Reason {
  step: JobStep;
  requirement: string;
  answer: string;
  text: string;
  sensitive?: true;
}

export interface Submission {
  /** Requirement id → chosen option. */
  answers: Record<string, string>;
  homework?: string;
  video?: string;
}

export type SubmissionVerdict =
  | { kind: 'qualified' }
  | { kind: 'unqualified'; reasons: Reason[] }
  /** A job team has to look at these parts first. */
  | { kind: 'review'; reviews: ReviewKind[] };

export function unmetRequirements(job: Job, answers: Record<string, string>): Reason[] {
  return job.requirements.flatMap((requirement) => {
    const answer = answers[requirement.id] ?? '';
    if (requirement.accepted.includes(answer)) return [];
    return [{
      step: 'requirements' as const,
      requirement: requirement.text,
      answer,
      text: `Expected ${requirement.accepted.join(' or ')}, answered ${answer === '' ? 'nothing' : answer}.`,
      ...(requirement.isSensitive ? { sensitive: true as const } : {}),
    }];
  });
}

export function reviewsOf(job: Job): ReviewKind[] {
  return job.steps.filter((step): step is ReviewKind => step !== 'requirements');
}

/** What follows from a complete submission: requirements decide first, then people look at homework and video. */
export function assess(job: Job, submission: Submission): SubmissionVerdict {
  const reasons = unmetRequirements(job, submission.answers);
  if (reasons.length > 0) return { kind: 'unqualified', reasons };
  const reviews = reviewsOf(job);
  return reviews.length > 0 ? { kind: 'review', reviews } : { kind: 'qualified' };
}

/** The parts of the form that are still missing, by field name. */
export function missingParts(job: Job, submission: Submission): string[] {
  const unanswered = job.requirements.filter(({ id, options }) => !options.includes(submission.answers[id] ?? ''));
  const missing = unanswered.map(({ id }) => `answers.${id}`);
  if (job.steps.includes('homework') && !submission.homework?.trim()) missing.push('homework');
  if (job.steps.includes('video') && !/^https?:\/\//.test(submission.video ?? '')) missing.push('video');
  return missing;
}
