import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { isStoreGone } from '../database/store-gone.js';
import { PatchbayError, type FieldProblem } from '../sdk/errors.js';

/** RFC 9457, with the project's own `code`, `requestId` and `errors`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors: readonly FieldProblem[];
}

export interface Description {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterMs?: number | undefined;
}

/** The framework's own refusals. Its messages may quote the request, so they are not passed on. */
const KNOWN: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['bad-request', 'The request cannot be read.'],
  401: ['unauthenticated', 'Send a valid key or token as `Authorization: Bearer …`.'],
  403: ['forbidden', 'This credential may not do that.'],
  404: ['not-found', 'There is nothing at this address.'],
  405: ['method-not-allowed', 'This address does not know the method.'],
  406: ['not-acceptable', 'The answer cannot be given in the form asked for.'],
  408: ['request-timeout', 'The request took too long to arrive.'],
  409: ['conflict', 'This conflicts with what is there.'],
  413: ['body-too-large', 'The body is larger than 1 MB.'],
  414: ['address-too-long', 'The address is too long.'],
  415: ['unsupported-media-type', 'Send the body as application/json.'],
  422: ['invalid-input', 'Some fields cannot be used as given.'],
  429: ['too-many-requests', 'Too many requests: wait before the next one.'],
  431: ['headers-too-large', 'The headers are too large.'],
  503: ['unavailable', 'Not available right now: try again.'],
};
const RETRY_SOON_MS = 1_000;

/** What PostgreSQL refused although nothing of ours did: data exceptions, races on a unique value. */
function describeSqlState(state: string): Description | null {
  if (state === '23505') return { ...known(409), code: 'conflict', detail: 'Something with the same value exists already.' };
  if (state.startsWith('22')) return { ...known(422), detail: 'A value is outside what can be stored.' };
  return null;
}

function known(status: number): Description {
  const [code, detail] = KNOWN[status] ?? (status >= 400 && status < 500 ? KNOWN[400]! : ['internal', 'Something went wrong on our side.']);
  return { status, code, detail, fields: [] };
}

function httpStatusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

const ARGUMENT = /^Validation failed \([\w .]{1,60}\)$/;

/** What a caller is told about an error. Unknown ones become a 500 that says nothing of their cause. */
export function describeError(error: unknown): Description {
  if (error instanceof PatchbayError) {
    const { status, code, fault, retryAfterMs } = error;
    const isSecret = fault === 'ours' && status !== 503;
    return isSecret ? known(500) : { status, code, detail: error.message, fields: error.fields, retryAfterMs };
  }
  const status = httpStatusOf(error);
  if (status !== null) {
    const detail = status === 400 && error instanceof HttpException && ARGUMENT.test(error.message) ? `${error.message}.` : known(status).detail;
    return { ...known(status), detail };
  }
  if (isStoreGone(error)) return { ...known(503), retryAfterMs: RETRY_SOON_MS };
  const state = (error as { code?: unknown } | null)?.code;
  return (typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state) && describeSqlState(state)) || known(500);
}

export function problemOf(description: Description, request: { readonly id: string; readonly path: string }): Problem {
  const { status, code, detail, fields } = description;
  return {
    type: `urn:patchbay:problem:${code}`, title: titleOf(code, status), status, detail,
    instance: request.path, code, requestId: request.id, errors: fields,
  };
}

function titleOf(code: string, status: number): string {
  const words = code.replaceAll('-', ' ');
  return words === 'internal' ? STATUS_CODES[status] ?? 'Error' : words.charAt(0).toUpperCase() + words.slice(1);
}
