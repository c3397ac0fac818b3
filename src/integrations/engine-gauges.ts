import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Bell } from '../ledger/bell.js';
import { Metrics } from '../operations/metrics/metrics.js';

const STATES = ['planned', 'awaiting_approval', 'ready', 'sending', 'unknown', 'held', 'failed'] as const;

/** Numbers about work that is waiting or needs a person, read at each scrape (G8). */
@Injectable()
export class EngineGauges implements OnModuleInit {
  constructor(private readonly metrics: Metrics, private readonly database: Database, private readonly bell: Bell) {}

  onModuleInit(): void {
    this.metrics.gauge({ name: 'patchbay_bell_healthy', help: '0 while the bell is silent: work then waits up to a second longer.' },
      async (gauge) => gauge.set(this.bell.isHealthy() ? 1 : 0));
    this.metrics.gauge({ name: 'patchbay_lanes', help: 'Lanes with work, due or not yet.' }, async (gauge) => gauge.set(await this.count('from lane where due_at is not null')));
    this.metrics.gauge({ name: 'patchbay_dead_jobs', help: 'Jobs that need a person.' }, async (gauge) => gauge.set(await this.count(`from job where state = 'dead'`)));
    this.metrics.gauge({ name: 'patchbay_dead_signals', help: 'Deliveries that could not be read.' }, async (gauge) => gauge.set(await this.count('from signal where dead')));
    this.metrics.gauge({ name: 'patchbay_open_actions', help: 'Writes that have not come to their end, by state.', labels: ['state'] }, async (gauge) => {
      const rows = await this.database.asRunner().execute<{ state: string; n: number }[]>(
        `select state, count(*)::int as n from action where state not in ('done', 'skipped', 'cancelled') group by state`);
      for (const state of STATES) gauge.set({ state }, rows.find((row) => row.state === state)?.n ?? 0);
    });
  }

  private async count(what: string): Promise<number> {
    const rows = await this.database.asRunner().execute<{ n: number }[]>(`select count(*)::int as n ${what}`);
    return rows[0]?.n ?? 0;
  }
}
