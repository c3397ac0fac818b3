import { BrokenCircuitError, ConstantBackoff, handleWhen, retry, type CircuitBreakerPolicy } from 'cockatiel';
import { getGlobalDispatcher } from 'undici';
import { PatchbayError } from '../../sdk/errors.js';
import {
  LeverNotFound, LeverNotSent, leverOperation, LeverOutcomeUnknown, LeverThrottled, LeverUnavailable, type LeverFailure,
} from '../../sdk/lever/index.js';
import { isWrite, outageOf, refusalOf, unexpected } from './answer-errors.js';
import { ExchangeFailure, HttpExchange } from './http-exchange.js';
import { leverCircuit } from './lever-circuit.js';
import type { LeverAnswer, LeverRequest } from './lever-request.js';
import { urlOf } from './lever-url.js';
import { redirectTarget } from './redirect.js';
import { DEFAULT_RETRY, delayMs, isRepeatable, isWorthRetrying, type RetryRules } from './retry-rules.js';
import type { LeverTransportOptions } from './transport-options.js';

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 3;

/** What one call has been through so far. */
interface Course { tries: number; requests: number; waitMs: number; refreshed: boolean; maybeApplied: boolean }

/**
 * Sends calls to one Lever account with one credential: permit, authorisation, time-out, retry, circuit breaker.
 * What it promises about writes: `LeverNotSent`, a refusal or `LeverThrottled` mean no effect; `LeverOutcomeUnknown`
 * means perhaps; an answer means done. A write that adds something is never tried twice here.
 */
export class LeverTransport {
  private readonly exchange: HttpExchange;
  private readonly circuit: CircuitBreakerPolicy;
  private readonly rules: RetryRules;

  constructor(private readonly options: LeverTransportOptions) {
    this.rules = options.retry ?? DEFAULT_RETRY;
    this.circuit = options.circuit ?? leverCircuit();
    this.exchange = new HttpExchange({
      dispatcher: options.dispatcher ?? getGlobalDispatcher(), timeoutMs: options.timeoutMs,
      maxAnswerBytes: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
    });
  }

  /** A 2xx answer, or one of the errors of `sdk/lever/errors.ts`, or what `permit` or `authorize` threw. */
  async send(request: LeverRequest): Promise<LeverAnswer> {
    const course: Course = { tries: 0, requests: 0, waitMs: 0, refreshed: false, maybeApplied: false };
    const more = isRepeatable(request.operation) ? Math.max(1, request.attempts ?? this.rules.attempts) - 1 : 0;
    const worth = handleWhen((error) => isWorthRetrying(error, this.rules));
    const policy = retry(worth, { maxAttempts: more, backoff: new ConstantBackoff(0) });
    try {
      return await policy.execute(() => this.attempt(request, course), request.signal);
    } catch (error) {
      return this.settle(error, request, course);
    }
  }

  private async attempt(request: LeverRequest, course: Course): Promise<LeverAnswer> {
    course.tries += 1;
    // The library decides whether to go on; the wait itself is ours because time is injected.
    if (course.waitMs > 0) await this.pause(course.waitMs, request);
    try {
      return await this.circuit.execute(() => this.request(request, course, urlOf(this.options.baseUrl, request), MAX_REDIRECTS));
    } catch (error) {
      const known = error instanceof BrokenCircuitError ? stopped(request, 'circuit-open', error) : error;
      course.maybeApplied ||= known instanceof LeverOutcomeUnknown;
      course.waitMs = delayMs(known, course.tries, this.options.random(), this.rules);
      throw known;
    }
  }

  private async pause(ms: number, request: LeverRequest): Promise<void> {
    try {
      await this.options.sleep(ms, request.signal);
    } catch (error) {
      throw request.signal?.aborted ? stopped(request, 'cancelled', error) : error;
    }
  }

  private async request(request: LeverRequest, course: Course, url: URL, hops: number): Promise<LeverAnswer> {
    await this.permit(request);
    const authorization = await this.options.authorize();
    const answer = await this.measured(request, course, url, authorization);
    if (answer.status === 401 && !course.refreshed && this.options.onUnauthorized) {
      course.refreshed = true;
      const verdict = await this.options.onUnauthorized({ operation: request.operation, authorization });
      if (verdict === 'retry') return this.request(request, course, url, hops);
    }
    if (answer.status >= 200 && answer.status < 300) return answer;
    const target = isWrite(request.operation) ? null : redirectTarget(answer, url);
    if (target === null) throw refusalOf(request.operation, answer);
    if (hops === 0) throw unexpected(request.operation, 'too many redirects', answer);
    return this.request(request, course, target, hops - 1);
  }

  private async permit(request: LeverRequest): Promise<void> {
    if (request.signal?.aborted) throw stopped(request, 'cancelled', request.signal.reason);
    await this.options.permit({
      priority: request.priority ?? 'fact', operation: request.operation, cost: 1,
      application: request.operation === 'postings.apply', signal: request.signal,
    });
  }

  private async measured(request: LeverRequest, course: Course, url: URL, authorization: string): Promise<LeverAnswer> {
    course.requests += 1;
    const attempt = course.requests;
    const startedMs = this.options.monotonicMs();
    const done = (status: number | null, outcome: string): void => this.options.onCall?.({
      operation: request.operation, method: leverOperation(request.operation).method, status, outcome, attempt,
      durationMs: this.options.monotonicMs() - startedMs,
    });
    try {
      const answer = await this.exchangeOnce(request, url, authorization);
      done(answer.status, answer.status < 300 ? 'ok' : refusalOf(request.operation, answer).code);
      return answer;
    } catch (error) {
      if (!(error instanceof ExchangeFailure)) throw error;
      const known = outageOf(request.operation, error);
      done(error.status, known.code);
      throw known;
    }
  }

  private exchangeOnce(request: LeverRequest, url: URL, authorization: string): Promise<LeverAnswer> {
    const body = request.form ? request.form() : request.json === undefined ? undefined : JSON.stringify(request.json);
    return this.exchange.run({
      method: leverOperation(request.operation).method, url, body, signal: request.signal,
      headers: { authorization, accept: 'application/json', ...(typeof body === 'string' && { 'content-type': 'application/json' }) },
    });
  }

  /** What the caller learns when the last try has failed: the earlier ones count too. */
  private settle(error: unknown, request: LeverRequest, course: Course): LeverAnswer {
    if (!course.maybeApplied || error instanceof LeverOutcomeUnknown) throw error;
    // The lost first answer of a deletion was a yes.
    if (error instanceof LeverNotFound && leverOperation(request.operation).method === 'DELETE') {
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    }
    const saysNothing = !(error instanceof PatchbayError) || error instanceof LeverNotSent || error instanceof LeverThrottled
      || error.code === 'switched-off';
    throw saysNothing ? new LeverOutcomeUnknown(noAnswer(request), 'connection-lost', { cause: error }) : error;
  }
}

function noAnswer(request: LeverRequest): LeverFailure {
  return { operation: request.operation, status: null, leverCode: null, leverMessage: null };
}

function stopped(request: LeverRequest, outage: 'circuit-open' | 'cancelled', cause: unknown): PatchbayError {
  return isWrite(request.operation)
    ? new LeverNotSent(noAnswer(request), outage, { cause }) : new LeverUnavailable(noAnswer(request), outage, { cause });
}
