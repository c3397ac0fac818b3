import type { JobDefinition, ScheduleDefinition } from 'patchbay/sdk';
import { planAdmission, planCandidateCalendar, planExpiry, planForget, planRefereeReminder, planVendor } from '../check-plans.js';
import { lockCheck, refereesOf } from '../check-rows.js';
import { CHECK_STATUSES, isOver, isWaitedFor } from '../check-state.js';
import { ReferenceCheck } from '../check.entity.js';
import { followCheck } from '../following.js';
import { checkJob } from '../job-payload.js';
import { checkLane, type Handling } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';

const DAY_MS = 86_400_000;
const PAGE = 200;
const RUNNING = CHECK_STATUSES.filter((status) => !isOver(status));

/** Hourly: whatever was silent for a day is looked at, in case an event never came. */
export const catchUpSchedule: ScheduleDefinition<RefappSettings> = { cron: () => '23 * * * *', job: 'catch-up', overlap: 'skip', catchUp: 'collapse' };

export const catchUpJobs: Readonly<Record<string, JobDefinition<RefappSettings>>> = {
  'catch-up': { handle: catchUp, timeoutMs: 300_000 }, 'catch-up-check': { handle: catchUpCheck },
};

/** After switching on everything is looked at, those to be forgotten included (SH-9); by the clock only what was silent for long. */
async function catchUp(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const now = ctx.clock.now();
  const isWhole = payload.isWhole === true;
  for (let after: string | null = null; ;) {
    const where = { ...(isWhole ? {} : { status: { $in: RUNNING }, heardAt: { $lt: now - DAY_MS } }), ...(after !== null && { id: { $gt: after } }) };
    const page: ReferenceCheck[] = await ctx.store.find(ReferenceCheck, where, { orderBy: { id: 'asc' }, limit: PAGE });
    await ctx.checkpoint(async (tx) => {
      for (const { id } of page) {
        await tx.jobs.enqueue({ name: 'catch-up-check', key: `${id}:${now}`, lane: checkLane(id), payload: { checkId: id } });
      }
    });
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? null;
  }
}

/** Brings one check to where Refapp is, and puts back what was cancelled while we were off: every key is the old one (D5). */
async function catchUpCheck(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { checkId } = checkJob(payload);
  const seen = await ctx.store.findOne(ReferenceCheck, { id: checkId });
  if (seen?.candidateId == null || isOver(seen.status)) return resume(ctx, checkId);
  await followCheck(ctx, checkId, async (tx, { check, referees, now }) => {
    await planCandidateCalendar(tx, ctx, check);
    await planExpiry(tx, check);
    for (const referee of referees.filter((one) => isWaitedFor(one.status) && one.channel !== 'none')) {
      await planRefereeReminder(tx, ctx, check, referee, Math.max(referee.invitedAt ?? now, now - DAY_MS));
    }
  });
}

/** What is not at Refapp yet goes there; what has ended is erased there or will be. */
async function resume(ctx: Handling, checkId: string): Promise<void> {
  await ctx.commit(async (tx) => {
    const check = await lockCheck(tx, checkId);
    if (!check) return;
    if (check.status === 'erased') {
      await planVendor(tx, check, 'erase', { occasion: 'erase', reason: 'the candidate was erased' });
      for (const referee of await refereesOf(tx.store, check.id)) tx.store.remove(referee);
    } else if (isOver(check.status)) {
      await planForget(tx, ctx, check);
    } else {
      await planAdmission(tx, ctx, check);
    }
  });
}
