import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
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

  it.each([
    ['30 2 * * *', 'Europe/Stockholm'], ['0 */6 * * *', 'America/New_York'], ['15 1 29 2 *', 'UTC'], ['0 0 31 * *', 'Australia/Lord_Howe'], ['*/15 2-3 * * 0', 'Europe/Stockholm'],
  ])('R17 records each due time of %s in %s once over ten years of outages and a stepped clock', (cron, zone) => {
    const random = fc.sample(fc.integer({ min: 0, max: 1_000_000 }), { seed: 17, numRuns: 40_000 });
    const end = at('2036-01-01T00:00:00Z');
    const expected = new Set<number>();
    for (let due = nextDue(cron, zone, at('2026-01-01T00:00:00Z')); due <= end; due = nextDue(cron, zone, due)) expected.add(due);
    const recorded: number[] = [];
    let next = nextDue(cron, zone, at('2026-01-01T00:00:00Z'));
    for (let now = at('2026-01-01T00:00:00Z'), tick = 0; now <= end; tick += 1) {
      const draw = random[tick % random.length] ?? 0;
      // Mostly hours between ticks, sometimes an outage of days, sometimes a clock that was set back by up to an hour.
      now += draw % 50 === 0 ? (draw % 72) * 3_600_000 : draw % 7 === 0 ? -(draw % 3_600_000) : 1_000 + (draw % 6) * 3_600_000;
      const plan = planDue({ cron, zone, nextDue: next, overlap: 'buffer-one', catchUp: 'collapse' }, Math.min(now, end), draw % 3);
      recorded.push(...plan.runs.map((run) => run.due));
      next = plan.next;
    }
    expect(recorded.length).toBe(new Set(recorded).size);
    expect(recorded).toEqual([...expected].filter((due) => due < next));
    expect(expected.size - recorded.length).toBeLessThanOrEqual(1);
  });
});
