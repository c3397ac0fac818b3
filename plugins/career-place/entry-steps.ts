import { LeverNotFound, type MirroredStage, type UnitOfWork } from 'patchbay/sdk';
import type { Handling, Working } from './career-place.context.js';
import { cancelWindow, planVendor, planWindow } from './entry-plans.js';
import { record } from './entry-rows.js';
import type { FunnelEntry } from './funnel-entry.entity.js';
import type { FunnelLink } from './funnel-link.entity.js';
import { advance, type Advance, type EntryStatus, type Step, type TakenStep } from './funnel.js';
import { restartWindow } from './hold.js';
import { detailOf } from './history-steps.js';
import { decideStageMove, type StageMove } from './stage-move.js';
import { tagChange, tagOf } from './tags.js';
import { tagWrites, transitionWrites, type WriteSituation } from './transition-writes.js';

/** Lever as it is just before a decision. */
export interface Surroundings {
  readonly tags: readonly string[];
  readonly stageId: string;
  readonly isArchived: boolean;
  readonly stages: readonly MirroredStage[];
}

/**
 * Reads what a decision needs. A qualification moves people, so it looks at Lever itself; everything else is content
 * with the mirror. Null: the opportunity is gone or may not be seen.
 */
export async function lookAround(ctx: Working, opportunityId: string, isMovePossible: boolean): Promise<Surroundings | null> {
  const mirrored = await ctx.mirror.opportunity(opportunityId);
  if (!mirrored || mirrored.deleted || mirrored.anonymised) return null;
  const seen = { tags: mirrored.tags, stageId: mirrored.stageId, isArchived: mirrored.archivedAt !== null || mirrored.hired };
  if (!isMovePossible) return { ...seen, stages: [] };
  const stages = await ctx.mirror.stages();
  try {
    const fresh = await ctx.lever.opportunities.get(opportunityId);
    return { tags: fresh.tags, stageId: fresh.stage, isArchived: fresh.archived?.archivedAt != null, stages };
  } catch (error) {
    if (error instanceof LeverNotFound) return null;
    throw error;
  }
}

export const zoneOf = (ctx: Pick<Working, 'zone'>, link: Pick<FunnelLink, 'zone'>): string => link.zone ?? ctx.zone;

export interface StepInput {
  readonly ctx: Pick<Handling, 'settings' | 'zone'>;
  readonly entry: FunnelEntry;
  readonly link: FunnelLink;
  readonly steps: readonly Step[];
  readonly around: Surroundings | null;
  readonly now: number;
}

/** Applies what career.place told to a locked entry: rows, calendar and Lever writes together. */
export async function applySteps(tx: UnitOfWork, input: StepInput): Promise<Advance> {
  const { ctx, entry, link, steps, around, now } = input;
  const result = advance(entry, steps);
  const last = result.taken.at(-1);
  const situation = around && last ? situationOf(ctx, entry, link, around, last.after) : null;
  for (const { step, why } of result.ignored) {
    record(tx, entry, { kind: step.kind, at: step.at, transition: step.transition, isApplied: false, detail: { why } }, now);
  }
  for (const taken of result.taken) {
    entry.status = taken.after;
    const done = situation && taken === last ? { move: situation.move, isTagSwap: isSwap(taken, situation) } : null;
    record(tx, entry, { kind: taken.step.kind, at: taken.step.at, transition: taken.step.transition, detail: { ...detailOf(taken, done) } }, now);
  }
  if (!last) return result;
  tx.store.assign(entry, { transition: result.state.transition, round: result.state.round, heardAt: now, problem: null, endedAt: endOf(last) });
  await moveCalendar(tx, input, last);
  if (!around || !situation) return result;
  noteTag(entry, last, around);
  for (const write of transitionWrites(result, situation)) await tx.actions.plan(write);
  return result;
}

const ENDS = new Set(['qualified', 'unqualified', 'opted_out', 'withdrawn']);
const endOf = ({ after, step }: TakenStep): number | null => (ENDS.has(after) ? step.at : null);

async function moveCalendar(tx: UnitOfWork, { ctx, entry, link }: StepInput, last: TakenStep): Promise<void> {
  if (last.after !== 'invited') return cancelWindow(tx, entry);
  tx.store.assign(entry, { ...restartWindow(entry, last.step.at), invitedAt: last.step.at, remindersStopped: null, remindersAsked: 0 });
  if (entry.holds.length > 0) await planVendor(tx, entry, 'pause', `t${last.step.transition}`, 'the position is not open to the candidate at present');
  await planWindow(tx, entry, ctx.settings, zoneOf(ctx, link));
}

function noteTag(entry: FunnelEntry, last: TakenStep, around: Surroundings): void {
  const tag = tagOf(last.after);
  if (!tag) return;
  entry.isTagOwed = around.isArchived;
  if (!around.isArchived) entry.tag = tag;
}

function isSwap({ after }: TakenStep, { knownTags, isExclusive, mayTag }: WriteSituation): boolean {
  const tag = tagOf(after);
  return mayTag && tag !== null && tagChange(tag, knownTags, isExclusive).remove.length > 0;
}

export function situationOf(
  ctx: Pick<Working, 'settings' | 'zone'>, entry: FunnelEntry, link: FunnelLink, around: Surroundings, status: EntryStatus = entry.status,
): WriteSituation {
  return {
    entryId: entry.id, opportunityId: entry.opportunityId, subject: { funnel: link.jobTitle, cardUrl: entry.cardUrl, zone: zoneOf(ctx, link) },
    knownTags: entry.tag ? [...around.tags, entry.tag] : around.tags, isExclusive: ctx.settings.exclusiveTags, mayTag: !around.isArchived,
    move: moveOf(ctx, status, around),
  };
}

function moveOf(ctx: Pick<Working, 'settings'>, status: EntryStatus, around: Surroundings): StageMove | null {
  if (status !== 'qualified') return null;
  return decideStageMove({ target: ctx.settings.stageId, current: around.stageId, isArchived: around.isArchived, stages: around.stages });
}

/** Writes the tag that had to wait while the opportunity was archived. */
export async function payOwedTag(tx: UnitOfWork, input: Omit<StepInput, 'steps'>): Promise<void> {
  const { ctx, entry, link, around, now } = input;
  const tag = tagOf(entry.status);
  if (!around || around.isArchived || !entry.isTagOwed || !tag) return;
  const step: Step = { kind: 'invited', transition: entry.transition, round: entry.round, at: now };
  for (const write of tagWrites({ step, before: entry.status, after: entry.status }, situationOf(ctx, entry, link, around))) await tx.actions.plan(write);
  tx.store.assign(entry, { tag, isTagOwed: false });
}
