import { CredentialRefused, NeedsPerson, OutcomeUnknown, OutsideError, PatchbayError } from '../../sdk/errors.js';
import { permissionName } from '../permission-name.js';

/** Lever knows no such thing. */
export class LeverNotFound extends OutsideError {
  constructor(message: string) { super('lever-not-found', message, { retryable: false, status: 409 }); }
}

/** Lever refused the request as it was; sending it again changes nothing. */
export class LeverRefused extends OutsideError {
  constructor(message: string) { super('lever-refused', message, { retryable: false }); }
}

/** Lever's answer was not what its documents promise (HTML, an array, a list that never ends). */
export class LeverUnexpectedAnswer extends OutsideError {
  constructor(what: string) { super('lever-unexpected-answer', `Lever answered unexpectedly: ${what}.`); }
}

/** Whether a request whose outcome is open may have taken effect. */
export type Effect = 'read' | 'set' | 'append';

/**
 * Maps an answer that is no 2xx. A 5xx on an append (note, lead) may have taken effect before it failed, so
 * its outcome is unknown; 429 is refused before anything happens. Lever-api 3.5.
 */
export function errorFor(status: number, body: unknown, operation: string, effect: Effect, retryAfter: string | null): PatchbayError {
  const message = bodyMessage(body) ?? `status ${status}`;
  const retryAfterMs = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : undefined;
  if (status === 401) return new CredentialRefused('lever', 'Lever refused the credential.');
  if (status === 403) return new NeedsPerson('lever-permission-missing', `Lever refuses "${permissionName(operation)}".`, `give the credential the permission "${permissionName(operation)}", then retry`);
  if (status === 404) return new LeverNotFound(`Lever: ${message}`);
  if (status === 429) return new OutsideError('lever-throttled', 'Lever asks to slow down.', { retryAfterMs });
  if (status >= 500) {
    return effect === 'append' ? new OutcomeUnknown(`Lever failed with status ${status}.`) : new OutsideError('lever-unavailable', `Lever failed with status ${status}.`, { retryAfterMs });
  }
  return new LeverRefused(`Lever: ${message}`);
}

function bodyMessage(body: unknown): string | null {
  if (body === null || typeof body !== 'object' || !('message' in body)) return null;
  return String(body.message).slice(0, 300);
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']);

/** Maps a failure without any answer: only a connection that was never made proves that nothing was sent. */
export function networkError(error: unknown, effect: Effect): PatchbayError {
  if (error instanceof PatchbayError) return error;
  const code = codeOf(error);
  if (code !== null && NEVER_SENT.has(code)) return new OutsideError('lever-unreachable', 'Lever could not be reached.', { cause: error });
  if (effect === 'read') return new OutsideError('lever-unavailable', 'The connection to Lever broke.', { cause: error });
  return new OutcomeUnknown('The connection to Lever broke before its answer.', { cause: error });
}

function codeOf(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return null;
}
