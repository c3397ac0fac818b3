import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditSequencer } from '../audit/audit-sequencer.js';
import { Database } from '../database/database.js';
import { MESSAGE_STATES, type MessageState } from '../messaging/message-state.js';
import { Metrics } from './metrics/metrics.js';

const MS_PER_SECOND = 1_000;

/** Numbers about the core's own ledgers, read from the database at each scrape. */
@Injectable()
export class CoreGauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
    private readonly sequencer: AuditSequencer,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge({
      name: 'patchbay_audit_oldest_unsealed_seconds', help: 'Age of the oldest audit entry outside its chain; above 10 is an alarm.',
    }, async (gauge) => gauge.set((await this.sequencer.oldestUnsealedMs()) / MS_PER_SECOND));
    this.metrics.gauge({ name: 'patchbay_messages', help: 'Messages by state.', labels: ['state'] }, async (gauge) => {
      const counts = await this.database.asRunner().execute<{ state: MessageState; count: string }[]>(
        'select state, count(*) as count from message group by state');
      for (const state of MESSAGE_STATES) gauge.set({ state }, Number(counts.find((row) => row.state === state)?.count ?? 0));
    });
    this.metrics.gauge({ name: 'patchbay_erasures_running', help: 'Erasures that have not come to their end.' }, async (gauge) => {
      const rows = await this.database.asRunner().execute<{ count: string }[]>(`select count(*) as count from erasure where state = 'running'`);
      gauge.set(Number(rows[0]?.count ?? 0));
    });
  }
}
