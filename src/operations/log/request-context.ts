import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

interface RequestFacts { readonly requestId: string }

const current = new AsyncLocalStorage<RequestFacts>();
const ACCEPTED = /^[\w-]{8,64}$/;

/** The caller's own `X-Request-Id` when it can stand in a log line as it is, else a new one. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && ACCEPTED.test(header) ? header : randomUUID();
}

/** Everything that `work` starts logs with this request id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return current.run({ requestId }, work);
}

export function currentRequestId(): string | undefined {
  return current.getStore()?.requestId;
}
