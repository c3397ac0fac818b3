import type { FilterQuery } from '@mikro-orm/core';
import type { JobDefinition, ScheduleDefinition, UnitOfWork } from 'patchbay/sdk';
import { optOutAt } from '../calendar.js';
import { CareerPlaceClient, type Applicant } from '../career-place.client.js';
import { opportunityLane, type Handling } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { planErasure, planInvitation, planVendor, planWindow } from '../entry-plans.js';
import { linkOf, lockEntry, record } from '../entry-rows.js';
import { applySteps, lookAround, payOwedTag, situationOf, zoneOf, type Surroundings } from '../entry-steps.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import { FunnelLink } from '../funnel-link.entity.js';
import { FunnelHistory } from '../funnel-history.entity.js';
import { ENTRY_STATUSES, isActive, stepsFromHistory } from '../funnel.js';
import { takenFrom } from '../history-steps.js';
import { catchUpJob, entryJob } from '../job-payload.js';
import { planLink } from '../link-plans.js';
import { CP_TAGS } from '../tags.js';
import { transitionWrites } from '../transition-writes.js';

const DAY_MS = 86_400_000;
/** A job team that changes its mind later than this is not looked for. */
const REVERSIBLE_MS = 90 * DAY_MS;

/** Hourly: whoever career.place has said nothing about for a day is asked about, in case an event never came. */
export const catchUpSchedule: ScheduleDefinition<CareerPlaceSettings> = { cron: () => '17 * * * *', job: 'catch-up', overlap: 'skip', catchUp: 'collapse' };

export const catchUpJobs: Readonly<Record<string, JobDefinition<CareerPlaceSettings>>> = {
  'catch-up': { handle: catchUp, timeoutMs: 300_000 },
  'catch-up-entry': { handle: catchUpEntry },
};

const MOVABLE = ENTRY_STATUSES.filter((status) => isActive(status) || status === 'opted_out' || status === 'erased');
const PAGE = 200;

/** After switching on: everybody who is not through, and the links (SH-9). By the clock: only who was silent for long. */
async function catchUp(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { isWhole } = catchUpJob(payload);
  const now = ctx.clock.now();
  const links = isWhole ? await ctx.store.find(FunnelLink, { isKnownAtVendor: false }) : [];
  await ctx.checkpoint(async (tx) => {
    for (const link of links) if (link.activeJobId != null) await planLink(tx, link);
  });
  const silent: FilterQuery<FunnelEntry> = isWhole
    ? { status: { $ne: 'erased' }, $or: [{ endedAt: null }, { endedAt: { $gt: now - REVERSIBLE_MS } }] }
    : { heardAt: { $lt: now - DAY_MS } };
  for (const scope of [silent, { status: 'erased' as const, applicantId: { $ne: null } }]) await eachPage(ctx, scope, now, isWhole);
}

async function eachPage(ctx: Handling, scope: FilterQuery<FunnelEntry>, now: number, isWhole: boolean): Promise<void> {
  for (let after: string | null = null; ;) {
    const where: FilterQuery<FunnelEntry> = after === null ? scope : { $and: [scope, { id: { $gt: after } }] };
    const page: FunnelEntry[] = await ctx.store.find(FunnelEntry, where, { orderBy: { id: 'asc' }, limit: PAGE });
    await ctx.checkpoint(async (tx) => {
      for (const entry of page.filter((one) => isWhole || MOVABLE.includes(one.status))) await enqueueEntry(tx, entry, String(now));
    });
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? null;
  }
}

async function enqueueEntry(tx: UnitOfWork, entry: FunnelEntry, run: string): Promise<void> {
  await tx.jobs.enqueue({
    name: 'catch-up-entry', key: `${entry.id}:${run}`, lane: opportunityLane(entry.opportunityId), payload: { entryId: entry.id, run },
  });
}

/** Brings one entry to where career.place has the applicant, and puts back what was cancelled while we were off. */
async function catchUpEntry(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { entryId, run } = entryJob(payload);
  const seen = await ctx.store.findOne(FunnelEntry, { id: entryId });
  const link = seen && await linkOf(ctx.store, seen);
  if (!seen || !link) return;
  if (seen.status === 'erased') return eraseAgain(ctx, seen);
  const applicant = seen.applicantId == null ? null : await new CareerPlaceClient(ctx.vendor).applicant(seen.applicantId);
  const steps = applicant ? stepsFromHistory(seen, applicant) : [];
  const around = await lookAround(ctx, seen.opportunityId, steps.some((step) => step.kind === 'qualified'));
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    if (!entry) return;
    entry.heardAt = now;
    if (applicant) entry.cardUrl = applicant.cardUrl;
    const { taken } = await applySteps(tx, { ctx, entry, link, steps, around, now });
    if (taken.length === 0) await restore(tx, { ctx, entry, link, around, run, now });
    if (applicant) await agreeOnPause(tx, entry, applicant, run);
  });
}

async function eraseAgain(ctx: Handling, entry: FunnelEntry): Promise<void> {
  await ctx.commit((tx) => (entry.applicantId == null ? Promise.resolve() : planErasure(tx, entry.id, entry.applicantId)));
}

interface Restoring {
  readonly ctx: Handling; readonly entry: FunnelEntry; readonly link: FunnelLink; readonly around: Surroundings | null;
    readonly run: string; readonly now: number;
}

/** Every key is the old one: what was done stays done, only what was cancelled unsent comes back (D5). */
async function restore(tx: UnitOfWork, { ctx, entry, link, around, run, now }: Restoring): Promise<void> {
  if (entry.status === 'inviting' && entry.applicantId == null) {
    entry.status = 'queued';
    record(tx, entry, { kind: 'asked-again', at: now }, now);
  }
  if (entry.status === 'queued' && entry.holds.length === 0) return planInvitation(tx, entry, 'first');
  if (around) await rewrite(tx, { ctx, entry, link, around, run, now }, around);
  await planWindow(tx, entry, ctx.settings, zoneOf(ctx, link));
  const isOver = entry.status === 'invited' && entry.invitedAt != null && entry.holds.length === 0
    && now >= optOutAt({ invitedAt: entry.invitedAt, pausedMs: entry.pausedMs });
  if (isOver) {
    await tx.jobs.enqueue({
      name: 'opt-out', key: `${entry.id}:${entry.round}:${run}`, lane: opportunityLane(entry.opportunityId), payload: { entryId: entry.id, round: entry.round },
    });
  }
}

/** Plans every Lever write of the entry's way again: those sent stay sent. */
async function rewrite(tx: UnitOfWork, { ctx, entry, link, now }: Restoring, around: Surroundings): Promise<void> {
  const rows = await tx.store.find(FunnelHistory, { entryId: entry.id }, { orderBy: { number: 'asc' } });
  const { taken, move, isTagSwap } = takenFrom(rows);
  const situation = {
    ...situationOf(ctx, entry, link, around), move, knownTags: isTagSwap ? CP_TAGS : [], mayTag: !around.isArchived && !entry.isTagOwed && entry.tag != null,
  };
  for (const write of transitionWrites({ taken }, situation)) await tx.actions.plan(write);
  await payOwedTag(tx, { ctx, entry, link, around, now });
}

async function agreeOnPause(tx: UnitOfWork, entry: FunnelEntry, applicant: Applicant, run: string): Promise<void> {
  const isHeld = entry.holds.length > 0;
  if (isHeld === applicant.paused || !(isActive(entry.status) || entry.status === 'opted_out')) return;
  await planVendor(tx, entry, isHeld ? 'pause' : 'resume', `c${run}`, isHeld ? 'the position is not open to the candidate at present' : 'the position is open again');
}
