/** How long to wait before the next try, or null to give up (decisions D26). Pure. */
const OUTSIDE_WINDOW_MS = 24 * 3_600_000;
const OUTSIDE_CAP_MS = 10 * 60_000;
const OUR_TRIES = 8;
/** Many enough that work which only happened to be there when its process was killed is hardly ever given up (R1), few enough for R12. */
export const DEATHS = 8;

export interface FailureView {
  readonly fault: 'caller' | 'outside' | 'ours';
  readonly retryable: boolean;
  /** Tries before this one. */
  readonly attempts: number;
  /** Since the first try, ms. */
  readonly ageMs: number;
  /** The other side's own wish, ms. */
  readonly retryAfterMs?: number | undefined;
  /** How long an outside failure is tried again, ms; a day unless told. */
  readonly retryForMs?: number | undefined;
}

/** `random` is in [0, 1): full jitter. */
export function nextRetryMs(failure: FailureView, random: number): number | null {
  if (!failure.retryable && failure.fault !== 'ours') return null;
  if (failure.fault === 'outside') {
    if (failure.ageMs > (failure.retryForMs ?? OUTSIDE_WINDOW_MS)) return null;
    if (failure.retryAfterMs !== undefined) return failure.retryAfterMs + random * 500;
    return 250 + random * Math.min(OUTSIDE_CAP_MS, 500 * 2 ** Math.min(failure.attempts, 20));
  }
  if (failure.attempts + 1 >= OUR_TRIES) return null;
  return 100 + random * Math.min(60_000, 200 * 2 ** failure.attempts);
}

/** A lane whose worker vanished this often is poison: its next piece of work goes to the dead letters. */
export function isPoison(deaths: number): boolean {
  return deaths >= DEATHS;
}
