import { ConnectionException } from '@mikro-orm/core';

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
/** Class 08 connection, 53 resources (disk full, too many connections), 57P0x shutting down or starting, and what waiting too long gives. */
const STATE = /^(08...|53...|57P0[123]|40001|40P01|55P03|57014)$/;
/** The driver's own errors carry no code. */
const SAYS_GONE = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;
const DEPTH = 5;

/** Whether the database could not be asked just now: nothing is wrong with the request, and it may be sent again. */
export function isStoreGone(error: unknown, depth = DEPTH): boolean {
  if (!(error instanceof Error) || depth === 0) return false;
  const { code } = error as { code?: unknown };
  if (error instanceof ConnectionException || SAYS_GONE.test(error.message)) return true;
  if (typeof code === 'string' && (NETWORK.has(code) || STATE.test(code))) return true;
  if (error instanceof AggregateError && error.errors.some((one) => isStoreGone(one, depth - 1))) return true;
  return isStoreGone(error.cause, depth - 1);
}
