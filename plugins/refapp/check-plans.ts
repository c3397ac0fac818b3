import type { UnitOfWork } from 'patchbay/sdk';
import { boxOf } from './box.js';
import { CANDIDATE_INTERVAL_MS, DAY_MS, HOUR_MS, forgetAt, nextReminder } from './calendar.js';
import { isOver, type CheckStatus } from './check-state.js';
import type { ReferenceCheck } from './check.entity.js';
import { hostOf } from './hosts/index.js';
import { checkLane, iso, type Working } from './refapp.context.js';
import type { Referee } from './referee.entity.js';
import type { VendorActionName } from './vendor-actions.js';

type Deciding = Pick<Working, 'settings' | 'zone'>;

/** Looks at Refapp again; the occasion makes each asking a job of its own. */
export async function planFollow(tx: UnitOfWork, check: Pick<ReferenceCheck, 'id'>, occasion: string): Promise<void> {
  await tx.jobs.enqueue({ name: 'follow', key: `${check.id}:${occasion}`, lane: checkLane(check.id), payload: { checkId: check.id } });
}

/** Puts the candidate into the project of the step. */
export async function planAdmission(tx: UnitOfWork, ctx: Deciding, check: ReferenceCheck): Promise<void> {
  await tx.actions.plan({
    kind: 'vendor', name: 'admit', subject: checkLane(check.id), meaning: 'admit', occasion: check.id, ...opportunityOf(check),
    request: { checkId: check.id, settings: { ...ctx.settings } }, reasons: ['the candidate came into the step'],
    then: { job: 'admitted', context: { checkId: check.id } },
  });
}

interface Write { readonly occasion: string; readonly reason: string; readonly request?: Readonly<Record<string, unknown>>; readonly cleanUp?: boolean }

/** A write to Refapp about one check; none while Refapp does not know the candidate. What follows is read from Refapp. */
export async function planVendor(
  tx: UnitOfWork, check: ReferenceCheck, name: VendorActionName | 'correct-candidate', { occasion, reason, request }: Write,
): Promise<boolean> {
  if (check.candidateId == null) return false;
  const { planned } = await tx.actions.plan({
    kind: 'vendor', name, subject: checkLane(check.id), meaning: name, occasion: `${check.id}:${occasion}`, ...opportunityOf(check), reasons: [reason],
    request: { candidateId: check.candidateId, ...request }, then: { job: 'vendor-outcome', context: { checkId: check.id, name } },
  });
  return planned;
}

/** Writes about people in Lever are shown in their journey. */
const opportunityOf = (check: Pick<ReferenceCheck, 'host' | 'subjectId'>): { opportunityId?: string } => (check.host === 'lever' ? { opportunityId: check.subjectId } : {});

/** Opens the candidate's form; the request is written once it is open (RE-14). */
export async function planRequest(tx: UnitOfWork, ctx: Deciding, check: ReferenceCheck, now: number, reason: string): Promise<void> {
  check.askCount += 1;
  check.expiresAt ??= now + ctx.settings.linkDays * DAY_MS;
  await planVendor(tx, check, 'ask-candidate', {
    occasion: `a${check.askCount}`, reason, request: { expiresAt: iso(check.expiresAt), requested: check.requested, minimum: check.requested },
  });
}

/** Opens a referee's form, or tells Refapp what became of them. */
export async function planReferee(
  tx: UnitOfWork, check: ReferenceCheck, refereeId: string, status: 'invited' | 'bounced' | 'opted_out' | 'expired' | 'reopened',
  { occasion, reason }: { readonly occasion: string; readonly reason: string },
): Promise<boolean> {
  return planVendor(tx, check, 'change-referee', {
    occasion: `${refereeId}:${status}:${occasion}`, reason,
    request: { refereeId, status, ...(status === 'invited' && check.expiresAt != null && { expiresAt: iso(check.expiresAt) }) },
  });
}

