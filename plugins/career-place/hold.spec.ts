import { describe, expect, it } from '@jest/globals';
import { optOutAt } from './calendar.js';
import { putOnHold, releaseHold, restartWindow, type Holding } from './hold.js';

const HOUR = 3_600_000;
const RUNNING: Holding = { holds: [], pausedAt: null, pausedMs: 0 };

describe('holding a window', () => {
  it('CP-36 lets the remaining hours go on', () => {
    const invitedAt = 1_000 * HOUR;
    const back = releaseHold(putOnHold(RUNNING, 'archived', invitedAt + 100 * HOUR), 'archived', invitedAt + 340 * HOUR);
    expect(back).toEqual({ holds: [], pausedAt: null, pausedMs: 240 * HOUR });
    expect(optOutAt({ invitedAt, pausedMs: back.pausedMs }) - (invitedAt + 340 * HOUR)).toBe(320 * HOUR);
  });

  it('CP-36 CP-37 runs on only when the last cause is gone, and counts the time once', () => {
    const both = putOnHold(putOnHold(RUNNING, 'archived', 10), 'posting-closed', 20);
    const one = releaseHold(both, 'archived', 30);
    expect(one).toEqual({ holds: ['posting-closed'], pausedAt: 10, pausedMs: 0 });
    expect(releaseHold(one, 'posting-closed', 50)).toEqual({ holds: [], pausedAt: null, pausedMs: 40 });
  });

  it('SH-13 changes nothing the second time', () => {
    const held = putOnHold(RUNNING, 'archived', 10);
    expect(putOnHold(held, 'archived', 99)).toBe(held);
    expect(releaseHold(RUNNING, 'archived', 99)).toBe(RUNNING);
  });

  it('CP-26 CP-27 starts a whole new window with a new invitation, held by what holds the person', () => {
    expect(restartWindow({ holds: [], pausedAt: null, pausedMs: 77 }, 500)).toEqual({ holds: [], pausedAt: null, pausedMs: 0 });
    expect(restartWindow({ holds: ['archived'], pausedAt: 400, pausedMs: 77 }, 500)).toEqual({ holds: ['archived'], pausedAt: 500, pausedMs: 0 });
  });
});
