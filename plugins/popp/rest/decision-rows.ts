import { randomUUID } from 'node:crypto';
import { CallerError, DEFAULT_PAGE, isoOf, isoOrNull, type Pager } from 'patchbay/sdk';
import { offerStages } from '../applicants.js';
import { Candidate } from '../candidate.entity.js';
import { Decision } from '../decision.entity.js';
import { DecisionItem } from '../decision-item.entity.js';
import type { Tx, UseCase } from '../popp.context.js';
import { knownObstacle, mayRetry, undoRefusal, UNDO_MS } from '../rejection.js';
import type { DecisionPage, DecisionQuery, DecisionView } from './decisions.dto.js';
import { maySee, visibleAnalysis } from './visible-postings.js';
import { Analysis } from '../analysis.entity.js';

export type Decider = Extract<UseCase['principal'], { kind: 'member' }>;

/** Only a person of the organisation decides about people (PO-36). */
export function deciderOf(ctx: UseCase): Decider {
  if (ctx.principal.kind === 'member') return ctx.principal;
  throw CallerError.forbidden('Only a member of the organisation decides about people.');
}

export interface Chosen { readonly candidate: Candidate; readonly obstacle: string | null; readonly stageId: string }

/** The people chosen, all of this analysis, with what stands in the way of each as far as it is known. */
export async function chosenOf(ctx: UseCase, analysisId: string, ids: readonly string[], kind: 'reject' | 'shortlist'): Promise<Chosen[]> {
  const rows = await ctx.store.find(Candidate, { analysisId, id: { $in: [...ids] } });
  const stages = offerStages(await ctx.mirror.stages());
  const chosen: Chosen[] = [];
  for (const [index, id] of ids.entries()) {
    const candidate = rows.find((row) => row.id === id);
    if (!candidate) throw CallerError.invalid([{ field: `/candidateIds/${index}`, message: 'is no candidate of this analysis' }]);
    const person = await ctx.mirror.opportunity(candidate.opportunityId);
    const stageId = person?.stageId ?? candidate.stageId;
    const isGone = !person || person.deleted || person.anonymised;
    const obstacle = knownObstacle(kind, { archivedAt: person?.archivedAt ?? null, hired: person?.hired ?? false, isGone, stageId }, stages);
    chosen.push({ candidate, obstacle, stageId });
  }
  return chosen;
}

export function createDecision(
  tx: Tx, ctx: UseCase, analysisId: string, what: Pick<Decision, 'kind'> & Partial<Pick<Decision, 'reasonId' | 'reasonText' | 'stageId'>>, now: number,
): Decision {
  return tx.store.create(Decision, {
    id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, analysisId, reasonId: null, reasonText: null, stageId: null, ...what,
    byId: ctx.principal.id, at: now, undoneAt: null, undoneById: null,
  });
}

export function createItem(
  tx: Tx, decision: Decision, { candidate, stageId }: Chosen, state: Pick<DecisionItem, 'state' | 'cause'>, now: number,
): DecisionItem {
  return tx.store.create(DecisionItem, {
    id: randomUUID(), tenantId: decision.tenantId, installationId: decision.installationId, decisionId: decision.id, candidateId: candidate.id,
    opportunityId: candidate.opportunityId, ...state, attempt: 1, seenStageId: stageId, endedAt: state.state === 'pending' ? null : now,
  });
}

export async function decisionView(ctx: UseCase, decision: Decision, advice: string | null = null): Promise<DecisionView> {
  const items = await ctx.store.find(DecisionItem, { decisionId: decision.id }, { orderBy: { id: 'asc' } });
  const isOpen = undoRefusal(decision, items, ctx.clock.now()) === null;
  return {
    id: decision.id, analysisId: decision.analysisId, kind: decision.kind, reason: decision.reasonText ?? null, stageId: decision.stageId ?? null,
    byId: decision.byId,
    at: isoOf(decision.at), undoneAt: isoOrNull(decision.undoneAt), undoneById: decision.undoneById ?? null,
    undoUntil: isOpen ? isoOf(decision.at + UNDO_MS) : null, advice: advice ?? adviceOf(items),
    items: items.map(({ candidateId, opportunityId, state, cause, endedAt }) => ({ candidateId, opportunityId, state, cause: cause ?? null,
    endedAt: isoOrNull(endedAt) })),
  };
}

function adviceOf(items: readonly DecisionItem[]): string | null {
  const failures = items.filter(mayRetry).length;
  return failures === 0 ? null : `${failures} of ${items.length} failed. Retry the failures alone: POST …/retry.`;
}

export async function visibleDecision(ctx: UseCase, id: string): Promise<Decision> {
  const decision = await ctx.store.findOne(Decision, { id });
  const analysis = decision && await ctx.store.findOne(Analysis, { id: decision.analysisId });
  if (!decision || !analysis || !await maySee(ctx, analysis.postingId)) throw CallerError.notFound('The decision');
  return decision;
}

/** Newest first. */
export async function listDecisions(ctx: UseCase, pager: Pager, analysisId: string, query: DecisionQuery): Promise<DecisionPage> {
  await visibleAnalysis(ctx, analysisId);
  const limit = query.limit ?? DEFAULT_PAGE;
  const scope = `popp:decisions:${analysisId}`;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(scope, query.cursor);
  const items = query.candidateId === undefined ? null : await ctx.store.find(DecisionItem, { candidateId: query.candidateId });
  const rows = await ctx.store.find(Decision, {
    $and: [
      { analysisId }, items === null ? {} : { id: { $in: items.map((item) => item.decisionId) } },
      at === undefined ? {} : { $or: [{ at: { $lt: Number(at) } }, { at: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ at: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const data: DecisionView[] = [];
  for (const row of rows.slice(0, limit)) data.push(await decisionView(ctx, row));
  return { data, next: last ? pager.encode(scope, [last.at, last.id]) : null };
}
