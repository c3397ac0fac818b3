import { describe, expect, it } from '@jest/globals';
import type { EntryStatus, Step, StepKind, TakenStep } from './funnel.js';
import { appliedAgainNote, bouncedNote, stepNote, timeText, undeliveredNote, type NoteSubject } from './notes.js';

const subject: NoteSubject = { funnel: 'Head of Logistics', cardUrl: 'https://cp.example/applicants/app_1/card', zone: 'Europe/Stockholm' };
const AT = Date.UTC(2026, 0, 5, 8, 30);
const taken = (kind: StepKind, after: EntryStatus, before: EntryStatus = 'invited', more: Partial<Step> = {}): TakenStep =>
  ({ before, after, step: { kind, transition: 2, round: 1, at: AT, ...more } });

const STEPS: readonly TakenStep[] = [
  taken('invited', 'invited', 'inviting'), taken('started', 'in_progress'), taken('submitted', 'submitted', 'in_progress'),
  taken('review_started', 'in_review', 'submitted', { reviewKind: 'video' }), taken('qualified', 'qualified', 'submitted'),
  taken('unqualified', 'unqualified', 'submitted', { reasons: [{ step: 'requirements', requirement: 'Licence', answer: 'B', text: 'Expected C.' }] }),
  taken('opted_out', 'opted_out'), taken('withdrawn', 'withdrawn', 'in_progress'),
];

describe('notes', () => {
  it('CP-28 SH-11 name career.place and the time of every step', () => {
    for (const step of STEPS) expect(stepNote(step, subject)).toMatch(/^career\.place: .*2026-01-05 09:30 GMT\+1/);
  });

  it('CP-29 SH-12 hold the link to the applicant card', () => {
    for (const step of STEPS) expect(stepNote(step, subject)).toMatch(/\nApplicant card: https:\/\/cp\.example\/applicants\/app_1\/card$/);
  });

  it('CP-32 hold nothing about the person but the link', () => {
    expect(stepNote(taken('started', 'in_progress'), subject)).toBe('career.place: started at 2026-01-05 09:30 GMT+1.\nApplicant card: https://cp.example/applicants/app_1/card');
  });

  it('CP-3 call the funnel by its title', () => {
    expect(stepNote(taken('invited', 'invited', 'inviting'), subject)).toContain('invited to the qualification funnel "Head of Logistics"');
    expect(stepNote(taken('invited', 'invited', 'opted_out', { round: 2 }), subject)).toContain('invited again');
  });

  it('CP-30 CP-31 list the reasons of a rejection, telling ones replaced', () => {
    const reasons = [
      { step: 'requirements', requirement: 'Licence', answer: 'B', text: 'Expected C.' },
      { step: 'requirements', requirement: 'Lifting', answer: 'Yes', text: 'A medical condition.', sensitive: true },
    ];
    const note = stepNote(taken('unqualified', 'unqualified', 'submitted', { reasons }), subject);
    expect(note).toContain('Reasons:\n- Licence - Expected C.\n- see applicant card\n');
    expect(note).not.toContain('medical');
  });

  it('CP-25 tell the date of an opt-out, and whose doing it was', () => {
    expect(stepNote(taken('opted_out', 'opted_out'), subject)).toContain('did not answer in time and counts as opted out at 2026-01-05');
    expect(stepNote(taken('opted_out', 'opted_out', 'invited', { by: 'candidate' }), subject)).toContain('opted out (stopped the e-mails)');
  });

  it('CP-26 say that somebody returned after opting out', () => {
    expect(stepNote(taken('started', 'in_progress', 'opted_out'), subject)).toContain('returned after opting out');
  });

  it('CP-14 CP-15 name the part that waits for review', () => {
    expect(stepNote(taken('review_started', 'in_review', 'submitted', { reviewKind: 'homework' }), subject)).toContain('the Homework waits for review');
    expect(stepNote(taken('review_started', 'in_review', 'submitted', { reviewKind: 'video' }), subject)).toContain('the Video Interview waits for review');
  });

  it('CP-39 name who reversed a decision and why', () => {
    const note = stepNote(taken('qualified', 'qualified', 'unqualified', { override: { by: 'Kim, job team', reason: 'Licence is on its way.' } }), subject);
    expect(note).toContain('the job team changed its decision to qualified');
    expect(note).toContain('Changed by: Kim, job team. Reason: Licence is on its way.');
  });

  it('CP-40 SH-18 say why the stage stays', () => {
    expect(stepNote(taken('qualified', 'qualified', 'submitted'), subject, 'already beyond stage "Phone screen"')).toContain('Stage not changed: already beyond stage "Phone screen".');
  });

  it('CP-13 tell the cause and what to do when the invitation could not be sent', () => {
    const note = undeliveredNote('Lever has no e-mail address', { ...subject, cardUrl: null });
    expect(note).toContain('could not be sent: Lever has no e-mail address.');
    expect(note).toContain('Correct the e-mail address');
    expect(note).not.toContain('Applicant card');
    expect(bouncedNote('550 no such user', subject)).toContain('came back: 550 no such user');
  });

  it('CP-34 record a second application', () => {
    const existing = { id: 'e', opportunityId: 'o', applicationId: 'a', jobId: 'j', status: 'invited' as const, cardUrl: subject.cardUrl, endedAt: null };
    expect(appliedAgainNote(existing, 'active', subject)).toContain('applied again, no new invitation');
  });

  it('SH-22 show the time in the zone they are given', () => {
    expect(timeText(AT, 'America/New_York')).toBe('2026-01-05 03:30 EST');
  });
});
