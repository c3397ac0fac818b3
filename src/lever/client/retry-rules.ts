import {
  leverOperation, LeverNotSent, LeverOutcomeUnknown, LeverThrottled, LeverUnavailable, type LeverOperation,
} from '../../sdk/lever/index.js';

/** POSTs that set a state or change a set: the second time changes nothing. All other POSTs add something each time. */
const SETTING_POSTS = new Set<LeverOperation>([
  'opportunities.addTags', 'opportunities.removeTags', 'opportunities.addSources', 'opportunities.removeSources',
  'opportunities.addLinks', 'opportunities.removeLinks', 'postings.update', 'users.deactivate', 'users.reactivate', 'candidates.addTags',
]);

export interface RetryRules {
  /** Tries at most, the first included. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryRules = { attempts: 5, firstDelayMs: 500, maxDelayMs: 30_000 };

export function isRepeatable(operation: LeverOperation): boolean {
  return leverOperation(operation).method !== 'POST' || SETTING_POSTS.has(operation);
}

/** Trouble on the way or at Lever, as opposed to a refusal of this request. */
export function isOutage(error: unknown): boolean {
  if (error instanceof LeverUnavailable || error instanceof LeverNotSent) return !['cancelled', 'circuit-open'].includes(error.outage);
  return error instanceof LeverOutcomeUnknown && !['cancelled', 'answer-unreadable'].includes(error.outage);
}

/** Whether waiting here makes sense; a long Retry-After is better waited for in the ledger. */
export function isWorthRetrying(error: unknown, rules: RetryRules): boolean {
  return (error instanceof LeverThrottled || isOutage(error)) && (namedDelay(error) ?? 0) <= rules.maxDelayMs;
}

/** Full jitter: anything from zero to the exponential bound, but not before a Retry-After. `random` in [0, 1). */
export function delayMs(error: unknown, failedAttempts: number, random: number, rules: RetryRules): number {
  const bound = Math.min(rules.maxDelayMs, rules.firstDelayMs * 2 ** (failedAttempts - 1));
  return Math.max(Math.round(random * bound), namedDelay(error) ?? 0);
}

function namedDelay(error: unknown): number | undefined {
  return error instanceof LeverThrottled || error instanceof LeverUnavailable || error instanceof LeverOutcomeUnknown
    ? error.retryAfterMs : undefined;
}
