import { DateTime } from 'luxon';
import type { KnownEntry } from './admission.js';
import type { TakenStep } from './funnel.js';
import { reasonLines } from './reasons.js';

/** What every note of an entry can name. */
export interface NoteSubject {
  /** Title of the funnel, a "Job" in career.place (CP-3). */
  readonly funnel: string;
  /** Asks for sign-in and holds no personal data (CP-32). */
  readonly cardUrl?: string | null;
  readonly zone: string;
}

const FEATURE = 'career.place';

export function timeText(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).setLocale('en').toFormat('yyyy-MM-dd HH:mm ZZZZ');
}

/** The note of one step (CP-28): what happened, when, and the way to the applicant card (CP-29). */
export function stepNote(taken: TakenStep, subject: NoteSubject, stay: string | null = null): string {
  const at = timeText(taken.step.at, subject.zone);
  return withCard([`${FEATURE}: ${headline(taken, at, subject.funnel)}`, ...details(taken, stay)], subject.cardUrl);
}

function headline({ step, before }: TakenStep, at: string, funnel: string): string {
  switch (step.kind) {
    case 'invited': return `${before === 'invited' || step.round > 1 ? 'invited again' : 'invited'} to the qualification funnel "${funnel}" at ${at}.`;
    case 'started': return before === 'opted_out' ? `returned after opting out, started at ${at}.` : `started at ${at}.`;
    case 'submitted': return `submitted at ${at}.`;
    case 'review_started': return `${REVIEW_NAMES[step.reviewKind ?? 'any']} waits for review by the job team since ${at}.`;
    case 'qualified': return before === 'unqualified' ? `the job team changed its decision to qualified at ${at}.` : `qualified at ${at}.`;
    case 'unqualified': return before === 'qualified' ? `the job team changed its decision to unqualified at ${at}.` : `unqualified at ${at}.`;
    case 'opted_out': return `${step.by === 'candidate' ? 'opted out (stopped the e-mails)' : 'did not answer in time and counts as opted out'} at ${at}.`;
    case 'withdrawn': return `${step.by === 'organisation' ? 'taken out of the funnel' : 'withdrew'} at ${at}.`;
  }
}

const REVIEW_NAMES = { homework: 'the Homework', video: 'the Video Interview', any: 'a submitted part' } as const;

function details({ step }: TakenStep, stay: string | null): string[] {
  const lines: string[] = [];
  if (step.override) lines.push(`Changed by: ${step.override.by}. Reason: ${step.override.reason}`);
  if (step.kind === 'unqualified') lines.push('Reasons:', ...reasonLines(step.reasons ?? []).map((line) => `- ${line}`));
  if (step.kind === 'qualified' && stay !== null) lines.push(`Stage not changed: ${stay}.`);
  return lines;
}

/** CP-13: no CP-Sent, so the note alone tells what went wrong and what to do. */
export function undeliveredNote(cause: string, subject: NoteSubject): string {
  return withCard([
    `${FEATURE}: the invitation to the qualification funnel "${subject.funnel}" could not be sent: ${cause}.`,
    'Correct the e-mail address in Lever and it is tried again, or retry it in the integration.',
  ], subject.cardUrl);
}

export function bouncedNote(cause: string, subject: NoteSubject): string {
  return withCard([
    `${FEATURE}: a mail of the qualification funnel "${subject.funnel}" came back: ${cause}. No more reminders are sent.`,
    'Correct the e-mail address in Lever and the invitation is sent again.',
  ], subject.cardUrl);
}

const APPLIED_AGAIN: Readonly<Record<'active' | 'too-soon' | 'not-allowed' | 'decided', string>> = {
  active: 'is in the funnel already', 'too-soon': 'was in the funnel too recently to be invited again',
  'not-allowed': 'was in the funnel before, and the organisation invites nobody twice', decided: 'was found qualified before',
};

/** CP-34: a second application that leads to no second invitation. */
export function appliedAgainNote(existing: KnownEntry, why: keyof typeof APPLIED_AGAIN, subject: NoteSubject): string {
  return withCard([`${FEATURE}: applied again, no new invitation to "${subject.funnel}": the candidate ${APPLIED_AGAIN[why]}.`], existing.cardUrl);
}

function withCard(lines: readonly string[], cardUrl: string | null | undefined): string {
  return [...lines, ...(cardUrl == null ? [] : [`Applicant card: ${cardUrl}`])].join('\n');
}
