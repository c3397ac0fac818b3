import { performance } from 'node:perf_hooks';

export interface RateRule {
  readonly capacity: number;
  readonly refillPerSecond: number;
  /** Adds a Retry-After header to 429 answers; the real service sends none. */
  readonly retryAfter?: boolean;
}

export interface RateReport {
  readonly credential: string;
  readonly accepted: number;
  readonly rejected: number;
  /** Lowest level a bucket reached that counts every request, refused ones too; below 0 the caller broke the limit. */
  readonly lowestLevel: number;
  /** Monotonic milliseconds of every request counted, the latest kept. */
  readonly times: number[];
}

interface Bucket {
  level: number;
  strictLevel: number;
  lowestLevel: number;
  touchedAt: number;
  accepted: number;
  rejected: number;
  times: number[];
}

const keptTimes = 200_000;

/** One token bucket per credential, on real time. */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly rule: RateRule | 'off') {}

  get sendsRetryAfter(): boolean {
    return this.rule !== 'off' && this.rule.retryAfter === true;
  }

  /** Counts the request; false when it exceeds the limit. */
  allows(credential: string): boolean {
    const now = performance.now();
    const bucket = this.bucketOf(credential, now);
    this.refill(bucket, now);
    if (bucket.times.length < keptTimes) bucket.times.push(now);
    bucket.strictLevel -= 1;
    bucket.lowestLevel = Math.min(bucket.lowestLevel, bucket.strictLevel);
    if (this.rule !== 'off' && bucket.level < 1) {
      bucket.rejected += 1;
      return false;
    }
    bucket.level -= 1;
    bucket.accepted += 1;
    return true;
  }

  report(): RateReport[] {
    return [...this.buckets].map(([credential, bucket]) => ({
      credential, accepted: bucket.accepted, rejected: bucket.rejected, lowestLevel: bucket.lowestLevel, times: bucket.times,
    }));
  }

  reset(): void {
    this.buckets.clear();
  }

  private refill(bucket: Bucket, now: number): void {
    const { capacity, refillPerSecond } = this.rule === 'off' ? defaultRate : this.rule;
    const gained = ((now - bucket.touchedAt) / 1000) * refillPerSecond;
    bucket.level = Math.min(capacity, bucket.level + gained);
    bucket.strictLevel = Math.min(capacity, bucket.strictLevel + gained);
    bucket.touchedAt = now;
  }

  private bucketOf(credential: string, now: number): Bucket {
    const known = this.buckets.get(credential);
    if (known !== undefined) return known;
    const { capacity } = this.rule === 'off' ? defaultRate : this.rule;
    const created: Bucket = {
      level: capacity, strictLevel: capacity, lowestLevel: capacity, touchedAt: now, accepted: 0, rejected: 0, times: [],
    };
    this.buckets.set(credential, created);
    return created;
  }
}

export const defaultRate: RateRule = { capacity: 20, refillPerSecond: 10 };
