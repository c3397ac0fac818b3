import type { UnitOfWork } from 'patchbay/sdk';
import { optOutAt, remindersOf } from './calendar.js';
import { contactLane, opportunityLane } from './career-place.context.js';
import { CareerPlaceSettings } from './career-place.settings.js';
import { record } from './entry-rows.js';
import type { FunnelEntry } from './funnel-entry.entity.js';
import { isActive } from './funnel.js';
import { putOnHold, releaseHold, type HoldCause } from './hold.js';
import type { InvitationPurpose } from './invitation.js';
import type { VendorActionName } from './vendor-actions.js';

/** Asks for an invitation. Called after `record`, whose number makes each asking a job of its own. */
export async function planInvitation(tx: UnitOfWork, entry: FunnelEntry, purpose: InvitationPurpose, dueAt?: number): Promise<void> {
  await tx.jobs.enqueue({
    name: 'invite', key: `${entry.id}:${entry.historyCount}`, lane: contactLane(entry.contactId), payload: { entryId: entry.id, purpose }, dueAt,
  });
}

/** Puts the reminders and the opt-out of the running window into the calendar; those already handled do not come back. */
export async function planWindow(tx: UnitOfWork, entry: FunnelEntry, settings: CareerPlaceSettings, zone: string): Promise<void> {
  await cancelWindow(tx, entry);
  if (entry.status !== 'invited' || entry.invitedAt == null || entry.holds.length > 0) return;
  const window = { invitedAt: entry.invitedAt, pausedMs: entry.pausedMs };
  if (entry.remindersStopped == null) {
    for (const { n, dueAt } of remindersOf(window, CareerPlaceSettings.sortedDays(settings), zone)) await planReminder(tx, entry, n, dueAt);
  }
  await tx.jobs.enqueue({
    name: 'opt-out', key: `${entry.id}:${entry.round}:${entry.pausedMs}`, lane: opportunityLane(entry.opportunityId),
    payload: { entryId: entry.id, round: entry.round }, dueAt: optOutAt(window),
  });
}

/** `again` tells a reminder that had to wait from its first asking. */
export async function planReminder(tx: UnitOfWork, entry: FunnelEntry, n: number, dueAt: number, again = 0): Promise<void> {
  await tx.jobs.enqueue({
    name: 'remind', key: `${entry.id}:${entry.round}:${n}:${entry.pausedMs}:${again}`, lane: contactLane(entry.contactId),
    payload: { entryId: entry.id, round: entry.round, n, again }, dueAt,
  });
}

export async function cancelReminders(tx: UnitOfWork, entry: FunnelEntry): Promise<void> {
  await tx.jobs.cancel('remind', `${entry.id}:`);
}

/** Stops the calendar at once (CP-24). */
export async function cancelWindow(tx: UnitOfWork, entry: FunnelEntry): Promise<void> {
  await cancelReminders(tx, entry);
  await tx.jobs.cancel('opt-out', `${entry.id}:`);
}

/** A write to career.place about one applicant; none while career.place does not know the person. */
export async function planVendor(
  tx: UnitOfWork, entry: FunnelEntry, name: Extract<VendorActionName, 'pause' | 'resume' | 'opt-out' | 'withdraw'>, occasion: string, reason: string,
): Promise<boolean> {
  if (entry.applicantId == null) return false;
  const isStep = name === 'opt-out' || name === 'withdraw';
  const { planned } = await tx.actions.plan({
    kind: 'vendor', name, subject: `applicant:${entry.applicantId}`, opportunityId: entry.opportunityId, meaning: name, occasion: `${entry.id}:${occasion}`,
    reasons: [reason], request: { applicantId: entry.applicantId }, ...(isStep && { then: { job: 'step-outcome', context: { entryId: entry.id } } }),
  });
  return planned;
}

/** Erasure belongs to no opportunity: its request must outlive what is erased here. */
export async function planErasure(tx: UnitOfWork, entryId: string, applicantId: string): Promise<void> {
  await tx.actions.plan({
    kind: 'vendor', name: 'erase', subject: `applicant:${applicantId}`, meaning: 'erase', occasion: entryId, request: { applicantId },
    reasons: ['the candidate was erased in Lever'], then: { job: 'erase-outcome', context: { entryId } },
  });
}

export interface HoldChange { readonly cause: HoldCause; readonly at: number; readonly occasion: string; readonly reason: string; readonly now: number }

/** Stops the window and shuts the candidate's link; nothing for somebody who is through. Answers whether it was running. */
export async function hold(tx: UnitOfWork, entry: FunnelEntry, change: HoldChange): Promise<boolean> {
  if (!isActive(entry.status) && entry.status !== 'opted_out') return false;
  const isFirst = entry.holds.length === 0;
  const next = putOnHold(entry, change.cause, change.at);
  if (next.holds === entry.holds) return false;
  tx.store.assign(entry, next);
  record(tx, entry, { kind: 'on-hold', at: change.at, detail: { cause: change.cause } }, change.now);
  await cancelWindow(tx, entry);
  await tx.jobs.cancel('invite', `${entry.id}:`);
  if (isFirst) await planVendor(tx, entry, 'pause', change.occasion, change.reason);
  return true;
}

/** Lets the remaining hours go on (CP-36); an invitation that waited goes out. */
export async function release(
  tx: UnitOfWork, entry: FunnelEntry, change: HoldChange, plan: { readonly settings: CareerPlaceSettings; readonly zone: string },
): Promise<void> {
  const next = releaseHold(entry, change.cause, change.at);
  if (next.holds === entry.holds) return;
  tx.store.assign(entry, next);
  record(tx, entry, { kind: 'released', at: change.at, detail: { cause: change.cause } }, change.now);
  if (entry.holds.length > 0) return;
  await planVendor(tx, entry, 'resume', change.occasion, change.reason);
  if (entry.status === 'queued') await planInvitation(tx, entry, 'first');
  await planWindow(tx, entry, plan.settings, plan.zone);
}
