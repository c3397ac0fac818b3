import type { JobDefinition } from 'patchbay/sdk';
import { optOutAt } from '../calendar.js';
import { opportunityLane, type Handling } from '../career-place.context.js';
import { CareerPlaceSettings } from '../career-place.settings.js';
import { planReminder, planVendor } from '../entry-plans.js';
import { lastMailAt, linkOf, lockEntry, record } from '../entry-rows.js';
import { applySteps, lookAround, zoneOf } from '../entry-steps.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import type { StepKind } from '../funnel.js';
import { optOutJob, plainReason, reminderJob, stepEnded } from '../job-payload.js';
import { decideReminder } from '../reminder.js';

type Payload = Readonly<Record<string, unknown>>;

/** The calendar of a window: reminders, and the opt-out at its end (CP-22 to CP-27). */
export const reminderJobs: Readonly<Record<string, JobDefinition<CareerPlaceSettings>>> = {
  'remind': { handle: remind },
  'opt-out': { handle: optOut },
  'step-outcome': { handle: afterStep },
};

async function remind(payload: Payload, ctx: Handling): Promise<void> {
  const { entryId, round, n, again } = reminderJob(payload);
  const seen = await ctx.store.findOne(FunnelEntry, { id: entryId });
  const link = seen && await linkOf(ctx.store, seen);
  if (!seen || !link) return;
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    if (!entry) return;
    const decision = decideReminder({
      n, round, now, days: CareerPlaceSettings.sortedDays(ctx.settings), zone: zoneOf(ctx, link), lastMailAt: await lastMailAt(tx.store, entry.contactId),
      entry: {
        status: entry.status, round: entry.round, invitedAt: entry.invitedAt ?? null, pausedMs: entry.pausedMs, isOnHold: entry.holds.length > 0,
        remindersStopped: entry.remindersStopped ?? null, asked: entry.remindersAsked,
      },
    });
    if (decision.kind === 'wait') return planReminder(tx, entry, n, decision.until, again + 1);
    if (decision.kind === 'skip') return record(tx, entry, { kind: 'reminder-skipped', at: now, isApplied: false, detail: { n, why: decision.why } }, now);
    tx.store.assign(entry, { remindersAsked: n, lastMailAt: now });
    record(tx, entry, { kind: 'reminder-asked', at: now, detail: { n } }, now);
    if (entry.applicantId == null) return;
    const occasion = `${entry.id}:r${round}:${n}`;
    await tx.actions.plan({
      kind: 'vendor', name: 'remind', subject: `applicant:${entry.applicantId}`, opportunityId: entry.opportunityId, meaning: 'remind', occasion,
      reasons: [`the candidate has not started: reminder ${n}`], request: { applicantId: entry.applicantId, n, key: occasion },
    });
  });
}

/** At 420 hours exactly the candidate counts as opted out (CP-22); whether they started at the last moment, career.place knows. */
async function optOut(payload: Payload, ctx: Handling): Promise<void> {
  const { entryId, round } = optOutJob(payload);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    if (entry?.status !== 'invited' || entry.round !== round || entry.holds.length > 0 || entry.invitedAt == null) return;
    if (now < optOutAt({ invitedAt: entry.invitedAt, pausedMs: entry.pausedMs })) return;
    await planVendor(tx, entry, 'opt-out', `r${round}`, 'the candidate did not start within 420 hours');
  });
}

const STEP_OF_STATUS: Readonly<Record<string, StepKind>> = { opted_out: 'opted_out', withdrawn: 'withdrawn' };

/** career.place carried out what we asked for: its answer counts at once, its event comes after it and changes nothing. */
async function afterStep(payload: Payload, ctx: Handling): Promise<void> {
  const { outcome, context, result } = stepEnded(payload);
  const seen = await ctx.store.findOne(FunnelEntry, { id: context.entryId });
  const link = seen && await linkOf(ctx.store, seen);
  if (!seen || !link || outcome.state === 'cancelled') return;
  const around = await lookAround(ctx, seen.opportunityId, false);
  const now = ctx.clock.now();
  const kind = result?.isApplied === true ? STEP_OF_STATUS[result.status ?? ''] : undefined;
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, seen.id);
    if (!entry || entry.status === 'erased') return;
    if (kind && result?.transition === entry.transition + 1) {
      await applySteps(tx, {
        ctx, entry, link, around, now, steps: [{ kind, transition: result.transition, round: result.round ?? entry.round, at: now, by: 'organisation' }],
      });
    } else if (outcome.state === 'done') {
      await askAgain(tx, entry, outcome.actionId);
    } else {
      entry.problem = `career.place could not be told: ${plainReason(outcome)}`;
      record(tx, entry, { kind: 'refused', at: now, isApplied: false, detail: { cause: plainReason(outcome) } }, now);
    }
  });
}

/** The applicant is further on than we know. */
function askAgain(tx: Parameters<Parameters<Handling['commit']>[0]>[0], entry: FunnelEntry, run: string): Promise<boolean> {
  return tx.jobs.enqueue({
    name: 'catch-up-entry', key: `${entry.id}:${run}`, lane: opportunityLane(entry.opportunityId), payload: { entryId: entry.id, run },
  });
}
