import { CallerError, type UnitOfWork } from 'patchbay/sdk';
import { Applicant } from '../applicant.entity.js';
import { currentHandoff } from '../handoff-rows.js';
import { keepStatus } from '../handlers/upkeep.jobs.js';
import { IdibuClient } from '../idibu.client.js';
import type { UseCase } from '../idibu.context.js';
import { idibuStatus, leverStatus } from '../idibu-sighting.js';
import { IdibuStatus } from '../status.entity.js';
import { offProblem, reordered, type StatusView } from '../status-list.js';
import type { StatusChangeDto, StatusDto, StatusItem, StatusList } from './status.dto.js';

type Looking = Pick<UseCase, 'store' | 'mirror' | 'settings'>;

const viewOf = ({ externalId, label, colour, position, isEnabled, kind }: IdibuStatus): StatusView =>
  ({ id: idibuStatus(externalId), label, colour, position, isEnabled, kind });

async function ofIdibu(ctx: Looking): Promise<StatusView[]> {
  const rows = await ctx.store.find(IdibuStatus, {}, { orderBy: [{ position: 'asc' }, { id: 'asc' }] });
  return rows.map(viewOf);
}

/** idibu's statuses and Lever's stages, for the sources in use (ID-10). */
async function allStatuses(ctx: Looking): Promise<Omit<StatusItem, 'isTrigger'>[]> {
  const own = ctx.settings.useIdibu ? await ofIdibu(ctx) : [];
  const stages = ctx.settings.useLever ? await ctx.mirror.stages() : [];
  return [
    ...own.map((one) => ({ ...one, source: 'idibu' as const })),
    ...stages.map((stage) => ({
      id: leverStatus(stage.id), label: stage.text, colour: 'general' as const, position: stage.position, isEnabled: true, kind: 'default' as const, source: 'lever' as const,
    })),
  ];
}

export async function activeStatuses(ctx: Looking): Promise<Omit<StatusItem, 'isTrigger'>[]> {
  return (await allStatuses(ctx)).filter((one) => one.isEnabled);
}

export async function listStatuses(ctx: UseCase): Promise<StatusList> {
  const { mode, triggerStatusId } = await currentHandoff(ctx.store);
  return { data: (await allStatuses(ctx)).map((one) => ({ ...one, isTrigger: mode === 'status' && one.id === triggerStatusId })), next: null };
}

/** Made in idibu too, so that its users see it. */
export async function createStatus(ctx: UseCase, { label, colour = 'general' }: StatusDto): Promise<StatusItem> {
  const wanted = label.trim();
  if ((await ofIdibu(ctx)).some((one) => one.label.toLowerCase() === wanted.toLowerCase())) {
    throw CallerError.invalid([{ field: '/label', message: 'is the name of another status' }]);
  }
  const made = await new IdibuClient(ctx.vendor).addStatus({ label: wanted, group: colour });
  await ctx.commit(async (tx) => {
    await keepStatus(tx, ctx, made);
    await tx.audit.record({ action: 'idibu.status-created', subject: `status:${made.id}`, detail: { label: wanted } });
  });
  return one(ctx, idibuStatus(made.id));
}

/** Renames, colours, reorders, switches on and off; a rename keeps the trigger (ID-28, ID-29). */
export async function changeStatus(ctx: UseCase, id: string, change: StatusChangeDto): Promise<StatusItem> {
  const statuses = await ofIdibu(ctx);
  const status = statuses.find((known) => known.id === id);
  if (!status) throw CallerError.notFound('The status');
  const isOff = change.isEnabled === false && status.isEnabled;
  if (isOff) await assertOff(ctx, status, statuses.find((known) => known.id === change.moveTo) ?? null);
  const client = new IdibuClient(ctx.vendor);
  const order = change.position === undefined ? null : reordered(statuses, id, change.position);
  const { label, colour, isEnabled } = change;
  await client.editStatus(bare(id), {
    ...(label !== undefined && { label: label.trim() }), ...(colour !== undefined && { group: colour }), ...(isEnabled !== undefined && { enabled: isEnabled }),
  });
  for (const [place, statusId] of order?.entries() ?? []) await client.editStatus(bare(statusId), { order: place });
  await ctx.commit(async (tx) => {
    const row = await tx.store.findOne(IdibuStatus, { externalId: bare(id) });
    if (!row) throw CallerError.notFound('The status');
    tx.store.assign(row, { label: label?.trim() ?? row.label, colour: colour ?? row.colour, isEnabled: isEnabled ?? row.isEnabled });
    if (order) await keepOrder(tx, order);
    if (isOff && change.moveTo !== undefined) await movePeople(tx, ctx, id, change.moveTo);
    await tx.audit.record({ action: 'idibu.status-changed', subject: `status:${bare(id)}`, detail: { fields: Object.keys(change) } });
  });
  return one(ctx, id);
}

async function assertOff(ctx: UseCase, status: StatusView, moveTo: StatusView | null): Promise<void> {
  const { mode, triggerStatusId } = await currentHandoff(ctx.store);
  const people = await ctx.store.count(Applicant, { statusId: status.id, state: 'active' });
  const problem = offProblem(status, { triggerStatusId: mode === 'status' ? triggerStatusId : null, people, moveTo });
  if (problem?.isInput) throw CallerError.invalid([{ field: '/moveTo', message: problem.message }]);
  if (problem) throw CallerError.conflict(problem.code, problem.message);
}

async function keepOrder(tx: UnitOfWork, order: readonly string[]): Promise<void> {
  for (const row of await tx.store.find(IdibuStatus, {})) row.position = Math.max(0, order.indexOf(idibuStatus(row.externalId)));
}

async function movePeople(tx: UnitOfWork, ctx: UseCase, from: string, to: string): Promise<void> {
  await tx.jobs.enqueue({ name: 'move-people', key: `${from}:${ctx.clock.now()}`, lane: 'run:move-people', payload: { from, to } });
}

const bare = (id: string): string => id.replace(/^idibu:/, '');

async function one(ctx: UseCase, id: string): Promise<StatusItem> {
  const found = (await listStatuses(ctx)).data.find((item) => item.id === id);
  if (!found) throw CallerError.notFound('The status');
  return found;
}
