import { Injectable } from '@nestjs/common';
import { monotonicNow } from '../../clock/system-clock.js';
import { Database } from '../../database/database.js';
import { errorFacts } from '../log/error-facts.js';

export interface HealthCheck {
  /** One word, e.g. `bell`. */
  readonly name: string;
  /** Throws, or takes too long, when the part is not ready. */
  check(): Promise<unknown>;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly durationMs: number;
  readonly reason: string | null;
}

export const CHECK_TIMEOUT_MS = 2_000;

/** What must work before this process may get requests; every part adds its own check at start. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();

  constructor(database: Database) {
    this.add({ name: 'database', check: () => database.asRunner().execute('select 1') });
  }

  add(check: HealthCheck): void {
    this.checks.set(check.name, check);
  }

  run(): Promise<CheckResult[]> {
    return Promise.all([...this.checks.values()].map(runOne));
  }
}

async function runOne(part: HealthCheck): Promise<CheckResult> {
  const { name } = part;
  const started = monotonicNow();
  const expired = new AbortController();
  const timer = setTimeout(() => expired.abort(), CHECK_TIMEOUT_MS);
  const late = new Promise<never>((_, reject) => {
    expired.signal.addEventListener('abort', () => reject(new RangeError(`no answer within ${CHECK_TIMEOUT_MS} ms`)));
  });
  try {
    await Promise.race([part.check(), late]);
    return { name, ok: true, durationMs: Math.round(monotonicNow() - started), reason: null };
  } catch (error) {
    const { name: kind, code, message } = errorFacts(error);
    const reason = message ?? code ?? kind;
    return { name, ok: false, durationMs: Math.round(monotonicNow() - started), reason };
  } finally {
    clearTimeout(timer);
  }
}
