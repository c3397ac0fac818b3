import type { Room } from './rate.js';

/** An answer other than success, in the vendor's own shape. */
export class CrmRefusal extends Error {
  constructor(readonly status: number, readonly body: unknown, readonly headers: Readonly<Record<string, string>> = {}) {
    super(`Answered with status ${status}.`);
  }
}

export type TokenFault = 'missing' | 'unknown' | 'expired' | 'revoked';

/** How a vendor words what every CRM refuses. */
export interface Refusals {
  unauthorized(fault: TokenFault): CrmRefusal;
  throttled(room: Room): CrmRefusal;
  fileTooLarge(maxBytes: number): CrmRefusal;
  /** A field this customer has made compulsory. */
  missingField(field: string): CrmRefusal;
  notFound(what: string): CrmRefusal;
  invalid(message: string): CrmRefusal;
}

/** `retry-after` when the rules of the moment want it. */
export function retryAfter(room: Room): Record<string, string> {
  return room.sendsRetryAfter ? { 'retry-after': String(room.retryAfterSeconds) } : {};
}
