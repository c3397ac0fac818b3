import { CallerError } from 'patchbay/sdk';
import { channelsFor } from '../channels.js';
import { planFollow, planReferee, planVendor } from '../check-plans.js';
import { plansOf, record, refereesOf } from '../check-rows.js';
import { isLost, isOver, isWaitedFor } from '../check-state.js';
import { ENTRY_WORDS, entryProblems } from '../entry-rules.js';
import { RefappClient, RefappRefusal, type VendorCandidate } from '../refapp.client.js';
import type { UseCase } from '../refapp.context.js';
import { Referee } from '../referee.entity.js';
import { write } from '../writing.js';
import { changeCheck, visibleCheck } from './check.use-cases.js';
import type { AskDto, CheckView, NewRefereeDto, RefereeAdded, RemindDto } from './checks.dto.js';

/**
 * A recruiter names a referee. No action: whom it is about must not be kept with a write of ours, and Refapp knows the
 * same person again. What follows is read from Refapp.
 */
export async function addReferee(ctx: UseCase, id: string, body: NewRefereeDto): Promise<RefereeAdded> {
  const { check, seen } = await running(ctx, id);
  const contact = { email: body.email?.trim().toLowerCase() ?? null, phone: body.phone?.replace(/[\s()-]/g, '') ?? null };
  const alive = seen.referees.filter((one) => !isLost(one.status));
  const [problem] = entryProblems(contact, seen, alive);
  if (problem !== undefined) throw CallerError.invalid([{ field: problem === 'phone' ? '/phone' : '/email', message: `This person ${ENTRY_WORDS[problem]}` }]);
  if (alive.length >= check.requested) throw CallerError.conflict('enough-referees', 'As many referees are named as were asked for. Ask for more references first.');
  const { name, relation, company, language = 'sv' } = body;
  const refereeId = await refused(new RefappClient(ctx.vendor).addReferee(seen.id, { name, relation, company, language, ...contact }));
  await changeCheck(ctx, id, 'referee-added', async (tx, locked, now) => {
    record(tx, locked, 'referee-added', now, { refereeId });
    await planFollow(tx, locked, `added:${refereeId}`);
  });
  return { refereeId };
}

async function refused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RefappRefusal) throw CallerError.conflict(error.code, error.message);
    throw error;
  }
}

async function running(ctx: UseCase, id: string): Promise<{ check: Awaited<ReturnType<typeof visibleCheck>>; seen: VendorCandidate }> {
  const check = await visibleCheck(ctx, id);
  if (isOver(check.status)) throw CallerError.conflict('check-over', `The reference check is ${check.status.replace('_', ' ')}.`);
  const seen = check.candidateId == null ? null : await new RefappClient(ctx.vendor).candidate(check.candidateId);
  if (!seen) throw CallerError.conflict('not-known-yet', 'Refapp does not know the candidate yet. Try again in a minute.');
  return { check, seen };
}

async function refereeOf(ctx: UseCase, id: string, refereeId: string): Promise<Referee> {
  await visibleCheck(ctx, id);
  const referee = await ctx.store.findOne(Referee, { checkId: id, refereeId });
  if (!referee) throw CallerError.notFound('The referee');
  return referee;
}

/** Asks a referee where nothing goes out by itself (RE-7). */
export async function askReferee(ctx: UseCase, id: string, refereeId: string, { channel = 'email' }: AskDto): Promise<CheckView> {
  await refereeOf(ctx, id, refereeId);
  return changeCheck(ctx, id, 'referee-asked', async (tx, check, now) => {
    const referee = await tx.store.findOne(Referee, { checkId: id, refereeId });
    if (referee?.status !== 'created') throw CallerError.conflict('asked-already', 'The referee was asked already. Send a reminder instead.');
    tx.store.assign(referee, { isToBeAsked: true, channel: referee.channel === 'none' ? channel : referee.channel });
    record(tx, check, 'referee-request-wanted', now, { refereeId, detail: { channel: referee.channel } });
    await planReferee(tx, check, refereeId, 'invited', { occasion: String(referee.round), reason: 'a recruiter asked for it' });
  });
}

/** The referee may correct what they wrote, before the report is finished (RE-32). */
export async function reopenReferee(ctx: UseCase, id: string, refereeId: string): Promise<CheckView> {
  await refereeOf(ctx, id, refereeId);
  return changeCheck(ctx, id, 'referee-reopened', async (tx, check, now) => {
    const referee = await tx.store.findOne(Referee, { checkId: id, refereeId });
    if (referee?.status !== 'answered') throw CallerError.conflict('not-answered', 'The referee has not answered.');
    record(tx, check, 'reopen-wanted', now, { refereeId });
    await planReferee(tx, check, refereeId, 'reopened', { occasion: `h${check.historyCount}`, reason: 'the referee asked to correct their answers' });
  });
}

/** A reminder by hand, at any time in which something is waited for (RE-29). It goes out at once, but never at night. */
export async function remindByHand(ctx: UseCase, id: string, { refereeId }: RemindDto): Promise<CheckView> {
  const { seen } = await running(ctx, id);
  return changeCheck(ctx, id, 'reminded', async (tx, check, now) => {
    const plans = await plansOf(tx.store, check);
    const referee = refereeId === undefined ? null : (await refereesOf(tx.store, id)).find((one) => one.refereeId === refereeId) ?? null;
    if (refereeId !== undefined && !referee) throw CallerError.invalid([{ field: '/refereeId', message: 'is no referee of this check' }]);
    if (!plans || (referee ? !isWaitedFor(referee.status) : check.status !== 'requested')) {
      throw CallerError.conflict('nothing-waited-for', 'Nothing is waited for from this person.');
    }
    const person = referee ? seen.referees.find((one) => one.id === referee.refereeId) : seen;
    const choice = referee ? referee.channel : check.channel;
    record(tx, check, 'reminded-by-hand', now, { refereeId: refereeId ?? null });
    const channels = person ? channelsFor(choice === 'none' ? 'both' : choice, person) : [];
    if (channels.length === 0) throw CallerError.conflict('unreachable', 'There is no address at which this person can be reached.');
    await write(tx, { ctx, check, ...plans, seen }, {
      text: referee ? 'referee-reminder' : 'candidate-reminder', referee, occasion: `m${check.historyCount}`, isReminder: true, channels });
  });
}

/** Somebody looked at the hints and finds nothing wrong (RE-35). */
export function approveHints(ctx: UseCase, id: string): Promise<CheckView> {
  return changeCheck(ctx, id, 'hints-approved', async (tx, check, now) => {
    if (check.hints.length === 0) throw CallerError.conflict('no-hints', 'There is nothing to approve.');
    check.hintsApproved = true;
    record(tx, check, 'hints-approved', now);
    await planVendor(tx, check, 'approve-hints', { occasion: `h${check.historyCount}`, reason: 'a person looked and found nothing wrong' });
  }, { mayBeOver: true });
}
