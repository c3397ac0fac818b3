import type { SuppressionCause } from '../sdk/messages.js';

/**
 * `planned` is what an installation in preview would send. `sending` is committed before the socket opens; `unknown`
 * means nobody can say whether it left (D9). `cancelled` was taken back before it was sent.
 */
export type MessageState = (typeof MESSAGE_STATES)[number];

export const MESSAGE_STATES =
  ['planned', 'queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'suppressed', 'cancelled', 'unknown'] as const;

/** How one try ended. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly providerId?: string }
  /** The server said no for good; `blocks` when it is because of the address. */
  | { readonly kind: 'refused'; readonly reason: string; readonly blocks?: Extract<SuppressionCause, 'bounce' | 'stop'> }
  /** Nothing left; worth another try. */
  | { readonly kind: 'not-now'; readonly reason: string }
  /** The text went out and the answer never came; `canAsk` when the provider can tell later. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly canAsk?: boolean };

/** What is told about a message that was handed over. */
export type DeliveryReport =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly reason: string; readonly blocks: Extract<SuppressionCause, 'bounce' | 'stop'> | null };

export interface AfterTry {
  readonly state: Extract<MessageState, 'queued' | 'sent' | 'bounced' | 'failed' | 'suppressed' | 'unknown'>;
  readonly dueAtMs: number | null;
  /** When to ask the provider. */
  readonly lookAtMs: number | null;
  readonly lastError: string | null;
  readonly cause: SuppressionCause | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** ME-6. */
export const RETRY_GAPS_MS: readonly number[] = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR];

const END = { dueAtMs: null, lookAtMs: null, cause: null } as const;

/** What becomes of a message after its `attempts`-th try. */
export function afterTry(outcome: SendOutcome, message: { attempts: number; mustArrive: boolean }, nowMs: number): AfterTry {
  if (outcome.kind === 'sent') return { ...END, state: 'sent', lastError: null };
  const lastError = outcome.reason;
  if (outcome.kind === 'refused') return { ...END, lastError, ...afterRefusal(outcome.blocks ?? null) };
  const gap = RETRY_GAPS_MS[message.attempts - 1];
  if (outcome.kind === 'not-now') return gap === undefined ? { ...END, state: 'failed', lastError } : { ...END, state: 'queued', dueAtMs: nowMs + gap, lastError };
  if (outcome.canAsk) return { ...END, state: 'unknown', lookAtMs: nowMs + MINUTE, lastError };
  const maySendAgain = message.mustArrive && message.attempts === 1;
  return maySendAgain ? { ...END, state: 'queued', dueAtMs: nowMs + MINUTE, lastError } : { ...END, state: 'unknown', lastError };
}

function afterRefusal(blocks: 'bounce' | 'stop' | null): Pick<AfterTry, 'state' | 'cause'> {
  if (blocks === 'stop') return { state: 'suppressed', cause: 'stop' };
  return { state: blocks === 'bounce' ? 'bounced' : 'failed', cause: null };
}

/** What becomes of a message of unknown fate once the provider was asked; `found` null: it knows nothing of it, undefined: it could not be asked. */
export function afterLook(found: { readonly providerId: string } | null | undefined, message: { attempts: number; ageMs: number }, nowMs: number): AfterTry {
  if (found) return { ...END, state: 'sent', lastError: null };
  if (found === null) {
    const isOver = message.attempts > RETRY_GAPS_MS.length;
    const lastError = 'The provider knows nothing of it.';
    return isOver ? { ...END, state: 'failed', lastError } : { ...END, state: 'queued', dueAtMs: nowMs, lastError };
  }
  // Twice as long each time, for a day; then it stays unknown.
  const lookAtMs = message.ageMs > 24 * HOUR ? null : nowMs + Math.max(MINUTE, message.ageMs);
  return { ...END, state: 'unknown', lookAtMs, lastError: 'The provider could not be asked.' };
}

const MAY_BE_DELIVERED: readonly MessageState[] = ['queued', 'sending', 'sent', 'unknown'];
const MAY_COME_BACK: readonly MessageState[] = ['queued', 'sending', 'sent', 'unknown', 'delivered'];

/** The state after a report, or null when it is no news: reports come late, twice and in any order. */
export function afterReport(state: MessageState, report: DeliveryReport): Extract<MessageState, 'delivered' | 'bounced' | 'failed'> | null {
  if (report.kind === 'delivered') return MAY_BE_DELIVERED.includes(state) ? 'delivered' : null;
  return MAY_COME_BACK.includes(state) ? (report.blocks === 'bounce' ? 'bounced' : 'failed') : null;
}
