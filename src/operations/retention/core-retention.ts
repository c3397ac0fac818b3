import { keepFor } from './retention-rules.js';

const YEAR = 365;

/** What the law guide asks of the core's own tables (LG-11): raw deliveries 30 days, messages 12 months. */
export function declareCoreRetention(): void {
  keepFor({ table: 'signal', column: 'received_at', unit: 'datetime', keepDays: 30, where: 'handled_at is not null' });
  keepFor({ table: 'message', column: 'settled_at_ms', unit: 'ms', keepDays: YEAR, where: 'settled_at_ms is not null' });
  keepFor({ table: 'reminder_day', column: 'created_at_ms', unit: 'ms', keepDays: 7 });
  keepFor({ table: 'erasure', column: 'finished_at_ms', unit: 'ms', keepDays: 4 * YEAR, where: `state = 'done'` });
}
