import type { JobDefinition, UnitOfWork } from 'patchbay/sdk';
import { CANDIDATE_REMINDERS, decideReminder, lastSlot, REFEREE_REMINDERS } from '../calendar.js';
import { planReferee, planRefereeReminder, reminderJob } from '../check-plans.js';
import { lockCheck, record } from '../check-rows.js';
import { isOver, isWaitedFor } from '../check-state.js';
import { followCheck, type Followed } from '../following.js';
import { forget } from '../forgetting.js';
import { checkJob, expireJob, reminderPayload, submitByJob } from '../job-payload.js';
import type { Handling } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';
import type { Referee } from '../referee.entity.js';
import { write } from '../writing.js';

type Payload = Readonly<Record<string, unknown>>;
type Due = ReturnType<typeof reminderPayload>;

/** What is due by time alone. Each looks at Refapp first: somebody may have answered a moment ago. */
export const calendarJobs: Readonly<Record<string, JobDefinition<RefappSettings>>> = {
  'remind': { handle: remind }, 'submit-by': { handle: submitBy }, 'expire': { handle: expire }, 'forget': { handle: forgetCheck },
};

async function remind(payload: Payload, ctx: Handling): Promise<void> {
  const due = reminderPayload(payload);
  await followCheck(ctx, due.checkId, (tx, followed) => (due.refereeId === null ? remindCandidate(tx, followed, due) : remindReferee(tx, followed, due)));
}

async function remindCandidate(tx: UnitOfWork, followed: Followed, due: Due): Promise<void> {
  const { ctx, check, now } = followed;
  const stopped = !check.remindsCandidate ? 'automatic reminders to candidates are off' : check.status !== 'requested' ? `the check is ${check.status}`
    : check.problem === 'contact-details' ? 'the candidate cannot be reached' : null;
  const decision = decideReminder({ n: due.n, dueAt: due.dueAt, now, zone: ctx.zone, sent: check.candidateReminders, stopped });
  if (decision.kind === 'wait') return waitFor(tx, check, due, decision.until);
  if (decision.kind === 'skip' || due.n > CANDIDATE_REMINDERS) return skipped(tx, followed, due, decision.kind === 'skip' ? decision.why : 'all reminders were sent');
  check.candidateReminders = due.n;
  await write(tx, followed, { text: 'candidate-reminder', referee: null, occasion: `r${due.n}`, isReminder: true });
  record(tx, check, 'candidate-reminded', now, { detail: { n: due.n } });
}

async function remindReferee(tx: UnitOfWork, followed: Followed, due: Due): Promise<void> {
  const { ctx, check, referees, now } = followed;
  const referee = referees.find((one) => one.refereeId === due.refereeId);
  if (!referee) return;
  const decision = decideReminder({ n: due.n, dueAt: due.dueAt, now, zone: ctx.zone, sent: referee.reminders, stopped: stoppedOf(followed, referee, due) });
  if (decision.kind === 'wait') return waitFor(tx, check, due, decision.until);
  if (decision.kind === 'skip') return skipped(tx, followed, due, decision.why);
  if (due.n > REFEREE_REMINDERS) return nudge(tx, followed);
  referee.reminders = due.n;
  await write(tx, followed, { text: 'referee-reminder', referee, occasion: `${referee.round}:r${due.n}`, isReminder: true });
  record(tx, check, 'referee-reminded', now, { refereeId: referee.refereeId, detail: { n: due.n } });
  await planRefereeReminder(tx, ctx, check, referee, lastSlot(now, ctx.zone));
}

function stoppedOf({ check }: Followed, referee: Referee, due: Due): string | null {
  if (!check.remindsReferees) return 'automatic reminders to referees are off';
  if (isOver(check.status)) return `the check is ${check.status}`;
  if (referee.round !== due.round) return 'the referee was asked anew';
  return isWaitedFor(referee.status) ? null : `the referee is ${referee.status}`;
}

/** All reminders are used up: the candidate is asked once to nudge those who have not answered (RE-29). */
async function nudge(tx: UnitOfWork, followed: Followed): Promise<void> {
  const { check, referees, seen, now } = followed;
  const silent = referees.filter((one) => isWaitedFor(one.status) && one.reminders >= REFEREE_REMINDERS && !one.isNudged);
  if (silent.length === 0) return;
  for (const one of silent) one.isNudged = true;
  const names = seen.referees.filter(({ id }) => silent.some(({ refereeId }) => refereeId === id)).map(({ name }) => name);
  await write(tx, followed, { text: 'candidate-nudge', referee: null, occasion: `nudge:${silent.map((one) => one.refereeId).join('+')}`, isReminder: true, names });
  record(tx, check, 'candidate-nudged', now, { detail: { referees: silent.map((one) => one.refereeId) } });
}

/** It was held up: the next 08:00 or 16:00, so that nobody is written to at night. */
async function waitFor(tx: UnitOfWork, check: Followed['check'], { refereeId, round, n, again }: Due, until: number): Promise<void> {
  await tx.jobs.enqueue(reminderJob(check, { refereeId, round, n }, until, again + 1));
}

async function skipped(tx: UnitOfWork, { check, now }: Followed, due: Due, why: string): Promise<void> {
  record(tx, check, 'reminder-skipped', now, { refereeId: due.refereeId, detail: { n: due.n, why } });
}

/** The days to name referees are over: a recruiter has to look; the link goes on working. */
async function submitBy(payload: Payload, ctx: Handling): Promise<void> {
  const due = submitByJob(payload);
  await followCheck(ctx, due.checkId, async (tx, { check, now }) => {
    if (check.status !== 'requested' || check.submitBy !== due.submitBy) return;
    check.problem = 'not-submitted';
    record(tx, check, 'not-submitted', now);
  });
}

/** The links are over: whoever has not answered will not (RE-33). */
async function expire(payload: Payload, ctx: Handling): Promise<void> {
  const due = expireJob(payload);
  await followCheck(ctx, due.checkId, async (tx, { check, referees, now }) => {
    if (isOver(check.status) || check.expiresAt !== due.expiresAt) return;
    check.problem = 'expired';
    record(tx, check, 'expired', now);
    for (const referee of referees.filter((one) => isWaitedFor(one.status) || one.status === 'created')) {
      await planReferee(tx, check, referee.refereeId, 'expired', { occasion: String(due.expiresAt), reason: 'the link has expired' });
    }
  });
}

async function forgetCheck(payload: Payload, ctx: Handling): Promise<void> {
  const { checkId } = checkJob(payload);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const check = await lockCheck(tx, checkId);
    if (check && isOver(check.status)) await forget(tx, check, `references are kept for ${ctx.settings.keepMonths} months`, now);
  });
}

