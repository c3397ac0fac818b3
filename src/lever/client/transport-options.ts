import type { CircuitBreakerPolicy } from 'cockatiel';
import type { Dispatcher } from 'undici';
import type { LeverOperation, LeverPriority } from '../../sdk/lever/index.js';
import type { RetryRules } from './retry-rules.js';

export interface PermitRequest {
  readonly priority: LeverPriority;
  readonly operation: LeverOperation;
  /** Tokens of the credential's bucket. */
  readonly cost: number;
  /** Counts against the separate limit of application posts too. */
  readonly application: boolean;
  readonly signal?: AbortSignal;
}

export interface CallRecord {
  readonly operation: LeverOperation;
  readonly method: string;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** `ok`, or the error's code. */
  readonly outcome: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly durationMs: number;
}

export interface LeverTransportOptions {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  /** Value of the Authorization header, asked for at every attempt. */
  readonly authorize: () => Promise<string>;
  /** After a 401, once a call: refresh, then `retry` with what `authorize` gives now, or `fail`. */
  readonly onUnauthorized?: (refused: { readonly operation: LeverOperation; readonly authorization: string }) => Promise<'retry' | 'fail'>;
  /** Asked before every HTTP request (D16). Waits for a token; throws when the caller may not call: the error passes through. */
  readonly permit: (request: PermitRequest) => Promise<void>;
  /** One attempt, connecting and reading included; the wait for a permit is not. */
  readonly timeoutMs: number;
  /** Technical, monotonic time in ms (D12). */
  readonly monotonicMs: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  /** Metrics, one per HTTP request; must not throw. */
  readonly onCall?: (record: CallRecord) => void;
  readonly retry?: RetryRules;
  /** From `leverCircuit`, to be shared by the transports of one connection; default: this transport's own. */
  readonly circuit?: CircuitBreakerPolicy;
  readonly maxAnswerBytes?: number;
  /** Connection pool; several transports may share one. Default: the process's own. */
  readonly dispatcher?: Dispatcher;
}
