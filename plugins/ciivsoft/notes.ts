import type { ComparisonReason } from 'patchbay/sdk';
import { SCREENED } from './screened-stage.js';

const MOST_REASONS = 6;
const MARKS = { met: '+', partial: '~', 'not-met': '-', 'not-stated': '?' } as const;

/** The main reasons, one a line. */
function reasonLines(reasons: readonly ComparisonReason[]): string[] {
  return reasons.filter((reason) => reason.text !== '').slice(0, MOST_REASONS).map((reason) => `${MARKS[reason.status]} ${reason.text}`);
}

export interface Judged { readonly jobTitle: string; readonly score: number; readonly threshold: number; readonly reasons: readonly ComparisonReason[] }

const scored = ({ score, threshold }: Judged): string => `score ${score} of 100, a match from ${threshold}`;

/** CI-39: every note names the solution, the job, the outcome and the main reasons. */
export function arkiiveNote(judged: Judged): string {
  return [
    `CiiVSOFT ARKiiVE recommends this person for "${judged.jobTitle}" (${scored(judged)}).`, ...reasonLines(judged.reasons),
    'Found in the existing candidate database; made a lead for you to review.',
  ].join('\n');
}

export function refineNote(judged: Judged, appliedTitle: string): string {
  return [
    `CiiVSOFT REFiiNE recommends this person, who applied for "${appliedTitle}", for "${judged.jobTitle}" (${scored(judged)}).`, ...reasonLines(judged.reasons),
    'Made a lead for you to review; the original application stays where it is.',
  ].join('\n');
}

export function filterNote(judged: Judged, outcome: 'advance' | 'suggest' | 'stay'): string {
  const head = {
    advance: `CiiVSOFT FiiLTER reviewed this application for "${judged.jobTitle}": a match, advanced to "${SCREENED}" (${scored(judged)}).`,
    suggest: `CiiVSOFT FiiLTER reviewed this application for "${judged.jobTitle}": a match, suggested for "${SCREENED}" (${scored(judged)}). A person decides and moves.`,
    stay: `CiiVSOFT FiiLTER reviewed this application for "${judged.jobTitle}": not advanced, it stays in New Applicant for you to review (${scored(judged)}). Nobody was rejected.`,
  }[outcome];
  const isHeldBack = outcome === 'stay' && judged.score >= judged.threshold;
  return [head, ...(isHeldBack ? ['The score is high enough, but the resume does not show everything that the job must have.'] : []), ...reasonLines(judged.reasons)].join('\n');
}

/** CI-28. */
export function unreadableNote(jobTitle: string, why: string): string {
  return `CiiVSOFT FiiLTER: not screened for "${jobTitle}": no readable resume (${why}). The application stays in New Applicant for you to review.`;
}

export function thinNote(jobTitle: string): string {
  return `CiiVSOFT FiiLTER: not screened: the description of "${jobTitle}" says too little to compare anybody with it. The application stays in New Applicant for you to review.`;
}

/** LG-5: a person changed an outcome. */
export function overrideNote(solutionName: string, jobTitle: string, outcome: 'match' | 'no-match', reason: string): string {
  return `CiiVSOFT ${solutionName}: a user changed the outcome for "${jobTitle}" to ${outcome === 'match' ? 'a match' : 'no match'}. Reason: ${reason}`;
}
