import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CallerError } from '../sdk/errors.js';
import { networkOf } from './network-address.js';

const PER_MINUTE = 600;
const MINUTE_S = 60;

/** Webhooks are checked by signature, health and metrics are asked by machines of ours. */
const UNCOUNTED = /^\/(?:hooks|health|metrics)(?:[/?]|$)/;

export function isCounted(url: string | undefined): boolean {
  return !UNCOUNTED.test(url ?? '/');
}

/** How much one network may ask without a valid credential. Counted in each process. */
@Injectable()
export class AnonymousLimit {
  private readonly limiter = new RateLimiterMemory({ points: PER_MINUTE, duration: MINUTE_S });

  /** Counts one request; throws 429 with the time to wait when it is one too many. */
  async count(address: string): Promise<void> {
    try {
      await this.limiter.consume(networkOf(address));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw tooMany(refusal.msBeforeNext);
    }
  }
}

export function tooMany(retryAfterMs: number): CallerError {
  return new CallerError('too-many-requests', 'Too many requests without a valid credential: wait before the next one.', { status: 429, retryAfterMs });
}
