import { performance } from 'node:perf_hooks';

export interface RateRule {
  readonly limit: number;
  readonly windowMs: number;
  /** Whether a refusal says when to come again. */
  readonly sendsRetryAfter: boolean;
}

export interface Room {
  readonly isAllowed: boolean;
  readonly remaining: number;
  readonly retryAfterSeconds: number;
  readonly sendsRetryAfter: boolean;
}

interface Window {
  times: number[];
  accepted: number;
  rejected: number;
  peak: number;
}

/** So many requests within a moving window of real time, for each grant. */
export class RateWindow {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly rule: () => RateRule) {}

  take(credential: string): Room {
    const { limit, windowMs, sendsRetryAfter } = this.rule();
    const now = performance.now();
    const window = this.windows.get(credential) ?? { times: [], accepted: 0, rejected: 0, peak: 0 };
    this.windows.set(credential, window);
    const first = window.times.findIndex((time) => time > now - windowMs);
    window.times.splice(0, first === -1 ? window.times.length : first);
    const retryAfterSeconds = Math.max(1, Math.ceil(((window.times[0] ?? now) + windowMs - now) / 1000));
    if (window.times.length >= limit) {
      window.rejected += 1;
      return { isAllowed: false, remaining: 0, retryAfterSeconds, sendsRetryAfter };
    }
    window.times.push(now);
    window.accepted += 1;
    window.peak = Math.max(window.peak, window.times.length);
    return { isAllowed: true, remaining: limit - window.times.length, retryAfterSeconds, sendsRetryAfter };
  }

  /** `peak`: most requests ever accepted within one window. */
  report(): { credential: string; accepted: number; rejected: number; peak: number }[] {
    return [...this.windows].map(([credential, { accepted, rejected, peak }]) => ({ credential, accepted, rejected, peak }));
  }

  clear(): void {
    this.windows.clear();
  }
}
