import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleWhen, handleType, retry, wrap, type IPolicy } from 'cockatiel';
import { assertOutsideTransaction, type Database } from '../database/database.js';
import type { ConnectionStore } from '../connections/connection-store.js';
import { CredentialRefused, OutcomeUnknown, OutsideError, PatchbayError, SwitchedOff } from '../sdk/errors.js';
import type { VendorAnswer, VendorHttp, VendorRequest } from '../sdk/vendor-http.js';
import { VendorAccess, type VendorCaller } from './vendor-access.js';

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Answers a plugin wants to see rather than an exception. */
const PASSED_ON = new Set([404, 409, 422]);
const ALLOWED = { 'work': ['enabled'], 'set-up': ['draft', 'enabled', 'paused', 'disabled', 'revoked'], 'clean-up': ['enabled', 'disabling', 'paused'] } as const;

/** Vendor calls over HTTP with the installation's credential, a breaker per connection, and the off switch before each try. */
export class HttpVendorAccess extends VendorAccess {
  private readonly breakers = new Map<string, IPolicy>();

  constructor(
    private readonly database: Database, private readonly store: ConnectionStore,
    private readonly vendors: Readonly<Record<string, { readonly baseUrl: string }>>,
  ) { super(); }

  open(caller: VendorCaller): VendorHttp {
    return { request: (request) => this.request(caller, request) };
  }

  private async request(caller: VendorCaller, request: VendorRequest): Promise<VendorAnswer> {
    assertOutsideTransaction();
    const { vendor, key } = caller.provider.manifest;
    const base = vendor && this.vendors[vendor.system]?.baseUrl;
    if (!vendor || !base) throw new OutsideError('vendor-not-configured', `The address of ${key}'s vendor is not configured.`, { retryable: false, status: 409 });
    const policy = request.repeatable === true || request.method === 'GET' ? wrap(quickRetry, this.breaker(caller)) : this.breaker(caller);
    try {
      return await policy.execute(async () => {
        const headers = vendor.authorize(await this.credential(caller));
        await this.assertOn(caller);
        return call(`${base}${request.path}`, request, headers, caller.signal);
      });
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new OutsideError('vendor-down', `${key}'s vendor has failed repeatedly; calls are held back for a moment.`, { retryAfterMs: 10_000 });
    }
  }

  private async credential(caller: VendorCaller): Promise<string> {
    const em = this.database.forTenant(caller.view.tenantId);
    const row = caller.connectionId ? await this.store.byId(em, caller.connectionId) : null;
    const secret = row?.state === 'active' ? await this.store.open(em, row) : null;
    if (secret?.kind !== 'api_key') throw new CredentialRefused('vendor', 'The vendor is not connected.');
    return secret.key;
  }

  private async assertOn(caller: VendorCaller): Promise<void> {
    const rows = await this.database.forTenant(caller.view.tenantId).execute<{ state: string; epoch: number }[]>(
      'select state, epoch from installation where id = ?', [caller.view.id]);
    const now = rows[0];
    if (!now || now.epoch !== caller.view.epoch || !(ALLOWED[caller.during] as readonly string[]).includes(now.state)) throw new SwitchedOff();
  }

  private breaker(caller: VendorCaller): IPolicy {
    const id = caller.connectionId ?? caller.view.id;
    const known = this.breakers.get(id);
    if (known) return known;
    const made = circuitBreaker(handleWhen((error) => error instanceof OutsideError && error.retryable), {
      halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(8) });
    this.breakers.set(id, made);
    return made;
  }
}

const quickRetry = retry(handleType(OutsideError, (error) => error.retryable && error.retryAfterMs === undefined), {
  maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
});

async function call(address: string, request: VendorRequest, auth: Readonly<Record<string, string>>, signal: AbortSignal): Promise<VendorAnswer> {
  const url = new URL(address);
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
  const repeatable = request.repeatable === true || request.method === 'GET';
  try {
    const response = await fetch(url, {
      method: request.method, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS)]),
      headers: { accept: 'application/json', ...(request.json !== undefined && { 'content-type': 'application/json' }), ...request.headers, ...auth },
      ...bodyOf(request),
    });
    return answerFrom(response, await bounded(response), repeatable);
  } catch (error) {
    throw networkFailure(error, repeatable);
  }
}

function bodyOf(request: VendorRequest): { body?: string | URLSearchParams } {
  if (request.json !== undefined) return { body: JSON.stringify(request.json) };
  return request.form ? { body: new URLSearchParams(request.form) } : {};
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new OutsideError('vendor-answer-too-large', 'The vendor answered with more than 8 MB.', { retryable: false });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerFrom(response: Response, text: string, repeatable: boolean): VendorAnswer {
  const { status } = response;
  if (status === 401 || status === 403) throw new CredentialRefused('vendor', 'The vendor refused the credential.');
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after'));
    throw new OutsideError('vendor-throttled', 'The vendor asks to slow down.', Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {});
  }
  if (status >= 500) {
    throw repeatable ? new OutsideError('vendor-unavailable', `The vendor failed with status ${status}.`) : new OutcomeUnknown(`The vendor failed with status ${status}.`);
  }
  if (!response.ok && !PASSED_ON.has(status)) throw new OutsideError('vendor-refused', `The vendor refused the request with status ${status}.`, { retryable: false });
  return { status, headers: Object.fromEntries(response.headers), body: parsed(text) };
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
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
