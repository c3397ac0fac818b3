import { request as undiciRequest, type Dispatcher, type FormData } from 'undici';
import { Deadline } from '../../clock/deadline.js';
import type { LeverOutage } from '../../sdk/lever/index.js';
import type { LeverAnswer } from './lever-request.js';

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  readonly signal?: AbortSignal;
}

/** No usable answer. `sent` false proves that not one byte of the request was written. */
export class ExchangeFailure extends Error {
  constructor(
    readonly outage: LeverOutage | 'answer-unreadable', readonly sent: boolean, readonly status: number | null, cause: unknown,
  ) {
    super(`HTTP exchange failed: ${outage}`, { cause });
  }
}

class AnswerTooLarge extends Error {}

export interface HttpExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** One HTTP request and its whole answer, bounded in time and size; follows nothing, retries nothing. */
export class HttpExchange {
  constructor(private readonly options: HttpExchangeOptions) {}

  async run(call: HttpCall): Promise<LeverAnswer> {
    const deadline = new Deadline(this.options.timeoutMs, call.signal);
    const progress = { sent: false, status: null as number | null };
    try {
      const { signal } = deadline;
      const asked = undiciRequest(call.url, {
        method: call.method, headers: call.headers, body: call.body, signal,
        dispatcher: this.options.dispatcher.compose(noticeStart(() => { progress.sent = true; })),
      });
      // undici heeds the signal of a request that still waits for its connection only once that is there.
      const response = await Promise.race([asked, abortOf(signal)]);
      progress.status = response.statusCode;
      return { status: response.statusCode, headers: singleHeaders(response.headers), body: await this.wholeBody(response) };
    } catch (error) {
      const outage = outageOf(error, progress.sent, { isLate: deadline.isLate, caller: call.signal });
      throw new ExchangeFailure(outage, progress.sent, progress.status, error);
    } finally {
      deadline.end();
    }
  }

  private async wholeBody(response: Dispatcher.ResponseData): Promise<Buffer> {
    const limit = this.options.maxAnswerBytes;
    const chunks: Buffer[] = [];
    let size = 0;
    // Leaving the loop early destroys the stream and with it the connection.
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > limit) throw new AnswerTooLarge(`more than ${limit} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** undici announces the start of a request right before it writes the first byte to an open connection. */
function noticeStart(started: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => dispatch(options, {
    onRequestStart: (controller, context) => {
      started();
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (controller, status, headers, socket) => handler.onRequestUpgrade?.(controller, status, headers, socket),
    onResponseStart: (controller, status, headers, message) => handler.onResponseStart?.(controller, status, headers, message),
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
  });
}

function outageOf(
  error: unknown, sent: boolean, by: { isLate: boolean; caller: AbortSignal | undefined },
): LeverOutage | 'answer-unreadable' {
  if (error instanceof AnswerTooLarge) return 'answer-unreadable';
  if (by.caller?.aborted) return 'cancelled';
  if (by.isLate) return 'timed-out';
  return sent ? 'connection-lost' : 'connect-failed';
}

function singleHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value[0] ?? '' : value]]));
}
