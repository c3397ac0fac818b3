import { circuitBreaker, ConsecutiveBreaker, handleWhen, type CircuitBreakerPolicy } from 'cockatiel';
import { isOutage } from './retry-rules.js';

export interface CircuitRules {
  /** Failures in a row, over all operations of the credential, that open it. */
  readonly failures: number;
  readonly halfOpenAfterMs: number;
}

const DEFAULT_RULES: CircuitRules = { failures: 10, halfOpenAfterMs: 10_000 };

/** Opens after outages in a row; refusals do not count. Share one over all transports of a connection (D26). */
export function leverCircuit(rules: CircuitRules = DEFAULT_RULES): CircuitBreakerPolicy {
  return circuitBreaker(handleWhen(isOutage), { halfOpenAfter: rules.halfOpenAfterMs, breaker: new ConsecutiveBreaker(rules.failures) });
}
