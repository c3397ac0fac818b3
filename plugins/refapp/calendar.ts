import { DateTime } from 'luxon';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** Local hours at which reminders go out (RE-29). */
export const SLOT_HOURS = [8, 16] as const;
/** The candidate is reminded once, after this. */
export const CANDIDATE_INTERVAL_MS = 24 * HOUR_MS;
export const CANDIDATE_REMINDERS = 1;
export const REFEREE_REMINDERS = 2;
/** What comes later than this was held up and waits for the next slot, so that nobody is written to at night. */
const HELD_UP_MS = HOUR_MS;

/** The first 08:00 or 16:00 of `zone` at or after a moment, epoch ms. */
export function slotFrom(moment: number, zone: string): number {
  const local = DateTime.fromMillis(moment, { zone });
  const slots = [0, 1].flatMap((days) => SLOT_HOURS.map((hour) => local.startOf('day').plus({ days }).set({ hour })));
  return (slots.find((slot) => slot.toMillis() >= moment) ?? local).toMillis();
}

/** The last 08:00 or 16:00 at or before a moment: what was sent a little after its slot counts from the slot, so that nothing drifts. */
export function lastSlot(moment: number, zone: string): number {
  const local = DateTime.fromMillis(moment, { zone });
  const slots = [-1, 0].flatMap((days) => SLOT_HOURS.map((hour) => local.startOf('day').plus({ days }).set({ hour })));
  return (slots.findLast((slot) => slot.toMillis() <= moment) ?? local).toMillis();
}

/** When the next reminder is due after something was sent at `sentAt`. */
export function nextReminder(sentAt: number, intervalMs: number, zone: string): number {
  return slotFrom(sentAt + intervalMs, zone);
}

export type ReminderDecision =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'skip'; readonly why: string };

export interface ReminderSituation {
  /** Which reminder this is, from 1. */
  readonly n: number;
  readonly dueAt: number;
  readonly now: number;
  readonly zone: string;
  /** Reminders sent so far. */
  readonly sent: number;
  /** Why nobody is to be reminded; null when they are. */
  readonly stopped: string | null;
}

/** Whether a due reminder goes out now; one that was held up waits for the next 08:00 or 16:00. */
export function decideReminder({ n, dueAt, now, zone, sent, stopped }: ReminderSituation): ReminderDecision {
  if (stopped !== null) return { kind: 'skip', why: stopped };
  if (n <= sent) return { kind: 'skip', why: 'it was sent already' };
  const slot = now - dueAt > HELD_UP_MS ? slotFrom(now, zone) : now;
  return slot > now ? { kind: 'wait', until: slot } : { kind: 'send' };
}

/** When everything about a check has to be forgotten (RE-38). */
export function forgetAt(endedAt: number, months: number): number {
  return DateTime.fromMillis(endedAt, { zone: 'utc' }).plus({ months }).toMillis();
}
