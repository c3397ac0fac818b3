import type { HandlerContext, UseCaseContext } from 'patchbay/sdk';
import type { CiivsoftSettings } from './ciivsoft.settings.js';

export const KEY = 'ciivsoft';

export type Handling = HandlerContext<CiivsoftSettings>;
export type UseCase = UseCaseContext<CiivsoftSettings>;
/** What both have in common. */
export type Working = Omit<Handling, 'commit' | 'checkpoint'>;

/** The three products, in the order in which a run works (CI-7). */
export const SOLUTIONS = ['filter', 'arkiive', 'refine'] as const;
export type Solution = (typeof SOLUTIONS)[number];
export const SOLUTION_NAMES: Readonly<Record<Solution, string>> = { filter: 'FiiLTER', arkiive: 'ARKiiVE', refine: 'REFiiNE' };

/** Lanes: runs never overlap (CI-9); the first reading of all résumés goes on beside them. */
export const RUN_JOB = 'run';
export const RUN_LANE = 'run:run';
export const LIBRARY_LANE = 'library';
export const opportunityLane = (opportunityId: string): string => `opportunity:${opportunityId}`;

export const OPEN_STATES = ['published', 'internal'] as const;
export const isOpen = (state: string): boolean => (OPEN_STATES as readonly string[]).includes(state);

/** Lever's stage of new applications: "NEW APPLICANT". */
export const NEW_APPLICANT = 'applicant-new';
