import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '../http/network-address.js';

const FAILURES = 10;
const WINDOW_S = 15 * 60;

/** Wrong keys per network and per key prefix: ten in a quarter of an hour, counted in each process. */
export class AttemptLimits {
  private readonly byNetwork = new RateLimiterMemory({ points: FAILURES, duration: WINDOW_S, keyPrefix: 'network' });
  private readonly byPrefix = new RateLimiterMemory({ points: FAILURES, duration: WINDOW_S, keyPrefix: 'prefix' });

  /** Milliseconds until this network may try again; 0 when it may now. */
  waitOf(address: string): Promise<number> {
    return waitFor(this.byNetwork, networkOf(address));
  }

  /** Counts a wrong key; answers the milliseconds to wait when the limit was reached before it, else 0. */
  async failed(address: string, prefix: string | null): Promise<number> {
    const network = networkOf(address);
    const waits = [await waitFor(this.byNetwork, network), prefix === null ? 0 : await waitFor(this.byPrefix, prefix)];
    await this.byNetwork.penalty(network, 1);
    if (prefix !== null) await this.byPrefix.penalty(prefix, 1);
    return Math.max(...waits);
  }
}

async function waitFor(limiter: RateLimiterMemory, name: string): Promise<number> {
  const state = await limiter.get(name);
  return state !== null && state.consumedPoints >= FAILURES ? state.msBeforeNext : 0;
}
