import { randomUUID } from 'node:crypto';
import { CallerError, DEFAULT_PAGE, isoOf, isoOrNull, type Pager, type UnitOfWork } from 'patchbay/sdk';
import { Applicant } from '../applicant.entity.js';
import { lockForward } from '../applicant-rows.js';
import { connectorOf, nameOf } from '../connectors.js';
import type { Crm } from '../crm/connector.js';
import { cardOf } from '../crm-card.js';
import { CrmPersonRow, Forward } from '../forward.entity.js';
import { retryForward } from '../forwards.js';
import { rememberVacancy } from '../handlers/forward.jobs.js';
import { CrmProfile } from '../handoff.entity.js';
import { currentHandoff } from '../handoff-rows.js';
import type { UseCase } from '../idibu.context.js';
import { blockOf } from '../react.js';
import type { ForwardPage, ForwardQuery, ForwardView, MatchList, PickDto, ProfileView } from './forwards.dto.js';
import { connectedCrm } from './handoff.use-cases.js';
import { visiblePostings } from './visible.js';

const CURSOR = 'idibu:forwards';

function viewOf(forward: Forward, applicant: Applicant | undefined, person: CrmPersonRow | undefined): ForwardView {
  const { id, applicantId, crm, kind, trigger, state, handoffRevision, steps, createdAt } = forward;
  const details = applicant?.details;
  return {
    id, applicantId, crm, crmName: nameOf(crm), kind, trigger, state, handoffRevision, forwardedBy: forward.forwardedBy ?? null,
    problem: forward.problem ?? null,
    name: details ? `${details.firstName} ${details.lastName}` : null, crmPersonId: person?.crmId ?? null, crmPersonUrl: person?.url ?? null,
    isNewPerson: forward.isNewPerson ?? null, vacancyId: applicant?.vacancyId ?? '', vacancyTitle: applicant?.vacancyTitle ?? '',
    crmJobId: forward.crmJobId ?? null, crmJobTitle: forward.crmJobTitle ?? null,
    steps: steps.map((step) => ({ ...step, at: isoOrNull(step.at) })), createdAt: isoOf(createdAt), endedAt: isoOrNull(forward.endedAt),
  };
}

async function views(store: UseCase['store'], forwards: readonly Forward[]): Promise<ForwardView[]> {
  const applicants = await store.find(Applicant, { id: { $in: forwards.map((one) => one.applicantId) } });
  const people = await store.find(CrmPersonRow, { id: { $in: forwards.map((one) => one.crmPersonId) } });
  return forwards.map((forward) => viewOf(
    forward, applicants.find((one) => one.id === forward.applicantId), people.find((one) => one.id === forward.crmPersonId)));
}

/** Applicants whose forwards a limited team member may see; null: all. */
async function seenApplicants(ctx: UseCase): Promise<object> {
  const postings = await visiblePostings(ctx);
  if (postings === null) return {};
  const applicants = await ctx.store.find(Applicant, { source: 'lever', vacancyId: { $in: [...postings] } });
  return { applicantId: { $in: applicants.map((one) => one.id) } };
}

