export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the vendor's base URL. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The call changes nothing when repeated (a GET, or a create with a natural key): it may be retried at once. */
  readonly repeatable?: boolean;
  readonly timeoutMs?: number;
  /** `bytes` for a file: the body is then a `Uint8Array` of at most 32 MB. */
  readonly expect?: 'json' | 'bytes';
}

export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or null for an empty body; bytes where they were expected. */
  readonly body: unknown;
}

/**
 * Calls to the vendor with the installation's own credential, time-outs, retry and circuit breaker.
 * Answers 2xx and 404, 409, 422; throws `CredentialRefused` for 401 and 403, `OutcomeUnknown` when a
 * non-repeatable request's answer was lost, `OutsideError` (retryable) for 429, 5xx and refused connections.
 * Throws `HttpInsideTransactionError` inside `commit`.
 */
export interface VendorHttp {
  request(request: VendorRequest): Promise<VendorAnswer>;
}
