import {
  LeverBadRequest, LeverForbidden, LeverInvalidOffset, LeverNotFound, LeverNotSent, leverOperation, LeverOutcomeUnknown,
  LeverThrottled, LeverUnauthorized, LeverUnavailable, LeverUnexpectedAnswer, type LeverFailure, type LeverOperation,
} from '../../sdk/lever/index.js';
import type { PatchbayError } from '../../sdk/errors.js';
import type { ExchangeFailure } from './http-exchange.js';
import type { LeverAnswer } from './lever-request.js';

const MESSAGE_LIMIT = 500;

/** The error that a refusing answer stands for. */
export function refusalOf(operation: LeverOperation, answer: LeverAnswer): PatchbayError {
  const failure = failureOf(operation, answer);
  const { permission, scope } = leverOperation(operation);
  switch (answer.status) {
    case 401: return new LeverUnauthorized(failure);
    case 403: return new LeverForbidden(failure, permission, scope);
    case 404: return new LeverNotFound(failure);
    case 429: return new LeverThrottled(failure, retryAfterMs(answer));
    case 408: return serverTrouble(operation, failure, answer);
    default:
  }
  if (answer.status >= 500) return serverTrouble(operation, failure, answer);
  if (answer.status >= 400) return badRequest(failure);
  return unexpected(operation, `status ${answer.status}`, answer);
}

/** A 5xx may come after the work was done: for a write it says nothing about the outcome. */
function serverTrouble(operation: LeverOperation, failure: LeverFailure, answer: LeverAnswer): PatchbayError {
  const options = { retryAfterMs: retryAfterMs(answer) };
  return isWrite(operation) ? new LeverOutcomeUnknown(failure, 'server-error', options) : new LeverUnavailable(failure, 'server-error', options);
}

function badRequest(failure: LeverFailure): LeverBadRequest {
  if (failure.status === 400 && /invalid offset token/i.test(failure.leverMessage ?? '')) return new LeverInvalidOffset(failure);
  const pointer = /(?:^|\s)at (\/[\w./~-]*)\s*$/.exec(failure.leverMessage ?? '')?.[1] ?? null;
  return new LeverBadRequest(failure, pointer);
}

/** The error of an exchange that ended without a usable answer. */
export function outageOf(operation: LeverOperation, failure: ExchangeFailure): PatchbayError {
  const what: LeverFailure = { operation, status: failure.status, leverCode: null, leverMessage: null };
  if (isWrite(operation)) {
    if (!failure.sent && failure.outage !== 'answer-unreadable') return new LeverNotSent(what, failure.outage, { cause: failure });
    return new LeverOutcomeUnknown(what, failure.outage, { cause: failure });
  }
  if (failure.outage === 'answer-unreadable') return new LeverUnexpectedAnswer(what, 'the answer is too large', { cause: failure });
  return new LeverUnavailable(what, failure.outage, { cause: failure });
}

/** A 2xx that cannot be used. Whoever wrote it, a write may have taken effect. */
export function unexpected(operation: LeverOperation, detail: string, answer: LeverAnswer | null): PatchbayError {
  const failure: LeverFailure = { operation, status: answer?.status ?? null, leverCode: null, leverMessage: null };
  const error = new LeverUnexpectedAnswer(failure, detail);
  return isWrite(operation) ? new LeverOutcomeUnknown(failure, 'answer-unreadable', { cause: error }) : error;
}

export function isWrite(operation: LeverOperation): boolean {
  return leverOperation(operation).access === 'write';
}

/** Lever documents no Retry-After; a gateway in front of it may send one, in seconds or as a date. */
export function retryAfterMs(answer: LeverAnswer): number | undefined {
  const value = answer.headers['retry-after'];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const wait = Date.parse(value) - Date.parse(answer.headers.date ?? '');
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function failureOf(operation: LeverOperation, answer: LeverAnswer): LeverFailure {
  const body = refusalBody(answer);
  return { operation, status: answer.status, leverCode: textIn(body, 'code', 80), leverMessage: textIn(body, 'message', MESSAGE_LIMIT) };
}

/** Proxies answer refusals in HTML; their words are not Lever's. */
function refusalBody(answer: LeverAnswer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return null;
  }
}

function textIn(body: unknown, key: string, limit: number): string | null {
  const value: unknown = body !== null && typeof body === 'object' ? (body as Record<string, unknown>)[key] : null;
  return typeof value === 'string' ? value.slice(0, limit) : null;
}
