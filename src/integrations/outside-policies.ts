import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleWhen, handleType, retry, wrap, type IPolicy } from 'cockatiel';
import { OutsideError } from '../sdk/errors.js';
import { THROTTLED } from './outside-call.js';

const quickRetry = retry(handleType(OutsideError, (error) => error.retryable && error.retryAfterMs === undefined), {
  maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
});

/** Quick retries of repeatable calls, and one breaker per connection. */
export class OutsidePolicies {
  private readonly breakers = new Map<string, IPolicy>();

  /** `name` is told when the breaker is open. */
  async run<T>(connectionId: string, call: { readonly isRepeatable: boolean; readonly name: string }, work: () => Promise<T>): Promise<T> {
    const breaker = this.breaker(connectionId);
    try {
      return await (call.isRepeatable ? wrap(quickRetry, breaker) : breaker).execute(work);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new OutsideError('vendor-down', `${call.name} has failed repeatedly; calls are held back for a moment.`, { retryAfterMs: 10_000 });
    }
  }

  private breaker(id: string): IPolicy {
    const known = this.breakers.get(id);
    if (known) return known;
    // Being asked to slow down, or to sign in again, is no failure of the other side.
    const isFailure = (error: Error) => error instanceof OutsideError && error.retryable && error.retryAfterMs === undefined && error.code !== THROTTLED;
    const made = circuitBreaker(handleWhen(isFailure), {
      halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(8) });
    this.breakers.set(id, made);
    return made;
  }
}
