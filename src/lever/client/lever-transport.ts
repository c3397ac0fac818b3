import { CredentialRefused, PatchbayError } from '../../sdk/errors.js';
import type { Query } from '../../sdk/lever/index.js';
import { errorFor, LeverUnexpectedAnswer, networkError, type Effect } from './lever-errors.js';

export interface TransportOptions {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  /** Value of the Authorization header, fresh for each try. */
  readonly authorize: () => Promise<string>;
  /** After a 401: whether another credential is worth one more try. */
  readonly afterRefusal: (refused: string) => Promise<'retry' | 'fail'>;
  /** Waits for a permit; throws when the caller was switched off or may not use the operation. */
  readonly permit: (operation: string) => Promise<void>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onCall?: (call: { operation: string; status: number | null; ms: number }) => void;
  readonly elapsed: () => number;
}

export interface LeverRequest {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly json?: unknown;
  /** `read` changes nothing, `set` may be repeated, `append` must never be sent twice blindly. */
  readonly effect: Effect;
}

const MAX_BYTES = 32 * 1024 * 1024;

/** One HTTP call to Lever: permit, credential, time-out, error mapping. Retrying is the caller's: work is durable. */
export class LeverTransport {
  constructor(private readonly options: TransportOptions) {}

  /** The parsed body of a 2xx, null for an empty one. */
  async json(request: LeverRequest): Promise<unknown> {
    const response = await this.send(request);
    const text = await bounded(response, request.effect);
    if (text.length === 0) return null;
    try {
      return JSON.parse(text.toString('utf8'));
    } catch (error) {
      if (request.effect === 'append') throw networkError(error, 'append');
      throw new LeverUnexpectedAnswer('not JSON');
    }
  }

  async bytes(request: LeverRequest): Promise<Buffer> {
    return bounded(await this.send(request), request.effect);
  }

  private async send(request: LeverRequest): Promise<Response> {
    const authorization = await this.options.authorize();
    const response = await this.once(request, authorization);
    if (response.status === 401 && await this.options.afterRefusal(authorization) === 'retry') {
      await response.body?.cancel();
      return this.accepted(request, await this.once(request, await this.options.authorize()));
    }
    return this.accepted(request, response);
  }

  private async accepted(request: LeverRequest, response: Response): Promise<Response> {
    if (response.ok) return response;
    const text = await bounded(response, 'read').catch(() => Buffer.alloc(0));
    throw errorFor(response.status, parsed(text), request.operation, request.effect, response.headers.get('retry-after'));
  }

  private async once(request: LeverRequest, authorization: string): Promise<Response> {
    await this.options.permit(request.operation);
    const started = this.options.elapsed();
    let status: number | null = null;
    try {
      const response = await fetch(this.url(request), {
        method: request.method, redirect: 'error',
        headers: { authorization, accept: 'application/json', ...(request.json !== undefined && { 'content-type': 'application/json' }) },
        signal: this.signal(), ...(request.json !== undefined && { body: JSON.stringify(request.json) }),
      });
      status = response.status;
      return response;
    } catch (error) {
      if (error instanceof CredentialRefused || error instanceof PatchbayError) throw error;
      throw networkError(error, request.effect);
    } finally {
      this.options.onCall?.({ operation: request.operation, status, ms: this.options.elapsed() - started });
    }
  }

  private signal(): AbortSignal {
    const time = AbortSignal.timeout(this.options.timeoutMs);
    return this.options.signal ? AbortSignal.any([this.options.signal, time]) : time;
  }

  private url(request: LeverRequest): string {
    const url = new URL(`${this.options.baseUrl}${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
    }
    return url.toString();
  }
}

async function bounded(response: Response, effect: Effect): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_BYTES) throw new LeverUnexpectedAnswer('a body over 32 MB');
      chunks.push(chunk);
    }
  } catch (error) {
    throw networkError(error, effect);
  }
  return Buffer.concat(chunks);
}

function parsed(text: Buffer): unknown {
  try { return JSON.parse(text.toString('utf8')); } catch { return null; }
}
