/**
 * `planned` is what an installation in preview would send. `sending` is committed before the socket opens; `unknown`
 * means nobody can say whether it left (D9). `cancelled` was taken back before it was sent.
 */
export type MessageState = (typeof MESSAGE_STATES)[number];

export const MESSAGE_STATES =
  ['planned', 'queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'suppressed', 'cancelled', 'unknown'] as const;

/** How one try ended. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  /** The server said no for good. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing left; worth another try. */
  | { readonly kind: 'not-now'; readonly reason: string }
  /** The text went out and the answer never came. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface AfterTry {
  readonly state: Extract<MessageState, 'queued' | 'sent' | 'failed' | 'unknown'>;
  readonly dueAtMs: number | null;
  readonly lastError: string | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** ME-6. */
export const RETRY_GAPS_MS: readonly number[] = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR];

/** What becomes of a message after its `attempts`-th try. */
export function afterTry(outcome: SendOutcome, message: { attempts: number; mustArrive: boolean }, nowMs: number): AfterTry {
  if (outcome.kind === 'sent') return { state: 'sent', dueAtMs: null, lastError: null };
  const lastError = outcome.reason;
  if (outcome.kind === 'refused') return { state: 'failed', dueAtMs: null, lastError };
  const gap = RETRY_GAPS_MS[message.attempts - 1];
  if (outcome.kind === 'not-now') {
    return gap === undefined ? { state: 'failed', dueAtMs: null, lastError } : { state: 'queued', dueAtMs: nowMs + gap, lastError };
  }
  const maySendAgain = message.mustArrive && message.attempts === 1;
  return maySendAgain ? { state: 'queued', dueAtMs: nowMs + MINUTE, lastError } : { state: 'unknown', dueAtMs: null, lastError };
}
