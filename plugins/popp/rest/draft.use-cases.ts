import { randomUUID } from 'node:crypto';
import { CallerError } from 'patchbay/sdk';
import { liveAnalysisOf, lockAnalysis, tell } from '../analysis-rows.js';
import { Analysis } from '../analysis.entity.js';
import { isOpenPosting } from '../applicants.js';
import { planCollection } from '../built-in.engine.js';
import { startExtraction, type TextSource } from '../extraction.js';
import { isReady } from '../handlers/collect.jobs.js';
import { analysisLane, SUBSCRIBED_CURSOR, type Tx, type UseCase } from '../popp.context.js';
import { DEFAULT_WEIGHTS } from '../scoring.js';
import type { AnalysisView, CreateAnalysisDto, ExtractionDto, OptionsDto, RoleList } from './analyses.dto.js';
import { analysisView } from './analysis-views.js';
import { maySee, visibleAnalysis, visiblePostings } from './visible-postings.js';

/** Roles to tick; one with a live analysis is greyed out and leads to it (PO-7, PO-8). */
export async function listRoles(ctx: UseCase): Promise<RoleList> {
  const visible = await visiblePostings(ctx);
  const live = new Map((await ctx.store.find(Analysis, { state: 'live' })).map((one) => [one.postingId, one.id]));
  const postings = await ctx.mirror.postings({ states: ['published', 'internal'] });
  return {
    data: postings.filter((one) => visible === null || visible.has(one.id)).map(({ id, title, team, location }) => {
      const analysis = live.get(id);
      return { id, title, team, location, isSelectable: analysis === undefined, liveAnalysisHref: analysis === undefined ? null : `/v1/popp/analyses/${analysis}` };
    }),
  };
}

export function alreadyAnalysed(live: Pick<Analysis, 'id'>): CallerError {
  return CallerError.conflict('role-already-analysed', `This role has a live analysis: /v1/popp/analyses/${live.id}. Archive it first, or edit it.`);
}

/** A draft; its requirements are read from the job description at once, nothing else happens before Confirm (PO-14). */
export async function createAnalysis(ctx: UseCase, wish: CreateAnalysisDto): Promise<AnalysisView> {
  const posting = await ctx.mirror.posting(wish.postingId);
  if (!posting || !await maySee(ctx, wish.postingId) || !isOpenPosting(posting.state)) {
    throw CallerError.invalid([{ field: '/postingId', message: 'is no open Lever job' }]);
  }
  await assertStage(ctx, wish.shortlistStageId);
  const live = await liveAnalysisOf(ctx.store, posting.id);
  if (live) throw alreadyAnalysed(live);
  const now = ctx.clock.now();
  const draft = await ctx.commit(async (tx) => {
    await assertEngineReady(tx, ctx);
    const analysis = tx.store.create(Analysis, {
      id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, postingId: posting.id, postingTitle: posting.title, state: 'draft', livePostingId: null,
      engine: ctx.settings.engine, extraction: null, sourceText: '', requirements: [], weights: DEFAULT_WEIGHTS, weightsRevision: 1, version: 0,
      shortlistStageId: wish.shortlistStageId ?? null, includeLeads: wish.includeLeads ?? false, includeArchived: wish.includeArchived ?? false, feedNumber: 0,
      vendorAnalysisId: null, vendorRequirements: [], problem: null, createdBy: ctx.principal.id, createdAt: now, confirmedAt: null, archivedAt: null,
    });
    await beginExtraction(tx, analysis, 'posting', now);
    await tx.audit.record({ action: 'popp.analysis-created', subject: `posting:${posting.id}`, detail: { analysisId: analysis.id } });
    return analysis;
  });
  return analysisView(ctx, draft);
}

/** Popp's events have a way in only since the integration was switched on with Popp's engine chosen. */
async function assertEngineReady(tx: Tx, ctx: UseCase): Promise<void> {
  if (ctx.settings.engine !== 'popp' || await tx.cursor.get(SUBSCRIBED_CURSOR) !== null) return;
  throw CallerError.conflict('engine-not-ready', 'Popp does not tell its results to this hub yet. Switch the integration off and on once, then create the analysis.');
}

async function beginExtraction(tx: Tx, analysis: Analysis, source: TextSource, now: number): Promise<void> {
  const extraction = startExtraction(analysis.extraction ?? null, source, now);
  analysis.extraction = extraction;
  const payload = { analysisId: analysis.id, attempt: extraction.attempt };
  await tx.jobs.enqueue({ name: 'extract', key: `${analysis.id}:${extraction.attempt}`, lane: `${analysisLane(analysis.id)}:extract`, payload });
}

/** Tries again, or reads a pasted text instead. What was typed stays (PO-10). */
export async function extractAgain(ctx: UseCase, id: string, { text }: ExtractionDto): Promise<AnalysisView> {
  return changeDraft(ctx, id, async (tx, analysis, now) => {
    if (text !== undefined) analysis.sourceText = text;
    await beginExtraction(tx, analysis, text === undefined ? 'posting' : 'pasted', now);
  });
}

export async function changeOptions(ctx: UseCase, id: string, wish: OptionsDto): Promise<AnalysisView> {
  await visibleAnalysis(ctx, id);
  await assertStage(ctx, wish.shortlistStageId);
  return change(ctx, id, 'popp.options-changed', async (tx, analysis, now) => {
    if (analysis.state === 'archived') throw archivedAlready();
    Object.assign(analysis, Object.fromEntries(Object.entries({ ...wish }).filter(([, value]) => value !== undefined)));
    if (analysis.state !== 'live') return;
    tell(tx, analysis, { kind: 'analysis', candidateId: null, why: 'options-changed' }, now);
    if (isReady(analysis)) await planCollection(tx, analysis, `options:${analysis.feedNumber}`);
  });
}

async function assertStage(ctx: UseCase, stageId: string | null | undefined): Promise<void> {
  if (stageId == null) return;
  const stages = await ctx.mirror.stages();
  if (!stages.some((stage) => stage.id === stageId)) throw CallerError.invalid([{ field: '/shortlistStageId', message: 'is no stage in Lever' }]);
}

export const archivedAlready = (): CallerError => CallerError.conflict('analysis-archived', 'The analysis is archived: it can be read and not changed.');

function changeDraft(ctx: UseCase, id: string, work: (tx: Tx, analysis: Analysis, now: number) => Promise<void>): Promise<AnalysisView> {
  return change(ctx, id, 'popp.extraction-started', async (tx, analysis, now) => {
    if (analysis.state !== 'draft') throw CallerError.conflict('analysis-not-draft', `The analysis is ${analysis.state}: edit its requirements instead.`);
    await work(tx, analysis, now);
  });
}

/** One change of a locked analysis, with its audit row. */
export async function change(
  ctx: UseCase, id: string, action: string, work: (tx: Tx, analysis: Analysis, now: number) => Promise<void>, detail: Record<string, unknown> = {},
): Promise<AnalysisView> {
  await visibleAnalysis(ctx, id);
  const changed = await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, id);
    if (!analysis) throw CallerError.notFound('The analysis');
    await work(tx, analysis, ctx.clock.now());
    await tx.audit.record({ action, subject: `analysis:${id}`, detail: { version: analysis.version, weightsRevision: analysis.weightsRevision, ...detail } });
    return analysis;
  });
  return analysisView(ctx, changed);
}
