import type { UnitOfWork } from 'patchbay/sdk';
import { DAY_MS } from './calendar.js';
import { endCheck, planCandidateCalendar, planExpiry, planReferee, planRefereeReminder, show, stopReferee } from './check-plans.js';
import { createReferee, lockCheck, plansOf, record, refereesOf } from './check-rows.js';
import { isOver } from './check-state.js';
import { ReferenceCheck } from './check.entity.js';
import { ENTRY_WORDS } from './entry-rules.js';
import { reconcile, type Effect, type Reconciled } from './reconcile.js';
import type { Handling } from './refapp.context.js';
import { RefappClient, type VendorCandidate } from './refapp.client.js';
import type { Referee } from './referee.entity.js';
import type { StepSettings } from './step-settings.js';
import type { ReferenceStep } from './step.entity.js';
import { write } from './writing.js';

type Deciding = Pick<Handling, 'settings' | 'zone' | 'clock' | 'log'>;

export interface Followed {
  readonly ctx: Deciding;
  readonly check: ReferenceCheck;
  readonly step: ReferenceStep;
  readonly settings: StepSettings;
  readonly seen: VendorCandidate;
  readonly referees: Referee[];
  readonly now: number;
}

/**
 * Reads a candidate from Refapp, brings the check to where Refapp is and then does `more`, in one commit. Everything that Refapp
 * tells, and every due moment of the calendar, comes through here. Nothing when Refapp does not know the candidate (yet or any more).
 */
export async function followCheck(ctx: Handling, checkId: string, more?: (tx: UnitOfWork, followed: Followed) => Promise<void>): Promise<void> {
  const known = await ctx.store.findOne(ReferenceCheck, { id: checkId });
  if (known?.candidateId == null || known.status === 'erased') return;
  const seen = await new RefappClient(ctx.vendor).candidate(known.candidateId);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const check = await lockCheck(tx, checkId);
    const plans = check && await plansOf(tx.store, check);
    if (!check || !plans) return;
    if (!seen) return ctx.log.warn('check.without-candidate', { checkId });
    const followed = await bringUpToDate(tx, ctx, { check, ...plans, seen, now });
    if (more) await more(tx, followed);
    await show(tx, ctx, check, now);
  });
}

async function bringUpToDate(tx: UnitOfWork, ctx: Deciding, found: Omit<Followed, 'ctx' | 'referees'>): Promise<Followed> {
  const { check, seen, settings, now } = found;
  const referees = await refereesOf(tx.store, check.id);
  const result = reconcile(check, referees, seen, { now, asks: settings.refereeChannel !== 'none' });
  const followed: Followed = { ctx, ...found, referees };
  if (!result) return followed;
  const isFirstRequest = check.requestedAt == null && result.check.requestedAt !== null;
  takeOver(tx, followed, result);
  if (isFirstRequest) check.submitBy = now + settings.daysToSubmit * DAY_MS;
  for (const { kind, refereeId } of result.happened) record(tx, check, kind, now, { refereeId });
  for (const effect of result.effects) await carryOut(tx, followed, effect);
  if (isFirstRequest) await planExpiry(tx, check);
  return followed;
}

/** Rows as Refapp has them. */
function takeOver(tx: UnitOfWork, { check, referees, settings, seen, now }: Followed, result: Reconciled): void {
  tx.store.assign(check, {
    ...result.check, version: seen.version, candidateUrl: seen.url, heardAt: now, hints: seen.warnings, hintsApproved: seen.warningsApproved,
    reportUrl: isOver(result.check.status) ? seen.reportUrl : null,
  });
  for (const { refereeId, entryProblems, ...change } of result.referees) {
    let referee = referees.find((one) => one.refereeId === refereeId);
    if (!referee) {
      referee = createReferee(tx, check, refereeId, settings.refereeChannel, now);
      referees.push(referee);
    }
    const isAgain = change.round !== referee.round;
    tx.store.assign(referee, {
      ...change, problem: entryProblems.length === 0 ? null : entryProblems.map((problem) => ENTRY_WORDS[problem]).join(', '),
      ...(isAgain && { reminders: 0, deliveries: {}, isNudged: false }),
    });
  }
  for (const gone of referees.filter((one) => result.removed.includes(one.refereeId))) {
    tx.store.remove(gone);
    referees.splice(referees.indexOf(gone), 1);
  }
}

async function carryOut(tx: UnitOfWork, followed: Followed, effect: Effect): Promise<void> {
  const { ctx, check, referees, now } = followed;
  switch (effect.kind) {
    case 'open': {
      await planReferee(tx, check, effect.refereeId, 'invited', { occasion: String(effect.round), reason: 'the candidate named this referee' });
      return;
    }
    case 'write': return writeLetter(tx, followed, effect);
    case 'remind-candidate': return planCandidateCalendar(tx, ctx, check);
    case 'remind-referee': {
      const referee = referees.find((one) => one.refereeId === effect.refereeId);
      if (referee && referee.channel !== 'none') await planRefereeReminder(tx, ctx, check, referee, now);
      return;
    }
    case 'stop-referee': return stopReferee(tx, check, effect.refereeId);
    case 'ended': return endCheck(tx, ctx, check, now);
  }
}

async function writeLetter(tx: UnitOfWork, followed: Followed, { text, refereeId, occasion }: Extract<Effect, { kind: 'write' }>): Promise<void> {
  const { check, now } = followed;
  const referee = followed.referees.find((one) => one.refereeId === refereeId) ?? null;
  // Asked again after corrected contact details: a letter of its own.
  const own = text === 'candidate-request' ? `${occasion}:${check.askCount}` : occasion;
  const channels = await write(tx, followed, { text, referee, occasion: own });
  const choice = referee?.channel ?? check.channel;
  if (channels.length > 0) return record(tx, check, 'written', now, { refereeId, detail: { text, channels } });
  if (choice === 'none') return;
  record(tx, check, 'unreachable', now, { refereeId, detail: { text } });
  if (referee === null) check.problem = 'contact-details';
  else await planReferee(tx, check, referee.refereeId, 'bounced', { occasion: String(referee.round), reason: 'there is no address that works' });
}