/** The candidate's reminder, and the day by which they should have named referees. */
export async function planCandidateCalendar(tx: UnitOfWork, ctx: Deciding, check: ReferenceCheck): Promise<void> {
  if (check.status !== 'requested' || check.requestedAt == null) return;
  const n = check.candidateReminders + 1;
  await tx.jobs.enqueue(reminderJob(check, { refereeId: null, round: 1, n }, nextReminder(check.requestedAt, CANDIDATE_INTERVAL_MS, ctx.zone)));
  if (check.submitBy != null) {
    await tx.jobs.enqueue({
      name: 'submit-by', key: `${check.id}:${check.submitBy}`, lane: checkLane(check.id), payload: { checkId: check.id, submitBy: check.submitBy }, dueAt: check.submitBy,
    });
  }
}

/** The end of all links of a check. */
export async function planExpiry(tx: UnitOfWork, check: ReferenceCheck): Promise<void> {
  if (check.expiresAt == null || isOver(check.status)) return;
  await tx.jobs.enqueue({
    name: 'expire', key: `${check.id}:${check.expiresAt}`, lane: checkLane(check.id), payload: { checkId: check.id, expiresAt: check.expiresAt }, dueAt: check.expiresAt,
  });
}

/** The next reminder of a referee after something was sent at `sentAt`; behind the last one, the nudge of the candidate. */
export async function planRefereeReminder(tx: UnitOfWork, ctx: Deciding, check: ReferenceCheck, referee: Referee, sentAt: number): Promise<void> {
  const dueAt = nextReminder(sentAt, ctx.settings.refereeReminderHours * HOUR_MS, ctx.zone);
  await tx.jobs.enqueue(reminderJob(check, { refereeId: referee.refereeId, round: referee.round, n: referee.reminders + 1 }, dueAt));
}

export interface ReminderOf { readonly refereeId: string | null; readonly round: number; readonly n: number }

/** `again` tells a reminder that had to wait from its first asking. */
export function reminderJob(check: Pick<ReferenceCheck, 'id'>, { refereeId, round, n }: ReminderOf, dueAt: number, again = 0) {
  return {
    name: 'remind', key: `${check.id}:${refereeId ?? 'candidate'}:${round}:${n}:${again}`, lane: checkLane(check.id), dueAt,
    payload: { checkId: check.id, refereeId, round, n, dueAt, again },
  };
}

/** Nothing more is sent about one referee. */
export async function stopReferee(tx: UnitOfWork, check: Pick<ReferenceCheck, 'id'>, refereeId: string): Promise<void> {
  await tx.jobs.cancel('remind', `${check.id}:${refereeId}:`);
  await tx.messages.cancel(`${check.id}:${refereeId}:`);
}

/** Nothing more is sent to anybody, and the day of forgetting is in the calendar (RE-36, RE-38). */
export async function endCheck(tx: UnitOfWork, ctx: Deciding, check: ReferenceCheck, now: number): Promise<void> {
  check.endedAt = now;
  for (const name of ['remind', 'submit-by', 'expire']) await tx.jobs.cancel(name, `${check.id}:`);
  await tx.messages.cancel(`${check.id}:`);
  await planForget(tx, ctx, check);
}

export async function planForget(tx: UnitOfWork, ctx: Deciding, check: ReferenceCheck): Promise<void> {
  if (check.endedAt == null) return;
  const dueAt = forgetAt(check.endedAt, ctx.settings.keepMonths);
  await tx.jobs.enqueue({ name: 'forget', key: `${check.id}:${dueAt}`, lane: checkLane(check.id), payload: { checkId: check.id }, dueAt });
}

/** Shows the box in the host if it says something new (RE-20, RE-26). */
export async function show(tx: UnitOfWork, ctx: Deciding, check: ReferenceCheck, now: number): Promise<void> {
  if (check.status === 'erased') return;
  const box = boxOf(check, ctx.settings.language);
  const shown = JSON.stringify({ status: check.status, box });
  if (shown === check.shown) return;
  const before = check.shown == null ? null : JSON.parse(check.shown) as { readonly status: CheckStatus };
  check.shownCount += 1;
  check.shown = shown;
  await hostOf(check.host).show(tx, {
    checkId: check.id, serviceId: check.serviceId, subjectId: check.subjectId, status: check.status, box, before, number: check.shownCount, at: now,
    settings: ctx.settings,
  });
}
