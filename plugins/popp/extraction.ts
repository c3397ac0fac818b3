/** Reading requirements out of a text: at most 30 seconds, then a person carries on by other means (PO-9, PO-10). */
export const EXTRACTION_LIMIT_MS = 30_000;

export type TextSource = 'posting' | 'pasted';
export type FailureCause = 'no-text' | 'nothing-found' | 'too-slow' | 'engine-failed' | 'posting-gone';

export interface Extraction {
  readonly state: 'running' | 'done' | 'failed';
  /** Counts the tries; an answer to an older one comes too late. */
  readonly attempt: number;
  readonly source: TextSource;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly cause: FailureCause | null;
}

export const startExtraction = (before: Extraction | null, source: TextSource, now: number): Extraction =>
  ({ state: 'running', attempt: (before?.attempt ?? 0) + 1, source, startedAt: now, endedAt: null, cause: null });

/** As a person sees it: what runs for more than 30 seconds has failed, whatever still comes. Pure. */
export function asSeen(extraction: Extraction, now: number): Extraction {
  if (extraction.state !== 'running' || now - extraction.startedAt <= EXTRACTION_LIMIT_MS) return extraction;
  return { ...extraction, state: 'failed', endedAt: extraction.startedAt + EXTRACTION_LIMIT_MS, cause: 'too-slow' };
}

/** Whether this answer may still be taken: late results are discarded (PO-10). Pure. */
export function mayTake(extraction: Extraction | null, attempt: number, now: number): boolean {
  return extraction !== null && extraction.attempt === attempt && asSeen(extraction, now).state === 'running';
}

const CAUSES: Readonly<Record<FailureCause, string>> = {
  'no-text': 'The job description is empty.', 'nothing-found': 'No requirement was found in the text.', 'too-slow': 'It took more than 30 seconds.',
  'engine-failed': 'The engine failed.', 'posting-gone': 'The job no longer exists in Lever.',
};

export interface Progress {
  readonly state: Extraction['state']; readonly attempt: number; readonly source: TextSource; readonly percent: number; readonly secondsLeft: number;
  readonly message: string; readonly waysOn: readonly ('retry' | 'paste-text' | 'write-by-hand')[];
}

/** What the waiting person is shown. Pure. */
export function progressOf(extraction: Extraction, now: number): Progress {
  const seen = asSeen(extraction, now);
  const passed = Math.min(EXTRACTION_LIMIT_MS, Math.max(0, (seen.endedAt ?? now) - seen.startedAt));
  const { state, attempt, source } = seen;
  const isRunning = state === 'running';
  return {
    state, attempt, source, secondsLeft: isRunning ? Math.ceil((EXTRACTION_LIMIT_MS - passed) / 1_000) : 0,
    percent: isRunning ? Math.min(99, Math.floor((100 * passed) / EXTRACTION_LIMIT_MS)) : 100,
    message: isRunning ? 'Reading the requirements from the job description; this takes up to 30 seconds.'
      : state === 'done' ? 'Review the requirements.' : `${CAUSES[seen.cause ?? 'engine-failed']} Try again, paste the text, or write the requirements by hand.`,
    waysOn: state === 'failed' ? ['retry', 'paste-text', 'write-by-hand'] : [],
  };
}
