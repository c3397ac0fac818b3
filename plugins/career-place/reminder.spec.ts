import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { DEFAULT_REMINDER_DAYS } from './calendar.js';
import { decideReminder, type ReminderSituation } from './reminder.js';

const HOUR = 3_600_000;
const at = (text: string): number => DateTime.fromISO(text, { zone: 'Europe/Stockholm' }).toMillis();
const INVITED = at('2026-01-05T10:00');
const entry: ReminderSituation['entry'] = { status: 'invited', round: 1, invitedAt: INVITED, pausedMs: 0, isOnHold: false, remindersStopped: null, asked: 0 };
const situation = (more: Partial<ReminderSituation> = {}): ReminderSituation => ({
  n: 1, round: 1, now: at('2026-01-07T10:00'), entry, days: DEFAULT_REMINDER_DAYS, zone: 'Europe/Stockholm', lastMailAt: INVITED, ...more,
});

describe('a due reminder', () => {
  it('CP-22 goes out to somebody who has not started', () => {
    expect(decideReminder(situation())).toEqual({ kind: 'send' });
  });

  it.each(['in_progress', 'withdrawn', 'opted_out', 'erased', 'qualified', 'undelivered'] as const)('CP-24 does not go out once the candidate is %s', (status) => {
    expect(decideReminder(situation({ entry: { ...entry, status } })).kind).toBe('skip');
  });

  it('CP-24 CP-36 does not go out while the window is on hold or reminders were stopped', () => {
    expect(decideReminder(situation({ entry: { ...entry, isOnHold: true } })).kind).toBe('skip');
    expect(decideReminder(situation({ entry: { ...entry, remindersStopped: 'the link was removed' } }))).toEqual({ kind: 'skip', why: 'the link was removed' });
  });

  it('CP-26 belongs to its own invitation', () => {
    expect(decideReminder(situation({ entry: { ...entry, round: 2 } })).kind).toBe('skip');
  });

  it('is asked for once', () => {
    expect(decideReminder(situation({ entry: { ...entry, asked: 1 } })).kind).toBe('skip');
  });

  it('CP-27 collapses overdue reminders into the last one', () => {
    const now = at('2026-01-19T11:00');
    expect([1, 2, 3, 4].map((n) => decideReminder(situation({ n, now })).kind)).toEqual(['skip', 'skip', 'skip', 'send']);
  });

  it('CP-22 CP-27 does not go out when the time is over', () => {
    expect(decideReminder(situation({ n: 5, now: INVITED + 420 * HOUR })).kind).toBe('skip');
  });

  it('CP-23 waits for working hours when downtime held it up, and is given up when the time ends before them', () => {
    expect(decideReminder(situation({ now: at('2026-01-08T03:00') }))).toEqual({ kind: 'wait', until: at('2026-01-08T08:00') });
    expect(decideReminder(situation({ n: 5, now: at('2026-01-22T20:30') })).kind).toBe('skip');
  });

  it('CP-35 keeps away from another mail to the same person', () => {
    const now = at('2026-01-07T10:00');
    expect(decideReminder(situation({ now, lastMailAt: now - 30_000 }))).toEqual({ kind: 'wait', until: now + 90_000 });
  });
});
