import { randomUUID } from 'node:crypto';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { CallerError, DEFAULT_PAGE, isoOf, type Pager } from 'patchbay/sdk';
import { keepVersion, liveAnalysisOf, tell } from '../analysis-rows.js';
import { Analysis } from '../analysis.entity.js';
import { AnalysisVersion } from '../analysis-version.entity.js';
import { Candidate } from '../candidate.entity.js';
import { engineOf } from '../engine.js';
import type { Tx, UseCase } from '../popp.context.js';
import { applyEdits, confirmProblems, editProblems, needsReanalysis } from '../requirement-list.js';
import { overallOf, type Weights } from '../scoring.js';
import type { AnalysisPage, AnalysisQuery, AnalysisView, RequirementsDto, VersionList, WeightsDto } from './analyses.dto.js';
import { analysisView } from './analysis-views.js';
import { alreadyAnalysed, archivedAlready, change } from './draft.use-cases.js';
import { visibleAnalysis, visiblePostings } from './visible-postings.js';

const CURSOR = 'popp:analyses';

/** Newest first. */
export async function listAnalyses(ctx: UseCase, pager: Pager, query: AnalysisQuery): Promise<AnalysisPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(CURSOR, query.cursor);
  const visible = await visiblePostings(ctx);
  const rows = await ctx.store.find(Analysis, {
    $and: [
      query.state === undefined ? {} : { state: query.state }, query.postingId === undefined ? {} : { postingId: query.postingId },
      visible === null ? {} : { postingId: { $in: [...visible] } },
      at === undefined ? {} : { $or: [{ createdAt: { $lt: Number(at) } }, { createdAt: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const data: AnalysisView[] = [];
  for (const row of rows.slice(0, limit)) data.push(await analysisView(ctx, row));
  return { data, next: last ? pager.encode(CURSOR, [last.createdAt, last.id]) : null };
}

export async function getAnalysis(ctx: UseCase, id: string): Promise<AnalysisView> {
  return analysisView(ctx, await visibleAnalysis(ctx, id));
}

export async function listVersions(ctx: UseCase, id: string): Promise<VersionList> {
  await visibleAnalysis(ctx, id);
  const rows = await ctx.store.find(AnalysisVersion, { analysisId: id }, { orderBy: { number: 'asc' } });
  return {
    data: rows.map(({ number, requirements, weights, at, byId }) => (
      { number, requirements: requirements.map((one) => ({ ...one })), weights: { ...weights }, at: isoOf(at), byId })),
  };
}

/** Saves the list. A live analysis gets a new version, and everybody is read again; the older version stays for audit (PO-28). */
export async function saveRequirements(ctx: UseCase, id: string, { requirements: wanted }: RequirementsDto): Promise<AnalysisView> {
  return change(ctx, id, 'popp.requirements-saved', async (tx, analysis, now) => {
    if (analysis.state === 'archived') throw archivedAlready();
    const problems = editProblems(analysis.requirements, wanted);
    if (problems.length > 0) throw CallerError.invalid(problems);
    const before = analysis.requirements;
    const after = applyEdits(before, wanted, randomUUID);
    if (analysis.state === 'live') assertConfirmable({ requirements: after, weights: analysis.weights });
    analysis.requirements = after;
    if (analysis.state !== 'live' || !needsReanalysis(before, after)) return;
    await openVersion(tx, ctx, analysis, now);
  });
}

function assertConfirmable(analysis: Pick<Analysis, 'requirements' | 'weights'>): void {
  const problems = confirmProblems(analysis.requirements, analysis.weights);
  if (problems.length > 0) throw CallerError.invalid(problems);
}

async function openVersion(tx: Tx, ctx: UseCase, analysis: Analysis, now: number): Promise<void> {
  keepVersion(tx, analysis, ctx.principal.id, now);
  tell(tx, analysis, { kind: 'analysis', candidateId: null, why: 'version-opened' }, now);
  await engineOf(analysis).open(tx, analysis);
}

/** Sliders. Results are ranked anew at once from what was found before: no resume is read (PO-28). */
export async function saveWeights(ctx: UseCase, id: string, wish: WeightsDto): Promise<AnalysisView> {
  const { experience, skills, qualifications, location, languages, other } = wish;
  const weights: Weights = { experience, skills, qualifications, location, languages, other };
  return change(ctx, id, 'popp.weights-saved', async (tx, analysis, now) => {
    if (analysis.state === 'archived') throw archivedAlready();
    if (Object.values(weights).every((weight) => weight === 0)) throw CallerError.invalid([{ field: '/', message: 'move at least one slider to the right' }]);
    if (analysis.state === 'live') assertConfirmable({ requirements: analysis.requirements, weights });
    Object.assign(analysis, { weights, weightsRevision: analysis.weightsRevision + 1 });
    if (analysis.state !== 'live') return;
    for (const candidate of await tx.store.find(Candidate, { analysisId: id, status: 'scored' })) candidate.score = overallOf(candidate.categories, weights);
    tell(tx, analysis, { kind: 'analysis', candidateId: null, why: 'ranked-anew' }, now);
  }, { weights });
}

/** Creates the automation: existing applicants now, later ones by themselves (PO-14, PO-16). Confirming a live analysis again changes nothing. */
export async function confirm(ctx: UseCase, id: string): Promise<AnalysisView> {
  const seen = await visibleAnalysis(ctx, id);
  const live = await liveAnalysisOf(ctx.store, seen.postingId);
  if (live && live.id !== id) throw alreadyAnalysed(live);
  try {
    return await change(ctx, id, 'popp.analysis-confirmed', async (tx, analysis, now) => {
      if (analysis.state === 'archived') throw archivedAlready();
      if (analysis.state === 'live') return;
      assertConfirmable(analysis);
      tx.store.assign(analysis, { state: 'live', livePostingId: analysis.postingId, confirmedAt: now });
      await openVersion(tx, ctx, analysis, now);
    });
  } catch (error) {
    const other = error instanceof UniqueConstraintViolationException ? await liveAnalysisOf(ctx.store, seen.postingId) : null;
    throw other ? alreadyAnalysed(other) : error;
  }
}

/** Ends the automation; results stay readable. Again changes nothing. */
export async function archive(ctx: UseCase, id: string): Promise<AnalysisView> {
  return change(ctx, id, 'popp.analysis-archived', async (tx, analysis, now) => {
    if (analysis.state === 'archived') return;
    const wasLive = analysis.state === 'live';
    tx.store.assign(analysis, { state: 'archived', livePostingId: null, archivedAt: now });
    tell(tx, analysis, { kind: 'analysis', candidateId: null, why: 'archived' }, now);
    if (wasLive) await engineOf(analysis).close(tx, analysis);
  });
}
