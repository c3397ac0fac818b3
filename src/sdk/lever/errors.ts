import { CredentialRefused, OutcomeUnknown, OutsideError, type PatchbayErrorOptions } from '../errors.js';

/** What failed. `message` of these errors holds no candidate data; Lever's own words are in `leverMessage`. */
export interface LeverFailure {
  /** Operation id, e.g. `notes.create`. */
  readonly operation: string;
  /** HTTP status of the answer; null when there was none. */
  readonly status: number | null;
  /** Lever's stable `code`, e.g. `ResourceNotFound`. */
  readonly leverCode: string | null;
  /** Lever's words, at most 500 characters. May hold a person's data: never log it. */
  readonly leverMessage: string | null;
}

export type LeverOutage = 'connect-failed' | 'connection-lost' | 'timed-out' | 'server-error' | 'circuit-open' | 'cancelled';

const head = (failure: LeverFailure): string =>
  failure.status === null ? `Lever gave no answer to ${failure.operation}` : `Lever answered ${failure.status} to ${failure.operation}`;

/** Common part of Lever's refusals and failures; see the classes below. */
export class LeverError extends OutsideError {
  constructor(code: string, message: string, readonly failure: LeverFailure, options: PatchbayErrorOptions = {}) {
    super(code, message, options);
  }
}

/** 401: the credential no longer works, also after a refresh. A revocation signal (SH-8). */
export class LeverUnauthorized extends CredentialRefused {
  constructor(readonly failure: LeverFailure, options: PatchbayErrorOptions = {}) {
    super('lever', `${head(failure)}: the credential is refused.`, options);
  }
}

/** 403: the credential lacks `permission`, or confidential access, or belongs to another environment. */
export class LeverForbidden extends LeverError {
  /** `permission` is Lever's own name for it, as in the list of an API key. */
  constructor(failure: LeverFailure, readonly permission: string, readonly scope: string) {
    super('lever-forbidden', `${head(failure)}: the credential lacks "${permission}".`, failure, { retryable: false });
  }
}

/** 404: gone, never there, or hidden from this credential. */
export class LeverNotFound extends LeverError {
  constructor(failure: LeverFailure) {
    super('lever-not-found', `${head(failure)}: not found.`, failure, { retryable: false });
  }
}

/** 400 and other 4xx: the same request will be refused again. `status` 422 on a download: Lever cannot process the file. */
export class LeverBadRequest extends LeverError {
  /** `pointer` is the JSON pointer that ends Lever's message (`… at /email`), if there is one. */
  constructor(failure: LeverFailure, readonly pointer: string | null, code = 'lever-bad-request') {
    super(code, `${head(failure)}: refused${pointer === null ? '' : ` because of ${pointer}`}.`, failure, { retryable: false });
  }
}

/** The paging token is no longer good: start the listing from its first page. */
export class LeverInvalidOffset extends LeverBadRequest {
  constructor(failure: LeverFailure) {
    super(failure, null, 'lever-invalid-offset');
  }
}

/** 429: not carried out; try again later, not before `retryAfterMs` if Lever named one. */
export class LeverThrottled extends LeverError {
  constructor(failure: LeverFailure, retryAfterMs: number | undefined) {
    super('lever-throttled', `${head(failure)}: too many requests.`, failure, { retryable: true, retryAfterMs });
  }
}

/** A read failed for now: no connection, no answer in time, or a 5xx. */
export class LeverUnavailable extends LeverError {
  constructor(failure: LeverFailure, readonly outage: LeverOutage, options: PatchbayErrorOptions = {}) {
    super('lever-unavailable', `${head(failure)} (${outage}).`, failure, { retryable: true, ...options });
  }
}

/** A write that certainly did not reach Lever: nothing was written to the connection. May be sent again as it is. */
export class LeverNotSent extends LeverError {
  constructor(failure: LeverFailure, readonly outage: LeverOutage, options: PatchbayErrorOptions = {}) {
    super('lever-not-sent', `${failure.operation} was not sent (${outage}).`, failure, { retryable: true, ...options });
  }
}

/** A write that may have taken effect: sent, but its answer was lost, a 5xx, or unreadable. Look before sending again (D7). */
export class LeverOutcomeUnknown extends OutcomeUnknown {
  constructor(
    readonly failure: LeverFailure, readonly outage: LeverOutage | 'answer-unreadable', options: PatchbayErrorOptions = {},
  ) {
    super(`The outcome of ${failure.operation} is unknown (${outage}).`, options);
  }
}

/** Lever (or something in between) answered what no client can use: HTML, a wrong shape, too much, a circle of pages. */
export class LeverUnexpectedAnswer extends LeverError {
  /** `detail` names the place and kind of the fault, never a value. */
  constructor(failure: LeverFailure, readonly detail: string, options: PatchbayErrorOptions = {}) {
    super('lever-unexpected-answer', `${head(failure)} in a form that cannot be used: ${detail}.`, failure, { retryable: false, ...options });
  }
}
