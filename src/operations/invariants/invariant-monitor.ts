import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CLOCK } from '../../clock/business-clock.js';
import { Database } from '../../database/database.js';
import type { Clock } from '../../sdk/clock.js';
import { Metrics } from '../metrics/metrics.js';
import { checkInvariant, INVARIANTS, type InvariantResult } from './invariants.js';

/** Checks what must always hold: each minute in a worker, and whenever somebody asks. Reads only; may be called any time. */
@Injectable()
export class InvariantMonitor implements OnModuleInit {
  private readonly logger = new Logger('invariants');
  private latest: readonly InvariantResult[] = [];

  constructor(private readonly database: Database, @Inject(CLOCK) private readonly clock: Clock, private readonly metrics: Metrics) {}

  onModuleInit(): void {
    this.metrics.gauge({
      name: 'patchbay_invariant_violations', help: 'Rows that break what must always hold, as of the last check a minute ago at most; above 0 is an alarm.',
      labels: ['invariant'],
    }, async (gauge) => { for (const { name, violations } of this.latest) gauge.set({ invariant: name }, violations); });
  }

  async check(): Promise<readonly InvariantResult[]> {
    const now = this.clock.now();
    const results: InvariantResult[] = [];
    for (const invariant of INVARIANTS) results.push(await this.database.inRunner((em) => checkInvariant(em, invariant, now)));
    this.latest = results;
    for (const { name, violations, examples } of results.filter((one) => one.violations > 0)) {
      this.logger.error({ event: 'invariant.broken', check: name, count: violations, first: examples[0] ?? null });
    }
    return results;
  }
}
