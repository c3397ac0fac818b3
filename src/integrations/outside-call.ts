import { Deadline } from '../clock/deadline.js';
import { OutcomeUnknown, OutsideError, PatchbayError } from '../sdk/errors.js';
import type { AccountRequest, MultipartPart } from '../sdk/outside-account.js';
import type { VendorAnswer } from '../sdk/vendor-http.js';

/** Asked to slow down, with or without a word about how long. */
export const THROTTLED = 'vendor-throttled';
const TIMEOUT_MS = 15_000;
const MEGABYTE = 1024 * 1024;
const MAX_BYTES = { json: 8 * MEGABYTE, bytes: 32 * MEGABYTE };
/** Answers a plugin wants to see rather than an exception. */
const PASSED_ON = [404, 409, 422];

export interface RawAnswer { readonly status: number; readonly headers: Headers; readonly bytes: Buffer }

/** One call over HTTP; throws when it got no answer. `auth` wins over the request's own headers. */
export async function exchange(
  address: string, request: AccountRequest, call: { readonly auth: Readonly<Record<string, string>>; readonly signal: AbortSignal; readonly redirect: 'error' | 'manual' },
): Promise<RawAnswer> {
  const url = new URL(address);
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
  const deadline = new Deadline(request.timeoutMs ?? TIMEOUT_MS, call.signal);
  try {
    const response = await fetch(url, {
      method: request.method, redirect: call.redirect, signal: deadline.signal,
      headers: { accept: 'application/json', ...(request.json !== undefined && { 'content-type': 'application/json' }), ...request.headers, ...call.auth },
      ...bodyOf(request),
    });
    return { status: response.status, headers: response.headers, bytes: await bounded(response, MAX_BYTES[request.expect ?? 'json']) };
  } catch (error) {
    throw networkFailure(error, isRepeatable(request));
  } finally {
    deadline.end();
  }
}

/** What an answer means; 401 and the like are judged by the caller before. */
export function judgeAnswer({ status, headers, bytes }: RawAnswer, request: AccountRequest): VendorAnswer {
  const isPassedOn = (request.passOn ?? []).includes(status);
  if (status === 429 && !isPassedOn) {
    const seconds = Number(headers.get('retry-after'));
    throw new OutsideError(THROTTLED, 'The vendor asks to slow down.', Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {});
  }
  if (status >= 500 && !isPassedOn) {
    const message = `The vendor failed with status ${status}.`;
    throw isRepeatable(request) ? new OutsideError('vendor-unavailable', message) : new OutcomeUnknown(message);
  }
  if ((status < 200 || status >= 300) && !isPassedOn && !PASSED_ON.includes(status)) {
    throw new OutsideError('vendor-refused', `The vendor refused the request with status ${status}.`, { retryable: false });
  }
  return { status, headers: Object.fromEntries(headers), body: request.expect === 'bytes' && status < 300 ? new Uint8Array(bytes) : parsed(bytes.toString('utf8'), status) };
}

export function isRepeatable(request: AccountRequest): boolean {
  return request.repeatable === true || request.method === 'GET';
}

function bodyOf(request: AccountRequest): { body?: string | URLSearchParams | FormData } {
  if (request.multipart) return { body: formOf(request.multipart) };
  if (request.json !== undefined) return { body: JSON.stringify(request.json) };
  return request.form ? { body: new URLSearchParams(request.form) } : {};
}

function formOf(parts: readonly MultipartPart[]): FormData {
  const form = new FormData();
  for (const part of parts) {
    if ('value' in part) form.append(part.name, part.value);
    else form.append(part.name, new Blob([new Uint8Array(part.content)], { type: part.contentType }), part.fileName);
  }
  return form;
}

async function bounded(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new OutsideError('vendor-answer-too-large', `The vendor answered with more than ${maxBytes / MEGABYTE} MB.`, { retryable: false });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parsed(text: string, status: number): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    if (status >= 300) return null;
    throw new OutsideError('vendor-unexpected-answer', 'The vendor answered with something that is no JSON.');
  }
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function networkFailure(error: unknown, repeatable: boolean): PatchbayError {
  if (error instanceof PatchbayError) return error;
  let code: unknown = null;
  for (let at: unknown = error; at instanceof Error; at = at.cause) if ('code' in at && at.code) code = at.code;
  if (repeatable || (typeof code === 'string' && NEVER_SENT.has(code))) return new OutsideError('vendor-unreachable', 'The vendor could not be reached.', { cause: error });
  return new OutcomeUnknown('The connection to the vendor broke before its answer.', { cause: error });
}
