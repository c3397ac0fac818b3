/** What the engine says should happen. */
export type Proposal = 'advance' | 'suggest' | 'stay' | 'lead' | 'none';

/** What became of it in Lever. `none`: nothing was to be done. */
export type ActionTaken = 'done' | 'skipped' | 'held' | 'failed' | 'cancelled' | 'none';

export const filterSubject = (applicationId: string, pass: number): string => `filter:${applicationId}:${pass}`;
export const arkiiveSubject = (postingId: string, search: number, contactId: string): string => `arkiive:${postingId}:${search}:${contactId}`;
export const refineSubject = (applicationId: string, postingId: string): string => `refine:${applicationId}:${postingId}`;
