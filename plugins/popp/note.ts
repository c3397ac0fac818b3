export interface NoteContent {
  readonly postingTitle: string;
  readonly version: number;
  /** Hundredths of a point; null hides it. */
  readonly score: number | null;
  readonly mandatory: { readonly all: number; readonly met: number; readonly isMet: boolean };
  readonly reportLink: string;
}

/** One decimal, as shown everywhere. */
export const shownScore = (hundredths: number): string => (hundredths / 100).toFixed(1);

export const HUMAN_DECISION = 'The score sorts applications for reading. It decides nothing: a person reads, decides and answers for the decision.';

/** The note in Lever, once for each version of an analysis (PO-41). Pure. */
export function scoreNote({ postingTitle, version, score, mandatory, reportLink }: NoteContent): string {
  const must = mandatory.all === 0 ? 'no mandatory requirements' : `${mandatory.met} of ${mandatory.all} mandatory requirements met`;
  return [
    `Popp AI analysis for ${postingTitle} (version ${version})`,
    ...(score === null ? [] : [`Score: ${shownScore(score)} of 100`]),
    `Mandatory: ${mandatory.isMet ? 'met' : 'not all met'} (${must})`,
    `Report: ${reportLink}`,
    HUMAN_DECISION,
  ].join('\n');
}
