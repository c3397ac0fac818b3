import { LockMode } from '@mikro-orm/core';
import { CallerError, LeverNotFound, type ArchiveReason } from 'patchbay/sdk';
import { lockAnalysis, tell } from '../analysis-rows.js';
import type { Analysis } from '../analysis.entity.js';
import { offerStages } from '../applicants.js';
import { lockCandidate } from '../candidate-rows.js';
import { Decision } from '../decision.entity.js';
import { DecisionItem } from '../decision-item.entity.js';
import type { Tx, UseCase } from '../popp.context.js';
import { mayRetry, offeredReasons, undoRefusal, undoSeen, type FreshOpportunity } from '../rejection.js';
import { chosenOf, createDecision, createItem, deciderOf, decisionView, visibleDecision, type Decider } from './decision-rows.js';
import type { ChosenDto, DecisionView, ReasonList, RejectDto } from './decisions.dto.js';
import { visibleAnalysis } from './visible-postings.js';

/** Lever's reasons, read at this moment (PO-31, PO-33). */
export async function rejectReasons(ctx: UseCase): Promise<ReasonList> {
  const reasons: ArchiveReason[] = [];
  for await (const reason of ctx.lever.archiveReasons.list()) reasons.push(reason);
  return { data: offeredReasons(reasons) };
}

/** Archives each of the chosen in Lever with that reason; one result for each (PO-31, PO-32, PO-34). */
export async function reject(ctx: UseCase, analysisId: string, { candidateIds, reasonId }: RejectDto): Promise<DecisionView> {
  const by = deciderOf(ctx);
  await visibleAnalysis(ctx, analysisId);
  const reason = (await rejectReasons(ctx)).data.find((one) => one.id === reasonId);
  if (!reason) throw CallerError.invalid([{ field: '/reasonId', message: 'is no reason that Lever offers for a rejection now' }]);
  const chosen = await chosenOf(ctx, analysisId, candidateIds, 'reject');
  const offer = offerStages(await ctx.mirror.stages());
  const now = ctx.clock.now();
  const decision = await ctx.commit(async (tx) => {
    const analysis = await locked(tx, analysisId);
    const made = createDecision(tx, ctx, analysisId, { kind: 'reject', reasonId: reason.id, reasonText: reason.text }, now);
    for (const one of chosen) {
      const state = one.obstacle === null ? 'pending' as const : 'skipped' as const;
      const item = createItem(tx, made, one, { state, cause: one.obstacle }, now);
      tell(tx, analysis, { kind: 'candidate', candidateId: one.candidate.id, why: `reject-${item.state}` }, now);
      if (item.state === 'pending') await planArchive(tx, { item, by, reasonId, reasonText: reason.text, offer });
    }
    await tx.audit.record({ action: 'popp.rejected', subject: `analysis:${analysisId}`, detail: { decisionId: made.id, reasonId, people: chosen.length } });
    return made;
  });
  return decisionView(ctx, decision);
}

interface Archiving {
  readonly item: DecisionItem; readonly by: Decider; readonly reasonId: string; readonly reasonText: string; readonly offer: readonly string[];
}

async function planArchive(tx: Tx, { item, by, reasonId, reasonText, offer }: Archiving): Promise<void> {
  await tx.actions.plan({
    kind: 'archive', opportunityId: item.opportunityId, reasonId, byMemberId: by.id, unlessInStages: offer, meaning: 'reject', occasion: `${item.id}:${item.attempt}`,
    reasons: [`a person rejected the application: ${reasonText}`], then: { job: 'decision-outcome', context: { itemId: item.id, attempt: item.attempt } },
  });
}

const NO_STAGE = 'Nobody was moved in Lever: no stage is chosen for Shortlist. Choose one in the settings or for this analysis, then press Shortlist again.';

/** Moves the chosen to the mapped stage, forward only; without one they are marked here (PO-37, PO-38). */
export async function shortlist(ctx: UseCase, analysisId: string, { candidateIds }: ChosenDto): Promise<DecisionView> {
  const by = deciderOf(ctx);
  const { shortlistStageId } = await visibleAnalysis(ctx, analysisId);
  const stageId = shortlistStageId ?? (ctx.settings.shortlistStageId === '' ? null : ctx.settings.shortlistStageId);
  const chosen = await chosenOf(ctx, analysisId, candidateIds, 'shortlist');
  const now = ctx.clock.now();
  const decision = await ctx.commit(async (tx) => {
    const analysis = await locked(tx, analysisId);
    const made = createDecision(tx, ctx, analysisId, { kind: 'shortlist', stageId }, now);
    for (const one of chosen) {
      const state = one.obstacle !== null ? 'skipped' : stageId === null ? 'marked' : 'pending';
      const item = createItem(tx, made, one, { state, cause: one.obstacle }, now);
      if (state === 'skipped') continue;
      const candidate = await lockCandidate(tx, one.candidate.id);
      if (candidate) candidate.shortlistedAt ??= now;
      tell(tx, analysis, { kind: 'candidate', candidateId: one.candidate.id, why: `shortlist-${state}` }, now);
      if (stageId !== null) await planMove(tx, item, by, stageId);
    }
    await tx.audit.record({ action: 'popp.shortlisted', subject: `analysis:${analysisId}`, detail: { decisionId: made.id, stageId, people: chosen.length } });
    return made;
  });
  return decisionView(ctx, decision, stageId === null ? NO_STAGE : null);
}

