/** Whose fault an error is decides its log level, its HTTP status and whether it is tried again. */
export type Fault = 'caller' | 'outside' | 'ours';

/** One field of a caller's input and what to do about it. `field` is a JSON pointer or a query name. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface PatchbayErrorOptions {
  readonly status?: number;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  /** How long it is tried again, ms since the work was planned; 24 h unless told. */
  readonly retryForMs?: number;
  readonly fields?: readonly FieldProblem[];
  readonly cause?: unknown;
}

/**
 * Base of every error that crosses a module boundary. `code` is stable and becomes the problem type;
 * `message` is shown to callers, so it never holds a secret or a person's data.
 */
export class PatchbayError extends Error {
  readonly status: number;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly retryForMs: number | undefined;
  readonly fields: readonly FieldProblem[];

  constructor(readonly code: string, readonly fault: Fault, message: string, options: PatchbayErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.status = options.status ?? (fault === 'caller' ? 400 : fault === 'outside' ? 502 : 500);
    this.retryable = options.retryable ?? fault === 'outside';
    this.retryAfterMs = options.retryAfterMs;
    this.retryForMs = options.retryForMs;
    this.fields = options.fields ?? [];
  }
}

/** The caller asked for something impossible as asked; `fields` names what to change. */
export class CallerError extends PatchbayError {
  constructor(code: string, message: string, options: PatchbayErrorOptions = {}) {
    super(code, 'caller', message, options);
  }

  /** 404: absent, or another tenant's: the two are not told apart (G5). */
  static notFound(what: string): CallerError {
    return new CallerError('not-found', `${what} was not found.`, { status: 404 });
  }

  /** 409: the thing is in a state that does not allow this; the message says which and what to do. */
  static conflict(code: string, message: string): CallerError {
    return new CallerError(code, message, { status: 409 });
  }

  /** 422: the input is well formed but names something that cannot be used. */
  static invalid(fields: readonly FieldProblem[]): CallerError {
    return new CallerError('invalid-input', 'Some fields cannot be used as given.', { status: 422, fields });
  }

  static forbidden(message: string): CallerError {
    return new CallerError('forbidden', message, { status: 403 });
  }
}

/** An outside system failed or refused. `retryable` failures are retried by time for up to 24 h (D26). */
export class OutsideError extends PatchbayError {
  constructor(code: string, message: string, options: PatchbayErrorOptions = {}) {
    super(code, 'outside', message, options);
  }
}

/** The credential no longer works: a revocation signal (SH-8), never retried with the same credential. */
export class CredentialRefused extends OutsideError {
  constructor(readonly system: 'lever' | 'vendor', message: string, options: PatchbayErrorOptions = {}) {
    super('credential-refused', message, { retryable: false, ...options });
  }
}

/** An outside account no longer takes its grant: refreshing has no use, somebody must sign in again. */
export class SignInRefused extends OutsideError {
  constructor(message: string, options: PatchbayErrorOptions = {}) {
    super('sign-in-refused', message, { retryable: false, ...options });
  }
}

const QUARTER_HOUR_MS = 15 * 60_000;
const FORTNIGHT_MS = 14 * 24 * 3_600_000;

/** The account must be signed in to again. Work waits for it, for up to 14 days, and goes on at once after the sign-in. */
export class AccountLost extends OutsideError {
  constructor(readonly account: string, message: string, options: PatchbayErrorOptions = {}) {
    super('account-lost', message, { retryable: true, retryAfterMs: QUARTER_HOUR_MS, retryForMs: FORTNIGHT_MS, ...options });
  }
}

/** A write was sent and its answer lost: only a look-back can tell whether it took effect (D7). */
export class OutcomeUnknown extends OutsideError {
  constructor(message: string, options: PatchbayErrorOptions = {}) {
    super('outcome-unknown', message, { retryable: true, ...options });
  }
}

/** Needs a person: the action waits as `held` with this reason and remedy (D6, SH-19). */
export class NeedsPerson extends PatchbayError {
  constructor(code: string, message: string, readonly remedy: string) {
    super(code, 'outside', message, { retryable: false, status: 409 });
  }
}

/** The installation was switched off, or its epoch moved on, between planning and sending (G7). */
export class SwitchedOff extends PatchbayError {
  constructor(message = 'The installation is switched off.') {
    super('switched-off', 'outside', message, { retryable: false, status: 409 });
  }
}

/** A network port was used inside `ctx.commit`: fetch first, then decide, then commit (D2). */
export class HttpInsideTransactionError extends PatchbayError {
  constructor() {
    super('http-inside-transaction', 'ours', 'No network call inside commit: fetch before it, or plan an action.', { retryable: false });
  }
}

/** A worker lost its lease while it worked: its commit changes nothing (D2, D10). */
export class StaleFence extends PatchbayError {
  constructor() {
    super('stale-fence', 'ours', 'Another worker has taken over this work.', { retryable: false });
  }
}
