import { DateTime } from 'luxon';

const HOUR_MS = 3_600_000;
/** Two and a half weeks from the invitation (CP-22), in hours that really passed. */
export const WINDOW_MS = 420 * HOUR_MS;
export const DEFAULT_REMINDER_DAYS: readonly number[] = [2, 5, 9, 13, 16];
/** The last day whose reminder, moved into working hours, still falls within the window whatever the hour and the zone. */
export const LAST_REMINDER_DAY = 17;
/** Local hours in which a reminder may go out, the last one at its very beginning. */
export const WORKING_HOURS = { from: 8, to: 18 } as const;

/** The time a person has, counted from the last invitation; the time on hold does not count (CP-27, CP-36). */
export interface Window {
  /** When the invitation went out, epoch ms. */
  readonly invitedAt: number;
  /** How long the window has been on hold so far, ms. */
  readonly pausedMs: number;
}

export interface DueReminder { readonly n: number; readonly dueAt: number }

export function optOutAt(window: Window): number {
  return window.invitedAt + WINDOW_MS + window.pausedMs;
}

/**
 * The reminders of a window in order: on each day at the hour of the invitation, moved into 08:00-18:00 of `zone` (CP-23).
 * None at or after the opt-out.
 */
export function remindersOf(window: Window, days: readonly number[], zone: string): DueReminder[] {
  const invited = DateTime.fromMillis(window.invitedAt, { zone });
  return days
    .map((day, index) => ({ n: index + 1, dueAt: intoWorkingHours(atHourOf(invited, invited.plus({ days: day }).plus(window.pausedMs))).toMillis() }))
    .filter(({ dueAt }) => dueAt < optOutAt(window));
}

/** The first moment at or after `earliest` that has the hour of the invitation. */
function atHourOf(invited: DateTime, earliest: DateTime): DateTime {
  const { hour, minute, second, millisecond } = invited;
  const same = earliest.set({ hour, minute, second, millisecond });
  return same < earliest ? same.plus({ days: 1 }) : same;
}

/** Moved within its own local day: earlier ones to 08:00, later ones to 18:00. */
export function intoWorkingHours(moment: DateTime): DateTime {
  if (moment.hour < WORKING_HOURS.from) return moment.startOf('day').set({ hour: WORKING_HOURS.from });
  const end = moment.startOf('day').set({ hour: WORKING_HOURS.to });
  return moment > end ? end : moment;
}

/** The next moment at or after `now` within working hours of `zone`, epoch ms. */
export function nextWorkingMoment(now: number, zone: string): number {
  const local = DateTime.fromMillis(now, { zone });
  const moved = intoWorkingHours(local);
  return (moved >= local ? moved : moved.plus({ days: 1 }).set({ hour: WORKING_HOURS.from })).toMillis();
}
