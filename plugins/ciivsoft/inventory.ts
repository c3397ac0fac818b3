import { SOLUTION_NAMES, SOLUTIONS, type Solution } from './ciivsoft.context.js';

export interface Feature {
  readonly feature: string;
  readonly purpose: string;
  readonly dataUsed: readonly string[];
  readonly neverRead: readonly string[];
  readonly humanOversight: string;
  readonly engineVersion: string;
  /** ISO time of the last impact report; null: none was made yet. */
  readonly lastImpactReport: string | null;
}

const RESUME = 'the newest resume (file, else what Lever read of it)';
const ABOUT: Readonly<Record<Solution, Pick<Feature, 'purpose' | 'dataUsed' | 'humanOversight'>>> = {
  arkiive: {
    purpose: 'Finds people already in the database for a new job and makes them leads.',
    dataUsed: [RESUME, 'the description of the job', 'past opportunities: posting, stage, archive reason, consent'],
    humanOversight: 'A lead is a suggestion: a recruiter reviews it, turns it into a candidate or archives it. A pair turned down is never suggested again.',
  },
  filter: {
    purpose: 'Reviews new applications and advances or suggests matches.',
    dataUsed: [RESUME, 'answers on the application form, where there is no readable resume', 'the description of the job'],
    humanOversight: 'Nobody is rejected: what does not match stays in New Applicant for a person. Matches can be left for a person to move. Every outcome can be overridden with a reason.',
  },
  refine: {
    purpose: 'Compares applicants whom FiiLTER did not advance with all other open jobs.',
    dataUsed: [RESUME, 'the descriptions of the open jobs', 'past opportunities: posting, stage, archive reason'],
    humanOversight: 'A lead is a suggestion, as for ARKiiVE; the application itself stays where it is.',
  },
};

/** The deployer's record of each feature (LG-14). Pure. */
export function inventory(engineVersion: string, neverRead: readonly string[]): Feature[] {
  return SOLUTIONS.map((solution) => ({ feature: SOLUTION_NAMES[solution], ...ABOUT[solution], neverRead, engineVersion, lastImpactReport: null }));
}
