import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { decideReminder, forgetAt, HOUR_MS, lastSlot, nextReminder, slotFrom } from './calendar.js';

const ZONE = 'Europe/Stockholm';
const at = (text: string): number => DateTime.fromISO(text, { zone: ZONE }).toMillis();
const local = (ms: number): string => DateTime.fromMillis(ms, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm');

describe('the calendar of reminders', () => {
  it.each([
    ['2026-03-10T07:59', '2026-03-10 08:00'], ['2026-03-10T08:00', '2026-03-10 08:00'], ['2026-03-10T08:01', '2026-03-10 16:00'],
    ['2026-03-10T16:01', '2026-03-11 08:00'], ['2026-03-10T23:30', '2026-03-11 08:00'],
  ])('RE-29 sends at 08:00 or 16:00 local: %s → %s', (moment, slot) => {
    expect(local(slotFrom(at(moment), ZONE))).toBe(slot);
  });

  it('RE-29 waits at least the interval of 24, 48 or 72 hours', () => {
    expect(local(nextReminder(at('2026-03-10T10:00'), 24 * HOUR_MS, ZONE))).toBe('2026-03-11 16:00');
    expect(local(nextReminder(at('2026-03-10T10:00'), 48 * HOUR_MS, ZONE))).toBe('2026-03-12 16:00');
    expect(local(nextReminder(at('2026-03-10T17:00'), 72 * HOUR_MS, ZONE))).toBe('2026-03-14 08:00');
  });

  it('RE-29 stays at 08:00 and 16:00 of the clock on the wall when daylight saving begins and ends', () => {
    expect(local(nextReminder(at('2026-03-28T16:00'), 24 * HOUR_MS, ZONE))).toBe('2026-03-30 08:00');
    expect(local(nextReminder(at('2026-10-24T16:00'), 24 * HOUR_MS, ZONE))).toBe('2026-10-25 16:00');
    expect(local(slotFrom(at('2026-03-29T00:30'), ZONE))).toBe('2026-03-29 08:00');
  });

  it('RE-29 counts the second interval from the slot, so that a moment of delay does not become half a day', () => {
    const sent = at('2026-03-10T16:00') + 5_000;
    expect(local(nextReminder(lastSlot(sent, ZONE), 48 * HOUR_MS, ZONE))).toBe('2026-03-12 16:00');
    expect(local(lastSlot(at('2026-03-10T07:59'), ZONE))).toBe('2026-03-09 16:00');
  });

  it('RE-29 lets what was held up wait for the next slot, never for the night, and sends each number once', () => {
    const dueAt = at('2026-03-10T08:00');
    const base = { n: 1, dueAt, zone: ZONE, sent: 0, stopped: null };
    expect(decideReminder({ ...base, now: dueAt + 20 * 60_000 })).toEqual({ kind: 'send' });
    expect(decideReminder({ ...base, now: at('2026-03-13T03:12') })).toEqual({ kind: 'wait', until: at('2026-03-13T08:00') });
    expect(decideReminder({ ...base, now: at('2026-03-13T21:00') })).toEqual({ kind: 'wait', until: at('2026-03-14T08:00') });
    expect(decideReminder({ ...base, sent: 1, now: dueAt })).toMatchObject({ kind: 'skip' });
    expect(decideReminder({ ...base, stopped: 'answered', now: dueAt })).toEqual({ kind: 'skip', why: 'answered' });
  });

  it('RE-38 forgets after the months that the organisation keeps references', () => {
    expect(new Date(forgetAt(Date.UTC(2026, 0, 31, 9), 24)).toISOString()).toBe('2028-01-31T09:00:00.000Z');
    expect(new Date(forgetAt(Date.UTC(2026, 0, 31, 9), 1)).toISOString()).toBe('2026-02-28T09:00:00.000Z');
  });
});
