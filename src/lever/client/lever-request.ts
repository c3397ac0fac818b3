import type { FormData } from 'undici';
import type { LeverOperation, LeverPriority } from '../../sdk/lever/index.js';

export type QueryValue = string | number | boolean | readonly (string | number | boolean)[] | null | undefined;
export type LeverQuery = Readonly<Record<string, QueryValue>>;

/** One call of an endpoint, before it is sent. */
export interface LeverRequest {
  readonly operation: LeverOperation;
  /** Ids for the `:names` of the operation's path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: LeverQuery;
  readonly json?: unknown;
  /** Makes the multipart body anew for each attempt. */
  readonly form?: () => FormData;
  readonly priority?: LeverPriority;
  readonly signal?: AbortSignal;
  /** Tries at most; only repeatable operations are tried more than once. 1 = never again (a guarded write). */
  readonly attempts?: number;
}

export interface LeverAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