async function planMove(tx: Tx, item: DecisionItem, by: Decider, stageId: string): Promise<void> {
  await tx.actions.plan({
    kind: 'stage.move', opportunityId: item.opportunityId, stageId, seenStageId: item.seenStageId, byMemberId: by.id, meaning: 'shortlist', occasion: `${item.id}:${item.attempt}`,
    reasons: ['a person shortlisted the application'], then: { job: 'decision-outcome', context: { itemId: item.id, attempt: item.attempt } },
  });
}

async function locked(tx: Tx, analysisId: string): Promise<Analysis> {
  const analysis = await lockAnalysis(tx, analysisId);
  if (!analysis) throw CallerError.notFound('The analysis');
  return analysis;
}

const itemsOf = (tx: Tx, decisionId: string): Promise<DecisionItem[]> =>
  tx.store.find(DecisionItem, { decisionId }, { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE });

/** The failures alone, once more (PO-34). */
export async function retry(ctx: UseCase, id: string): Promise<DecisionView> {
  const by = deciderOf(ctx);
  const decision = await visibleDecision(ctx, id);
  const offer = offerStages(await ctx.mirror.stages());
  await ctx.commit(async (tx) => {
    await locked(tx, decision.analysisId);
    const failed = (await itemsOf(tx, id)).filter(mayRetry);
    if (failed.length === 0) throw CallerError.conflict('nothing-to-retry', 'Nothing of this decision failed.');
    for (const item of failed) {
      tx.store.assign(item, { state: 'pending', cause: null, attempt: item.attempt + 1, endedAt: null });
      if (decision.kind === 'shortlist') await planMove(tx, item, by, decision.stageId ?? '');
      else await planArchive(tx, { item, by, reasonId: decision.reasonId ?? '', reasonText: decision.reasonText ?? '', offer });
    }
    await tx.audit.record({ action: 'popp.decision-retried', subject: `analysis:${decision.analysisId}`, detail: { decisionId: id, people: failed.length } });
  });
  return decisionView(ctx, decision);
}

/** Takes a rejection back: out of the archive, the stage stays as it was, while nothing else has touched it (PO-39). */
export async function undo(ctx: UseCase, id: string): Promise<DecisionView> {
  const by = deciderOf(ctx);
  const decision = await visibleDecision(ctx, id);
  const seen = await ctx.store.find(DecisionItem, { decisionId: id });
  const refusal = undoRefusal(decision, seen, ctx.clock.now());
  if (refusal !== null) throw CallerError.conflict('cannot-be-undone', refusal);
  const fresh = await freshOf(ctx, seen.filter((item) => item.state === 'done'));
  const now = ctx.clock.now();
  const undone = await ctx.commit(async (tx) => {
    const analysis = await locked(tx, decision.analysisId);
    const done = (await itemsOf(tx, id)).filter((one) => one.state === 'done');
    if (done.length === 0) throw CallerError.conflict('cannot-be-undone', 'It was taken back already.');
    for (const item of done) {
      const answer = undoSeen(fresh.get(item.id) ?? null, { reasonId: decision.reasonId ?? '', stageId: item.seenStageId });
      tx.store.assign(item, 'skip' in answer ? { state: 'undo-skipped', cause: answer.skip } : { state: 'undoing', attempt: item.attempt + 1 });
      tell(tx, analysis, { kind: 'candidate', candidateId: item.candidateId, why: `decision-${item.state}` }, now);
      if ('seen' in answer) await planUnarchive(tx, item, by, answer.seen);
    }
    await tx.audit.record({ action: 'popp.rejection-undone', subject: `analysis:${decision.analysisId}`, detail: { decisionId: id } });
    const row = await tx.store.findOne(Decision, { id });
    if (!row) throw CallerError.notFound('The decision');
    return tx.store.assign(row, { undoneAt: now, undoneById: by.id });
  });
  return decisionView(ctx, undone);
}

async function planUnarchive(tx: Tx, item: DecisionItem, by: Decider, seen: { reasonId: string; archivedAt: number; stageId: string }): Promise<void> {
  await tx.actions.plan({
    kind: 'unarchive', opportunityId: item.opportunityId, byMemberId: by.id, seen, meaning: 'undo-reject', occasion: `${item.id}:${item.attempt}`,
    reasons: ['a person took the rejection back'], then: { job: 'undo-outcome', context: { itemId: item.id, attempt: item.attempt } },
  });
}

async function freshOf(ctx: UseCase, items: readonly DecisionItem[]): Promise<Map<string, FreshOpportunity>> {
  const fresh = new Map<string, FreshOpportunity>();
  await Promise.all(items.map(async (item) => {
    try {
      fresh.set(item.id, await ctx.lever.opportunities.get<never>(item.opportunityId));
    } catch (error) {
      if (!(error instanceof LeverNotFound)) throw error;
    }
  }));
  return fresh;
}
