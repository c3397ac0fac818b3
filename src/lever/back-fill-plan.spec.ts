import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FIRST_WIDTH_MS, nextWindow, planFrom, stored, widthAfter, type Window } from './back-fill-plan.js';

const NOW = 1_800_000_000_000;

function windows(rowsOf: (window: Window) => number): Window[] {
  const made: Window[] = [];
  let width = FIRST_WIDTH_MS;
  for (let window = nextWindow(null, NOW, width); window !== null; window = nextWindow(window.from, NOW, width)) {
    made.push(window);
    width = widthAfter((window.to ?? NOW) - window.from, rowsOf(window));
  }
  return made;
}

describe('the windows of a first reading', () => {
  it('hold every instant once, from the open end back to the beginning of time, however people came', () => {
    const instant = fc.integer({ min: 0, max: NOW + 1_000 });
    fc.assert(fc.property(fc.array(fc.tuple(instant, fc.integer({ min: 1, max: 20_000 })), { maxLength: 20 }), (crowds) => {
      const made = windows(({ from, to }) => crowds.reduce((sum, [at, people]) => (at >= from && (to === null || at < to) ? sum + people : sum), 0));
      expect(made[0]?.to).toBeNull();
      expect(made.at(-1)?.from).toBe(0);
      for (const [n, window] of made.entries()) if (n > 0) expect(window.to).toBe(made[n - 1]?.from);
    }), { numRuns: 200 });
  });

  it('an account nobody applied to in years costs a handful', () => {
    expect(windows(() => 0).length).toBeLessThan(6);
  });

  it('even out at the rows wanted where people come evenly', () => {
    const perDay = 100;
    const sizes = windows((window) => (NOW - window.from > 3 * 365 * 86_400_000 ? 0 : perDay * ((window.to ?? NOW) - window.from) / 86_400_000));
    expect((NOW - (sizes[5]?.from ?? 0)) / 86_400_000).toBeLessThan(100);
    expect(((sizes[4]?.to ?? 0) - (sizes[4]?.from ?? 0)) / 86_400_000).toBe(15);
  });

  it('come back as they were stored', () => {
    const plan = { before: 5_000, open: [{ from: 5_000, to: 9_000, offset: 'next' }, { from: 9_000, to: null, offset: null }] };
    expect(planFrom(stored(plan))).toEqual(plan);
  });

  it('begin anew where an earlier version left its one cursor', () => {
    expect(planFrom('%5B1%2C1760000000000%2C%22x%22%5D')).toBeNull();
    expect(planFrom(null)).toBeNull();
  });
});
