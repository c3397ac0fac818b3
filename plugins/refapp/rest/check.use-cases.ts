import { CallerError, DEFAULT_PAGE, isoOf, isoOrNull, type Pager, type UnitOfWork } from 'patchbay/sdk';
import { DAY_MS, HOUR_MS, nextReminder } from '../calendar.js';
import { CheckHistory } from '../check-history.entity.js';
import { planCandidateCalendar, planExpiry, planRequest, planVendor, reminderJob, show } from '../check-plans.js';
import { lockCheck, record, refereesOf } from '../check-rows.js';
import { isOver, isWaitedFor } from '../check-state.js';
import { ReferenceCheck } from '../check.entity.js';
import { forget } from '../forgetting.js';
import { hostOf } from '../hosts/index.js';
import type { UseCase } from '../refapp.context.js';
import { startCheck, stopCheck } from '../starting.js';
import { ReferenceStep } from '../step.entity.js';
import { checkView } from './check-views.js';
import type { AskDto, CheckChangeDto, CheckDetail, CheckPage, CheckQuery, CheckView, StartCheckDto } from './checks.dto.js';
import { maySee, reportReaders, visibleServices } from './visibility.js';

const CURSOR = 'refapp:checks';

/** Newest first. */
export async function listChecks(ctx: UseCase, pager: Pager, query: CheckQuery): Promise<CheckPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(CURSOR, query.cursor);
  const { serviceId, subjectId } = query;
  const visible = await visibleServices(ctx);
  const mayRead = await reportReaders(ctx);
  const rows = await ctx.store.find(ReferenceCheck, {
    $and: [
      serviceId === undefined ? {} : { serviceId }, subjectId === undefined ? {} : { subjectId }, visible === null ? {} : { serviceId: { $in: [...visible] } },
      query.status === undefined ? {} : { status: { $in: query.status } },
      at === undefined ? {} : { $or: [{ createdAt: { $lt: Number(at) } }, { createdAt: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const data = rows.slice(0, limit).map((check) => checkView(ctx, check, mayRead(check)));
  return { data, next: last ? pager.encode(CURSOR, [last.createdAt, last.id]) : null };
}

export async function visibleCheck(ctx: UseCase, id: string): Promise<ReferenceCheck> {
  const check = await ctx.store.findOne(ReferenceCheck, { id });
  if (!check || !await maySee(ctx, check.serviceId)) throw CallerError.notFound('The reference check');
  return check;
}

export async function checkDetail(ctx: UseCase, id: string): Promise<CheckDetail> {
  const check = await visibleCheck(ctx, id);
  const mayRead = await reportReaders(ctx);
  const history = await ctx.store.find(CheckHistory, { checkId: id }, { orderBy: { number: 'asc' } });
  const referees = await refereesOf(ctx.store, id);
  return {
    ...checkView(ctx, check, mayRead(check)), hintsApproved: check.hintsApproved,
    hints: check.hints.map((hint) => ({ ...hint, refereeIds: [...hint.refereeIds] })),
    referees: referees.map(({ refereeId, status, reminders, invitedAt, problem }) => ({
      refereeId, status, reminders, invitedAt: isoOrNull(invitedAt), problem: problem ?? null,
    })),
    history: history.map(({ number, kind, refereeId, at, detail }) => ({ number, kind, refereeId: refereeId ?? null, at: isoOf(at), detail: detail ?? null })),
  };
}

/** Manual start (RE-15); after an earlier end only with `again` (RE-16). */
export async function startByHand(ctx: UseCase, { stepId, subjectId, again }: StartCheckDto): Promise<CheckView> {
  const step = await ctx.store.findOne(ReferenceStep, { id: stepId });
  if (!step || !await maySee(ctx, step.serviceId)) throw CallerError.invalid([{ field: '/stepId', message: 'is no step that takes references' }]);
  const host = hostOf(step.host);
  const person = await host.person(ctx, step.serviceId, subjectId);
  if (!person || person.serviceId !== step.serviceId) throw CallerError.invalid([{ field: '/subjectId', message: 'is no candidate of this job' }]);
  const service = await host.service(ctx, step.serviceId);
  const mayRead = await reportReaders(ctx);
  return ctx.commit(async (tx) => {
    const { decision, check } = await startCheck(tx, ctx, { stepId, subjectId, service, person, by: again === true ? 'confirmed' : 'person' });
    if (decision.kind === 'ask') throw CallerError.conflict('taken-before', 'References were taken on this candidate before. Send "again": true to take them again.');
    if (decision.kind === 'nothing') throw CallerError.conflict('not-startable', `It cannot start: ${decision.why}.`);
    if (!check) throw CallerError.notFound('The reference check');
    await tx.audit.record({ action: 'refapp.check-started', subject: `check:${check.id}`, detail: { stepId } });
    return checkView(ctx, check, mayRead(check));
  });
}

export type Change = (tx: UnitOfWork, check: ReferenceCheck, now: number) => Promise<void>;

/** A person's act on a check that runs. */
export async function changeCheck(ctx: UseCase, id: string, action: string, work: Change, options: { readonly mayBeOver?: boolean } = {}): Promise<CheckView> {
  await visibleCheck(ctx, id);
  const mayRead = await reportReaders(ctx);
  return ctx.commit(async (tx) => {
    const check = await lockCheck(tx, id);
    if (!check) throw CallerError.notFound('The reference check');
    if (isOver(check.status) && options.mayBeOver !== true) throw CallerError.conflict('check-over', `The reference check is ${check.status.replace('_', ' ')}.`);
    const now = ctx.clock.now();
    await work(tx, check, now);
    await tx.audit.record({ action: `refapp.${action}`, subject: `check:${id}`, detail: { status: check.status } });
    await show(tx, ctx, check, now);
    return checkView(ctx, check, mayRead(check));
  });
}

/** Asks the candidate where nothing goes out by itself, or once more (RE-14). */
export function askCandidate(ctx: UseCase, id: string, { channel }: AskDto): Promise<CheckView> {
  return changeCheck(ctx, id, 'candidate-asked', async (tx, check, now) => {
    if (check.status === 'on_hold') throw CallerError.conflict('on-hold', 'The step has no questionnaire. Choose one and press Start on the step.');
    if (check.candidateId == null) throw CallerError.conflict('not-known-yet', 'Refapp does not know the candidate yet. Try again in a minute.');
    if (check.status !== 'not_started') throw CallerError.conflict('asked-already', 'The candidate was asked already. Send a reminder instead.');
    check.channel = channel ?? (check.channel === 'none' ? 'email' : check.channel);
    record(tx, check, 'request-wanted', now, { detail: { channel: check.channel } });
    await planRequest(tx, ctx, check, now, 'a recruiter asked for it');
  });
}

/** Another number of references, more days, automatic reminders on or off (RE-29, RE-34). */
export function adjust(ctx: UseCase, id: string, body: CheckChangeDto): Promise<CheckView> {
  return changeCheck(ctx, id, 'check-adjusted', async (tx, check, now) => {
    record(tx, check, 'adjusted', now, { detail: { ...body } });
    if (body.remindsCandidate !== undefined) check.remindsCandidate = body.remindsCandidate;
    if (body.remindsReferees !== undefined) await remindAgain(tx, ctx, check, body.remindsReferees, now);
    if (body.extraDays !== undefined) extend(check, body.extraDays, now);
    if (body.references === undefined && body.extraDays === undefined) return;
    if (check.requestedAt == null) {
      check.requested = body.references ?? check.requested;
      return;
    }
    await planMore(tx, ctx, check, body.references ?? check.requested, now);
    await planCandidateCalendar(tx, ctx, check);
    await planExpiry(tx, check);
  });
}

/** Switched on again, reminders begin anew after the interval; those already sent count. */
async function remindAgain(tx: UnitOfWork, ctx: UseCase, check: ReferenceCheck, isOn: boolean, now: number): Promise<void> {
  if (isOn && !check.remindsReferees) {
    const dueAt = nextReminder(now, ctx.settings.refereeReminderHours * HOUR_MS, ctx.zone);
    for (const { refereeId, round, reminders, status } of await refereesOf(tx.store, check.id)) {
      if (isWaitedFor(status)) await tx.jobs.enqueue(reminderJob(check, { refereeId, round, n: reminders + 1 }, dueAt, check.historyCount));
    }
  }
  check.remindsReferees = isOn;
}

function extend(check: ReferenceCheck, days: number, now: number): void {
  if (check.submitBy != null) check.submitBy = Math.max(check.submitBy, now) + days * DAY_MS;
  if (check.expiresAt != null) check.expiresAt = Math.max(check.expiresAt, now) + days * DAY_MS;
  if (check.problem === 'not-submitted' || check.problem === 'expired') check.problem = null;
}

/** The new number becomes ours once Refapp has it, so that the candidate is then told of it. */
async function planMore(tx: UnitOfWork, ctx: UseCase, check: ReferenceCheck, references: number, now: number): Promise<void> {
  const before = check.requested;
  check.requested = references;
  await planRequest(tx, ctx, check, now, 'a recruiter changed the number of references or the days');
  check.requested = before;
}

/** Ends with the answers that are there (RE-25). */
export function closeCheck(ctx: UseCase, id: string): Promise<CheckView> {
  return changeCheck(ctx, id, 'check-closed', async (tx, check, now) => {
    if (check.answered === 0) throw CallerError.conflict('nothing-answered', 'Nobody has answered yet: cancel it instead.');
    record(tx, check, 'close-wanted', now);
    await planVendor(tx, check, 'close', { occasion: 'close', reason: 'a recruiter closed it with what there is' });
  });
}

export function cancelCheck(ctx: UseCase, id: string): Promise<CheckView> {
  return changeCheck(ctx, id, 'check-cancelled', async (tx, check) => {
    await stopCheck(tx, ctx, check, 'a recruiter cancelled it', `person:${check.historyCount}`);
  });
}

/** Reads the host's contact details anew and tries again what was refused (RE-18). */
export function retryCheck(ctx: UseCase, id: string): Promise<CheckView> {
  return changeCheck(ctx, id, 'check-retried', async (tx, check, now) => {
    if (check.problem !== 'contact-details' && check.problem !== 'refused') throw CallerError.conflict('nothing-to-retry', 'Nothing about this check waits for a retry.');
    record(tx, check, 'retried', now);
    await planVendor(tx, check, 'correct-candidate', {
      occasion: `retry:${check.historyCount}`, reason: 'a recruiter tried again', request: { checkId: check.id, settings: { ...ctx.settings } } });
    if (check.problem === 'refused') check.problem = null;
  });
}

/** Earlier than the period says, e.g. because the candidate asked for it (RE-38). */
export async function eraseCheck(ctx: UseCase, id: string): Promise<void> {
  await changeCheck(ctx, id, 'check-erased', (tx, check, now) => forget(tx, check, 'it was asked for', now), { mayBeOver: true });
}
