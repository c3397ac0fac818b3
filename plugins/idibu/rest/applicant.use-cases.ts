import { CallerError, DEFAULT_PAGE, isoOf, isoOrNull, type Pager, type UnitOfWork } from 'patchbay/sdk';
import { Applicant } from '../applicant.entity.js';
import { lockApplicant } from '../applicant-rows.js';
import { connectorOf } from '../connectors.js';
import { eraseApplicant } from '../erasure.js';
import { CrmPersonRow, Forward } from '../forward.entity.js';
import { moveTo } from '../handlers/upkeep.jobs.js';
import type { UseCase } from '../idibu.context.js';
import { OPEN_STATUSES, STATUS_OF_LIGHT } from '../light.js';
import { setLight } from '../lights.js';
import { react, respond } from '../react.js';
import { APPLICANTS } from '../status-list.js';
import type { ApplicantPage, ApplicantQuery, ApplicantView, ErasureDto, LightDto } from './applicants.dto.js';
import { activeStatuses } from './status.use-cases.js';
import { visibleApplicants } from './visible.js';

const CURSOR = 'idibu:applicants';
const OPEN_POSTINGS = ['published', 'internal'];

export function applicantView(applicant: Applicant): ApplicantView {
  const { id, source, externalId, details, vacancyId, vacancyTitle, state, appliedAt } = applicant;
  return {
    id, source, externalId, vacancyId, vacancyTitle, state, vacancyReference: applicant.vacancyReference ?? null, light: applicant.light ?? null,
    statusId: applicant.statusId ?? null, name: details ? `${details.firstName} ${details.lastName}` : null, deleteAt: isoOrNull(applicant.deleteAt),
    appliedAt: isoOf(appliedAt),
  };
}

/** Newest application first. */
export async function listApplicants(ctx: UseCase, pager: Pager, query: ApplicantQuery): Promise<ApplicantPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(CURSOR, query.cursor);
  const { source, externalId, vacancyId, statusId, light } = query;
  const equal = Object.fromEntries(Object.entries({ source, externalId, vacancyId, statusId, light }).filter(([, value]) => value !== undefined));
  const rows = await ctx.store.find(Applicant, {
    $and: [
      equal, await visibleApplicants(ctx),
      at === undefined ? {} : { $or: [{ appliedAt: { $lt: Number(at) } }, { appliedAt: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ appliedAt: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { data: rows.slice(0, limit).map(applicantView), next: last ? pager.encode(CURSOR, [last.appliedAt, last.id]) : null };
}

export async function visibleApplicant(ctx: UseCase, id: string): Promise<Applicant> {
  const found = await ctx.store.findOne(Applicant, { $and: [{ id }, await visibleApplicants(ctx)] });
  if (!found) throw CallerError.notFound('The applicant');
  return found;
}

/** One click on a traffic light. */
export async function clickLight(ctx: UseCase, id: string, { light, statusId }: LightDto): Promise<ApplicantView> {
  const seen = await visibleApplicant(ctx, id);
  const statuses = await activeStatuses(ctx);
  const chosen = statusId === undefined ? null : statuses.find((one) => one.id === statusId && one.source === 'idibu') ?? null;
  if (statusId !== undefined && (!chosen || chosen.label === APPLICANTS || light !== 'green' || seen.source === 'lever')) {
    throw CallerError.invalid([{ field: '/statusId', message: 'must be a status of idibu that is switched on, and goes with the green light of an idibu applicant' }]);
  }
  const fallback = statuses.find((one) => one.source === 'idibu' && one.label === STATUS_OF_LIGHT[light]);
  const posting = seen.source === 'lever' ? await ctx.mirror.posting(seen.vacancyId) : null;
  return change(ctx, id, 'idibu.light', async (tx, applicant) => {
    if (applicant.light === light && (chosen === null || applicant.statusId === chosen.id)) return;
    const standing = statuses.find((one) => one.id === applicant.statusId);
    if (applicant.source === 'idibu' && standing && !OPEN_STATUSES.includes(standing.label)) {
      throw CallerError.conflict('not-in-applicants', `The candidate is in "${standing.label}": lights work only in ${OPEN_STATUSES.join(' and ')}.`);
    }
    await setLight(tx, ctx, applicant, {
      light, chosenStatusId: chosen?.id ?? null, statusId: applicant.source === 'lever' ? null : chosen?.id ?? fallback?.id ?? null, by: ctx.principal.id,
      blockedBecause: posting && !OPEN_POSTINGS.includes(posting.state) ? 'the vacancy is closed' : null,
    });
  }, { light });
}

/** Moves an idibu applicant into a status (ID-10); Lever's people are moved in Lever. */
export async function moveToStatus(ctx: UseCase, id: string, statusId: string): Promise<ApplicantView> {
  const seen = await visibleApplicant(ctx, id);
  if (seen.source === 'lever') throw CallerError.conflict('moved-in-lever', 'Move the candidate in Lever: the stage is the status.');
  const wanted = (await activeStatuses(ctx)).find((one) => one.id === statusId && one.source === 'idibu');
  if (!wanted || wanted.label === APPLICANTS) throw CallerError.invalid([{ field: '/statusId', message: 'must be a status of idibu that is switched on, and not Applicants' }]);
  return change(ctx, id, 'idibu.status', async (tx, applicant) => {
    if (applicant.statusId === statusId) return;
    const occasion = await moveTo(tx, applicant, statusId, `moved to "${wanted.label}"`);
    await respond(tx, ctx, applicant, [`status:${statusId}`], occasion);
    await react(tx, ctx, applicant, { happening: { kind: 'status', statusId }, at: ctx.clock.now(), by: ctx.principal.id });
  }, { statusId });
}

/** Forgets the applicant here; in CRM and idibu on an explicit tick (ID-39). */
export async function erase(ctx: UseCase, id: string, wish: ErasureDto): Promise<ApplicantView> {
  await visibleApplicant(ctx, id);
  if (wish.inCrm) await assertErasable(ctx, id);
  return change(ctx, id, 'idibu.erased', async (tx, applicant) => {
    await eraseApplicant(tx, applicant, { ...wish, occasion: `erased:${applicant.id}` }, ctx.clock.now());
  }, { ...wish });
}

async function assertErasable(ctx: UseCase, id: string): Promise<void> {
  const forwards = await ctx.store.find(Forward, { applicantId: id });
  const people = await ctx.store.find(CrmPersonRow, { id: { $in: forwards.map((one) => one.crmPersonId) }, crmId: { $ne: null } });
  const unable = people.filter((person) => !connectorOf(person.crm).capabilities.mayErase).map((person) => connectorOf(person.crm).account.name);
  if (unable.length > 0) throw CallerError.conflict('crm-cannot-erase', `${unable.join(', ')} offers no deletion to other programs: delete the person there by hand.`);
}

function change(
  ctx: UseCase, id: string, action: string, work: (tx: UnitOfWork, applicant: Applicant) => Promise<void>, detail: Readonly<Record<string, unknown>>,
): Promise<ApplicantView> {
  return ctx.commit(async (tx) => {
    const applicant = await lockApplicant(tx, id);
    if (!applicant) throw CallerError.notFound('The applicant');
    if (applicant.state === 'erased') throw CallerError.conflict('erased', 'The applicant was erased.');
    await work(tx, applicant);
    await tx.audit.record({ action, subject: `applicant:${id}`, detail });
    return applicantView(applicant);
  });
}
