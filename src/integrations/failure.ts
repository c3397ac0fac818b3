import { nextRetryMs } from '../ledger/retry-policy.js';
import { CredentialRefused, PatchbayError, StaleFence, SwitchedOff } from '../sdk/errors.js';

/** What to do with work that failed. Pure. */
export type Verdict =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'switched-off' }
  | { readonly kind: 'revoked'; readonly system: 'lever' | 'vendor'; readonly message: string }
  | { readonly kind: 'retry'; readonly inMs: number; readonly message: string }
  | { readonly kind: 'dead'; readonly message: string };

/** Text for the ledger: the code and the message of known errors, the class of unknown ones (their text may hold data). */
export function describeError(error: unknown): string {
  if (error instanceof PatchbayError) return `${error.code}: ${error.message}`.slice(0, 500);
  return error instanceof Error ? `unexpected ${error.name}` : 'unexpected failure';
}

/** `random` in [0, 1) for jitter. `attempts`: tries before this one. */
export function judge(error: unknown, tries: { attempts: number; ageMs: number }, random: number): Verdict {
  if (error instanceof StaleFence) return { kind: 'ignore' };
  if (error instanceof SwitchedOff) return { kind: 'switched-off' };
  if (error instanceof CredentialRefused) return { kind: 'revoked', system: error.system, message: error.message };
  const known = error instanceof PatchbayError ? error : null;
  const inMs = nextRetryMs({
    fault: known?.fault ?? 'ours', retryable: known?.retryable ?? true, attempts: tries.attempts, ageMs: tries.ageMs, retryAfterMs: known?.retryAfterMs,
    retryForMs: known?.retryForMs,
  }, random);
  return inMs === null ? { kind: 'dead', message: describeError(error) } : { kind: 'retry', inMs, message: describeError(error) };
}
