import { describe, expect, it } from '@jest/globals';
import { nextDue, planDue } from './schedule-plan.js';

const at = (iso: string): number => new Date(iso).getTime();
const quarter = { cron: '*/15 * * * *', zone: 'UTC', nextDue: at('2026-03-01T00:00:00Z'), overlap: 'buffer-one' as const, catchUp: 'collapse' as const };

describe('schedules', () => {
  it('gives every due time a record and runs the last one after an outage', () => {
    const plan = planDue(quarter, at('2026-03-01T01:00:00Z'), 0);
    expect(plan.runs.map((run) => run.outcome)).toEqual(['collapsed', 'collapsed', 'collapsed', 'collapsed', 'run']);
    expect(plan.next).toBe(at('2026-03-01T01:15:00Z'));
  });

  it('runs each missed time when asked to', () => {
    const plan = planDue({ ...quarter, catchUp: { each: 10 } }, at('2026-03-01T00:30:00Z'), 0);
    expect(plan.runs.map((run) => run.outcome)).toEqual(['run', 'run', 'joined']);
  });

  it('never runs beside a run that is still going when overlap is skip', () => {
    expect(planDue({ ...quarter, overlap: 'skip' }, quarter.nextDue, 1).runs).toEqual([{ due: quarter.nextDue, outcome: 'skipped' }]);
  });

  it('runs a local time that summer time skips at the next valid instant, and a doubled one once', () => {
    const spring = nextDue('30 2 * * *', 'Europe/Stockholm', at('2026-03-28T12:00:00Z'));
    expect(new Date(spring).toISOString()).toBe('2026-03-29T01:00:00.000Z');
    const autumn = nextDue('30 2 * * *', 'Europe/Stockholm', at('2026-10-24T12:00:00Z'));
    const after = nextDue('30 2 * * *', 'Europe/Stockholm', autumn);
    expect(after - autumn).toBeGreaterThan(20 * 3_600_000);
  });
});
