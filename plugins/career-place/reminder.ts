import { nextWorkingMoment, optOutAt, remindersOf, type Window } from './calendar.js';
import type { EntryStatus } from './funnel.js';
import { nextMailSlot } from './spacing.js';

export interface ReminderSituation {
  readonly n: number;
  readonly round: number;
  readonly now: number;
  readonly entry: {
    readonly status: EntryStatus; readonly round: number; readonly invitedAt: number | null; readonly pausedMs: number;
    readonly isOnHold: boolean; readonly remindersStopped: string | null;
    /** Highest number asked for in this round. */
    readonly asked: number;
  };
  readonly days: readonly number[];
  readonly zone: string;
  /** When the last mail to this person was asked for, in any funnel. */
  readonly lastMailAt: number | null;
}

export type ReminderDecision =
  | { readonly kind: 'send' }
  | { readonly kind: 'skip'; readonly why: string }
  | { readonly kind: 'wait'; readonly until: number };

/** A reminder that comes later than this was held up and looks at the local hour again. */
const HELD_UP_MS = 3_600_000;

/** Whether a due reminder goes out now: it does at most once, and of several overdue ones only the last (CP-24, CP-27). */
export function decideReminder(situation: ReminderSituation): ReminderDecision {
  const { n, round, now, entry, days, zone, lastMailAt } = situation;
  if (entry.status !== 'invited' || entry.invitedAt === null) return { kind: 'skip', why: `the candidate is ${entry.status}` };
  if (entry.round !== round) return { kind: 'skip', why: 'there was a newer invitation' };
  if (entry.isOnHold) return { kind: 'skip', why: 'the window is on hold' };
  if (entry.remindersStopped !== null) return { kind: 'skip', why: entry.remindersStopped };
  if (n <= entry.asked) return { kind: 'skip', why: 'it was asked for already' };
  const window: Window = { invitedAt: entry.invitedAt, pausedMs: entry.pausedMs };
  if (now >= optOutAt(window)) return { kind: 'skip', why: 'the time to answer is over' };
  const due = remindersOf(window, days, zone);
  const later = due.filter((other) => other.n > n && other.dueAt <= now).at(-1);
  if (later) return { kind: 'skip', why: `reminder ${later.n} is due too and goes out instead` };
  return whenToSend(now, due.find((one) => one.n === n)?.dueAt ?? now, optOutAt(window), zone, lastMailAt);
}

function whenToSend(now: number, dueAt: number, end: number, zone: string, lastMailAt: number | null): ReminderDecision {
  const hours = now - dueAt > HELD_UP_MS ? nextWorkingMoment(now, zone) : now;
  const slot = nextMailSlot(hours, lastMailAt);
  if (slot >= end) return { kind: 'skip', why: 'the time to answer is over before working hours begin' };
  return slot > now ? { kind: 'wait', until: slot } : { kind: 'send' };
}
