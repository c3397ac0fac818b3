import { LockMode } from '@mikro-orm/core';
import type { ActionOutcome, JobDefinition } from 'patchbay/sdk';
import { lockAnalysis, tell } from '../analysis-rows.js';
import { lockCandidate } from '../candidate-rows.js';
import { Candidate } from '../candidate.entity.js';
import { Decision } from '../decision.entity.js';
import { DecisionItem } from '../decision-item.entity.js';
import { decisionEnded, plainReason } from '../job-payload.js';
import type { Handling } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import type { ItemState } from '../rejection.js';

/** What became of each person of a decision in Lever. */
export const decisionJobs: Readonly<Record<string, JobDefinition<PoppSettings>>> = {
  'decision-outcome': { handle: (payload, ctx) => settle(payload, ctx, STATE_AFTER, leftInLever) },
  'undo-outcome': { handle: (payload, ctx) => settle(payload, ctx, STATE_AFTER_UNDO, () => ({ archivedAt: null, archiveReasonId: null })) },
};

type After = Readonly<Record<ActionOutcome['state'], ItemState>>;
const STATE_AFTER: After = { done: 'done', skipped: 'skipped', failed: 'failed', held: 'held', cancelled: 'cancelled' };
const STATE_AFTER_UNDO: After = { done: 'undone', skipped: 'undo-skipped', failed: 'undo-failed', held: 'undo-failed', cancelled: 'undo-failed' };

type LeverView = Partial<Pick<Candidate, 'archivedAt' | 'archiveReasonId' | 'stageId'>>;

/** What the plugin's own write left in Lever: its echo is not told to the plugin that caused it (decisions D11). */
function leftInLever(decision: Decision, now: number): LeverView {
  if (decision.kind === 'reject') return { archivedAt: now, archiveReasonId: decision.reasonId ?? null };
  return decision.stageId == null ? {} : { stageId: decision.stageId };
}

async function settle(
  payload: Readonly<Record<string, unknown>>, ctx: Handling, after: After, viewOf: (decision: Decision, now: number) => LeverView,
): Promise<void> {
  const { outcome, context } = decisionEnded(payload);
  const seen = await ctx.store.findOne(DecisionItem, { id: context.itemId });
  const row = seen && await ctx.store.findOne(Candidate, { id: seen.candidateId });
  const decision = seen && await ctx.store.findOne(Decision, { id: seen.decisionId });
  if (!seen || !row || !decision) return;
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, row.analysisId);
    const candidate = analysis && await lockCandidate(tx, row.id);
    const item = await tx.store.findOne(DecisionItem, { id: seen.id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!analysis || !candidate || !item || item.attempt !== context.attempt) return;
    const state = after[outcome.state];
    tx.store.assign(item, { state, cause: outcome.state === 'done' ? null : plainReason(outcome), endedAt: now });
    if (outcome.state === 'done') tx.store.assign(candidate, viewOf(decision, now));
    tell(tx, analysis, { kind: 'candidate', candidateId: item.candidateId, why: `decision-${state}` }, now);
  });
}