/** Every forward, newest first: who, when, by which way, into which CRM, and how it ended (ID-41). */
export async function listForwards(ctx: UseCase, pager: Pager, query: ForwardQuery): Promise<ForwardPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(CURSOR, query.cursor);
  const { state, applicantId, crm } = query;
  const equal = Object.fromEntries(Object.entries({ state, applicantId, crm }).filter(([, value]) => value !== undefined));
  const rows = await ctx.store.find(Forward, {
    $and: [
      equal, await seenApplicants(ctx),
      at === undefined ? {} : { $or: [{ createdAt: { $lt: Number(at) } }, { createdAt: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { data: await views(ctx.store, rows.slice(0, limit)), next: last ? pager.encode(CURSOR, [last.createdAt, last.id]) : null };
}

async function visibleForward(ctx: UseCase, id: string): Promise<Forward> {
  const found = await ctx.store.findOne(Forward, { $and: [{ id }, await seenApplicants(ctx)] });
  if (!found) throw CallerError.notFound('The forward');
  return found;
}

export async function oneForward(ctx: UseCase, id: string): Promise<ForwardView> {
  const [view] = await views(ctx.store, [await visibleForward(ctx, id)]);
  if (!view) throw CallerError.notFound('The forward');
  return view;
}

/** Who in the CRM could be the person, as the CRM knows them now. */
export async function matchesOf(ctx: UseCase, id: string): Promise<MatchList> {
  const forward = await visibleForward(ctx, id);
  const applicant = await ctx.store.findOne(Applicant, { id: forward.applicantId });
  if (!applicant?.details) return { data: [], next: null };
  const { details, appliedAt } = applicant;
  const card = cardOf({ appliedAt, details }, forward);
  const crm = crmOf(ctx, forward);
  const answers = [
    ...await Promise.all(card.emails.map((email) => crm.findPersons({ by: 'email', email }))),
    ...await Promise.all(card.phones.map((phone) => crm.findPersons({ by: 'phone', phone, lastName: card.lastName }))),
  ];
  const people = [...new Map(answers.flat().map((person) => [person.id, person])).values()];
  return { data: people.map(({ emails, phones, ...person }) => ({ ...person, emails: [...emails], phones: [...phones] })), next: null };
}

function crmOf(ctx: UseCase, forward: Forward): Crm {
  return connectorOf(forward.crm).open(ctx.accounts.http(forward.crm), forward.terms.mapping);
}

/** A CRM that was changed for another is left once its forwards have ended; what is still held there would wait for nothing (ID-6). */
async function assertReachable(ctx: UseCase, { crm }: Forward): Promise<void> {
  if ((await currentHandoff(ctx.store)).crm === crm || (await ctx.accounts.status(crm)).state === 'active') return;
  throw CallerError.conflict('crm-left', `${nameOf(crm)} was changed for another CRM and is no longer connected. Finish this one there by hand.`);
}

/** Somebody says which of several people it is, or that it is none of them (ID-31). */
export async function pick(ctx: UseCase, id: string, { crmPersonId, isNew }: PickDto): Promise<ForwardView> {
  if ((crmPersonId === undefined) === (isNew !== true)) throw CallerError.invalid([{ field: '/crmPersonId', message: 'choose one of the people, or isNew for none of them' }]);
  const forward = await visibleForward(ctx, id);
  await assertReachable(ctx, forward);
  if (crmPersonId !== undefined && (await crmOf(ctx, forward).findPersons({ by: 'id', id: crmPersonId })).length === 0) {
    throw CallerError.invalid([{ field: '/crmPersonId', message: `is nobody in ${nameOf(forward.crm)}` }]);
  }
  return change(ctx, id, 'idibu.person-picked', async (tx, locked, now) => {
    if (locked.state !== 'needs-pick') throw CallerError.conflict('nothing-to-pick', 'Nobody needs to be picked for this forward.');
    locked.pickedId = crmPersonId ?? 'new';
    await retryForward(tx, locked, now);
  });
}

/** The vacancy of the CRM for this one and everybody else who applies to it (ID-34). */
export async function chooseVacancy(ctx: UseCase, id: string, crmJobId: string): Promise<ForwardView> {
  const forward = await visibleForward(ctx, id);
  await assertReachable(ctx, forward);
  const job = await crmOf(ctx, forward).findJob(crmJobId);
  if (!job?.isOpen) throw CallerError.invalid([{ field: '/crmJobId', message: job ? 'is closed in the CRM' : 'is no vacancy of the CRM' }]);
  return change(ctx, id, 'idibu.vacancy-chosen', async (tx, locked, now) => {
    const applicant = await tx.store.findOne(Applicant, { id: locked.applicantId });
    if (!applicant || !locked.steps.some((step) => step.name === 'link' && step.state === 'held')) {
      throw CallerError.conflict('nothing-to-link', 'This forward does not wait for a vacancy.');
    }
    await rememberVacancy(tx, locked, applicant, job, randomUUID());
    locked.crmJobId = job.id;
    await retryForward(tx, locked, now);
  });
}

/** What is held or failed begins anew; what stands is not sent again. */
export async function retry(ctx: UseCase, id: string): Promise<ForwardView> {
  const forward = await visibleForward(ctx, id);
  const applicant = await ctx.store.findOne(Applicant, { id: forward.applicantId });
  const block = applicant ? blockOf(applicant, forward.crm) : 'the applicant is gone';
  await assertReachable(ctx, forward);
  if (block !== null) throw CallerError.conflict('not-sendable', `Nothing can be sent: ${block}.`);
  return change(ctx, id, 'idibu.forward-retried', async (tx, locked, now) => {
    if (locked.state === 'done' || locked.state === 'running') throw CallerError.conflict('nothing-to-retry', `The forward is ${locked.state}.`);
    await retryForward(tx, locked, now);
  });
}

function change(ctx: UseCase, id: string, action: string, work: (tx: UnitOfWork, forward: Forward, now: number) => Promise<void>): Promise<ForwardView> {
  return ctx.commit(async (tx) => {
    const forward = await lockForward(tx, id);
    if (!forward) throw CallerError.notFound('The forward');
    await work(tx, forward, ctx.clock.now());
    await tx.audit.record({ action, subject: `forward:${id}`, detail: { applicantId: forward.applicantId, crm: forward.crm } });
    const [view] = await views(tx.store, [forward]);
    if (!view) throw CallerError.notFound('The forward');
    return view;
  });
}

/** A member says who they are in the CRM: people they forward belong to them there (ID-37). */
export async function connectProfile(ctx: UseCase, crmUserId: string): Promise<ProfileView> {
  const { principal } = ctx;
  if (principal.kind !== 'member') throw CallerError.conflict('no-member', 'Only a member has a profile.');
  const user = (await (await connectedCrm(ctx)).users()).find((one) => one.id === crmUserId);
  if (!user) throw CallerError.invalid([{ field: '/crmUserId', message: 'is no user of the CRM' }]);
  const now = ctx.clock.now();
  return ctx.commit(async (tx) => {
    const { crm } = await currentHandoff(tx.store);
    const values = { crmUserId, email: user.email, role: principal.role, connectedAt: now };
    const known = await tx.store.findOne(CrmProfile, { crm: crm ?? '', memberId: principal.id });
    if (known) tx.store.assign(known, values);
    else tx.store.create(CrmProfile, { id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, crm: crm ?? '', memberId: principal.id, ...values });
    await tx.audit.record({ action: 'idibu.profile-connected', subject: `member:${principal.id}`, detail: { crm, crmUserId } });
    return { memberId: principal.id, crm: crm ?? '', crmUserId, connectedAt: isoOf(now) };
  });
}
