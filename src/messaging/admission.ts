import { DateTime } from 'luxon';
import type { MessageChannel, SuppressionCause } from '../sdk/messages.js';

/** Nothing that disturbs from 20:00 to 08:00 local time (ME-3). */
const QUIET_FROM = 20;
const QUIET_UNTIL = 8;

export interface AdmissionQuestion {
  readonly channel: MessageChannel;
  readonly isReminder: boolean;
  readonly validUntilMs: number | null;
  readonly nowMs: number;
  /** IANA zone of the organisation. */
  readonly zone: string;
  readonly suppressedBy: SuppressionCause | null;
}

export type Admission =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly untilMs: number; readonly reason: string }
  | { readonly kind: 'suppress'; readonly cause: SuppressionCause | null; readonly reason: string };

const SUPPRESSED: Readonly<Record<SuppressionCause, string>> = {
  bounce: 'An earlier message to this address came back.', stop: 'The person answered STOP.', unsubscribe: 'The person unsubscribed.',
  erasure: 'The person was erased.', request: 'The organisation blocked this address.',
};

/** Whether a due message to a person may be sent now; the one reminder a day is asked for apart, since it is taken by asking. Pure. */
export function admit({ channel, isReminder, validUntilMs, nowMs, zone, suppressedBy }: AdmissionQuestion): Admission {
  if (suppressedBy) return { kind: 'suppress', cause: suppressedBy, reason: SUPPRESSED[suppressedBy] };
  if (validUntilMs !== null && nowMs > validUntilMs) return { kind: 'suppress', cause: null, reason: 'It would have come too late.' };
  const untilMs = channel === 'sms' || isReminder ? endOfQuiet(nowMs, zone) : null;
  return untilMs === null ? { kind: 'send' } : { kind: 'wait', untilMs, reason: 'Quiet hours: it waits for 08:00.' };
}

/** Null outside of quiet hours. */
export function endOfQuiet(nowMs: number, zone: string): number | null {
  const now = DateTime.fromMillis(nowMs, { zone });
  if (now.hour >= QUIET_UNTIL && now.hour < QUIET_FROM) return null;
  return morning(now.hour < QUIET_UNTIL ? now : now.plus({ days: 1 }));
}

/** The organisation's day, `2026-03-29`. */
export function localDay(nowMs: number, zone: string): string {
  return DateTime.fromMillis(nowMs, { zone }).toISODate() ?? '';
}

/** 08:00 of the next local day, when a second reminder may be sent (ME-4). */
export function nextMorning(nowMs: number, zone: string): number {
  return morning(DateTime.fromMillis(nowMs, { zone }).plus({ days: 1 }));
}

function morning(day: DateTime): number {
  return day.set({ hour: QUIET_UNTIL, minute: 0, second: 0, millisecond: 0 }).toMillis();
}
