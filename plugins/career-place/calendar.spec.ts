import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { DEFAULT_REMINDER_DAYS, LAST_REMINDER_DAY, nextWorkingMoment, optOutAt, remindersOf } from './calendar.js';

const HOUR = 3_600_000;
const at = (text: string, zone = 'Europe/Stockholm'): number => DateTime.fromISO(text, { zone }).toMillis();
const local = (ms: number, zone = 'Europe/Stockholm'): string => DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd HH:mm');
const zones = ['UTC', 'Europe/Stockholm', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/St_Johns', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
const anyWindow = fc.record({
  invitedAt: fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) }),
  pausedMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 * 24 * HOUR })),
});
const anyDays = fc.uniqueArray(fc.integer({ min: 1, max: LAST_REMINDER_DAY }), { minLength: 1, maxLength: 17 }).map((days) => days.toSorted((a, b) => a - b));

describe('the calendar of a window', () => {
  it('CP-22 ends exactly 420 hours after the invitation', () => {
    expect(optOutAt({ invitedAt: at('2026-01-05T09:00'), pausedMs: 0 })).toBe(at('2026-01-05T09:00') + 420 * HOUR);
    expect(local(optOutAt({ invitedAt: at('2026-01-05T09:00'), pausedMs: 0 }))).toBe('2026-01-22 21:00');
  });

  it('CP-23 reminds on days 2, 5, 9, 13 and 16 at the hour of the invitation', () => {
    expect(remindersOf({ invitedAt: at('2026-01-05T10:17'), pausedMs: 0 }, DEFAULT_REMINDER_DAYS, 'Europe/Stockholm').map(({ n, dueAt }) => [n, local(dueAt)])).toEqual([
      [1, '2026-01-07 10:17'], [2, '2026-01-10 10:17'], [3, '2026-01-14 10:17'], [4, '2026-01-18 10:17'], [5, '2026-01-21 10:17'],
    ]);
  });

  it('CP-23 moves the hour into 08:00-18:00 local, on the same day', () => {
    const first = (invited: string) => local(remindersOf({ invitedAt: at(invited), pausedMs: 0 }, [2], 'Europe/Stockholm')[0]?.dueAt ?? 0);
    expect(first('2026-01-05T03:12')).toBe('2026-01-07 08:00');
    expect(first('2026-01-05T22:45')).toBe('2026-01-07 18:00');
    expect(first('2026-01-05T18:00')).toBe('2026-01-07 18:00');
    expect(first('2026-01-05T18:01')).toBe('2026-01-07 18:00');
  });

  it('CP-23 SH-22 uses the zone it is given', () => {
    const [reminder] = remindersOf({ invitedAt: at('2026-01-05T10:00', 'UTC'), pausedMs: 0 }, [2], 'America/New_York');
    expect(local(reminder?.dueAt ?? 0, 'America/New_York')).toBe('2026-01-07 08:00');
  });

  it('CP-23 CP-27 keeps the local hour over a clock change, and the 420 hours too', () => {
    const window = { invitedAt: at('2026-03-20T10:00'), pausedMs: 0 };
    expect(local(remindersOf(window, [13], 'Europe/Stockholm')[0]?.dueAt ?? 0)).toBe('2026-04-02 10:00');
    expect(optOutAt(window) - window.invitedAt).toBe(420 * HOUR);
  });

  it('CP-23 never reminds at or after the opt-out and always within working hours, whatever the zone, the hour and the pause', () => {
    fc.assert(fc.property(anyWindow, anyDays, fc.constantFrom(...zones), (window, days, zone) => {
      const due = remindersOf(window, days, zone);
      for (const { dueAt } of due) {
        const { hour, minute } = DateTime.fromMillis(dueAt, { zone });
        expect(hour * 60 + minute).toBeGreaterThanOrEqual(8 * 60);
        expect(hour * 60 + minute).toBeLessThanOrEqual(18 * 60);
        expect(dueAt).toBeLessThan(optOutAt(window));
        expect(dueAt).toBeGreaterThan(window.invitedAt);
      }
      expect(due.map((one) => one.dueAt)).toEqual(due.map((one) => one.dueAt).toSorted((a, b) => a - b));
    }));
  });

  it('CP-23 drops no day that may be configured while nothing is on hold', () => {
    fc.assert(fc.property(anyWindow, anyDays, fc.constantFrom(...zones), ({ invitedAt }, days, zone) => {
      expect(remindersOf({ invitedAt, pausedMs: 0 }, days, zone)).toHaveLength(days.length);
    }));
  });

  it('CP-36 moves what is left by the time on hold, at the hour of the invitation again', () => {
    const window = { invitedAt: at('2026-01-05T10:00'), pausedMs: 50 * HOUR };
    expect(optOutAt(window)).toBe(window.invitedAt + 470 * HOUR);
    expect(local(remindersOf(window, [2], 'Europe/Stockholm')[0]?.dueAt ?? 0)).toBe('2026-01-10 10:00');
  });

  it('finds the next moment of working hours', () => {
    expect(local(nextWorkingMoment(at('2026-01-05T12:00'), 'Europe/Stockholm'))).toBe('2026-01-05 12:00');
    expect(local(nextWorkingMoment(at('2026-01-05T03:00'), 'Europe/Stockholm'))).toBe('2026-01-05 08:00');
    expect(local(nextWorkingMoment(at('2026-01-05T21:00'), 'Europe/Stockholm'))).toBe('2026-01-06 08:00');
  });
});
