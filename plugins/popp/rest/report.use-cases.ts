import { CallerError, DEFAULT_PAGE, type LeverDownload, type Pager } from 'patchbay/sdk';
import { lockAnalysis } from '../analysis-rows.js';
import { askAnalysis, lockCandidate } from '../candidate-rows.js';
import { Candidate } from '../candidate.entity.js';
import { HUMAN_DECISION } from '../note.js';
import { Outcome } from '../outcome.entity.js';
import type { UseCase } from '../popp.context.js';
import { saveResult } from '../results.js';
import { readResume, type ResumeReading } from '../resume.js';
import { unusedOf, type OutcomeStatus } from '../scoring.js';
import { candidateViews, outcomeViews, readingView } from './candidate-views.js';
import type { CandidateView, LogPage, LogQuery, OverrideDto, ReportView, RequirementsOfCandidateView, ResumeView } from './candidates.dto.js';
import { visibleAnalysis, visibleCandidate } from './visible-postings.js';

/** Who looked at a report is written down (PO-42). */
function logView(ctx: UseCase, candidate: Candidate, what: string): Promise<void> {
  return ctx.commit((tx) => tx.audit.record({ action: `popp.${what}-viewed`, subject: `opportunity:${candidate.opportunityId}`, detail: { candidateId: candidate.id } }));
}

const history = (ctx: UseCase, candidateId: string): Promise<Outcome[]> => ctx.store.find(Outcome, { candidateId }, { orderBy: { number: 'asc' } });

/** The scoring report beside the resume (PO-23, PO-25). The resume is read from Lever at this moment. */
export async function report(ctx: UseCase, id: string): Promise<ReportView> {
  const { candidate, analysis } = await visibleCandidate(ctx, id);
  const readings = await history(ctx, id);
  const last = readings.at(-1);
  const { resumeId, resumeFile: name } = candidate;
  const reading = resumeId == null || resumeId === '' ? null : await readResume(ctx, candidate.opportunityId, resumeId, name ?? 'resume');
  const text = reading?.ok ? reading.text : null;
  await logView(ctx, candidate, 'report');
  const [view] = await candidateViews(ctx, analysis, [candidate]);
  return {
    ...view!, outcomes: outcomeViews(candidate.status === 'scored' ? last?.requirements ?? [] : [], text), weights: { ...analysis.weights },
    engineVersion: candidate.engineVersion ?? null, vendorScore: candidate.vendorScore == null ? null : candidate.vendorScore / 100,
    resume: resumeView(candidate, reading), history: readings.map(readingView), notConsidered: unusedOf(analysis.requirements, analysis.weights),
    banner: HUMAN_DECISION,
  };
}

function resumeView(candidate: Candidate, reading: ResumeReading | null): ResumeView {
  return {
    id: candidate.resumeId ?? null, fileName: candidate.resumeFile ?? null, text: reading?.ok ? reading.text : null,
    cause: reading === null ? 'there is no resume' : reading.ok ? null : reading.cause, fileHref: reading === null ? null : `/v1/popp/candidates/${candidate.id}/resume`,
  };
}

/** Which requirements were met and which were not (PO-24). */
export async function requirementsOf(ctx: UseCase, id: string): Promise<RequirementsOfCandidateView> {
  const { candidate } = await visibleCandidate(ctx, id);
  const last = (await history(ctx, id)).at(-1);
  const views = outcomeViews(candidate.status === 'scored' ? last?.requirements ?? [] : [], null);
  const of = (status: OutcomeStatus) => views.filter((one) => one.status === status);
  return { met: of('met'), partlyMet: of('partial'), notMet: of('not-met'), notFound: of('unknown') };
}

export async function resumeFile(ctx: UseCase, id: string): Promise<LeverDownload & { readonly name: string }> {
  const { candidate } = await visibleCandidate(ctx, id);
  if (candidate.resumeId == null || candidate.resumeId === '') throw CallerError.notFound('A resume of the candidate');
  const file = await ctx.lever.resumes.download(candidate.opportunityId, candidate.resumeId);
  await logView(ctx, candidate, 'resume');
  return { ...file, name: candidate.resumeFile ?? 'resume' };
}

/** Reads the newest resume again, e.g. after a readable one was added in Lever. */
export async function analyseAgain(ctx: UseCase, id: string): Promise<CandidateView> {
  const seen = await visibleCandidate(ctx, id);
  const candidate = await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, seen.analysis.id);
    const row = await lockCandidate(tx, id);
    if (analysis?.state !== 'live' || !row || row.status === 'withdrawn') throw CallerError.conflict('analysis-not-live', 'Only people in a live analysis are read again.');
    await askAnalysis(tx, row, 'resume');
    await tx.audit.record({ action: 'popp.analysis-asked-again', subject: `opportunity:${row.opportunityId}`, detail: { candidateId: id, run: row.run } });
    return row;
  });
  return (await candidateViews(ctx, seen.analysis, [candidate]))[0]!;
}

/** A person corrects what was found for one requirement, with a reason (LG-5); the reading before stays. */
export async function override(ctx: UseCase, id: string, wish: OverrideDto): Promise<CandidateView> {
  const seen = await visibleCandidate(ctx, id);
  const candidate = await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, seen.analysis.id);
    const row = analysis && await lockCandidate(tx, id);
    const [last] = await tx.store.find(Outcome, { candidateId: id }, { orderBy: { number: 'desc' }, limit: 1 });
    if (!analysis || row?.status !== 'scored' || !last || last.version !== analysis.version) {
      throw CallerError.conflict('nothing-to-override', 'There is no current result to correct.');
    }
    const found = last.requirements.find((one) => one.id === wish.requirementId);
    if (!found) throw CallerError.invalid([{ field: '/requirementId', message: 'is no requirement of this result' }]);
    await saveResult(tx, { ctx, analysis, candidate: row, now: ctx.clock.now() }, {
      outcomes: last.requirements.map((one) => (one === found ? { ...one, status: wish.status, finding: `corrected by a person: ${wish.reason}` } : one)),
      flags: last.flags, engineVersion: last.engineVersion, resume: { id: last.resumeId, file: last.resumeFile, hash: last.resumeHash },
      override: { requirementId: found.id, from: found.status, to: wish.status, byId: ctx.principal.id, reason: wish.reason },
    });
    await tx.audit.record({
      action: 'popp.result-overridden', subject: `opportunity:${row.opportunityId}`, detail: { candidateId: id, requirementId: found.id, from: found.status, to: wish.status },
    });
    return row;
  });
  return (await candidateViews(ctx, seen.analysis, [candidate]))[0]!;
}

const CURSOR = 'popp:decision-log';

/** Every reading with its inputs and outputs, newest first (LG-4), and how often people corrected one (LG-5). */
export async function decisionLog(ctx: UseCase, pager: Pager, analysisId: string, query: LogQuery): Promise<LogPage> {
  await visibleAnalysis(ctx, analysisId);
  const limit = query.limit ?? DEFAULT_PAGE;
  const scope = `${CURSOR}:${analysisId}`;
  const [at, after] = query.cursor === undefined ? [] : pager.decode(scope, query.cursor);
  const before = at === undefined ? {} : { $or: [{ at: { $lt: Number(at) } }, { at: Number(at), id: { $lt: String(after) } }] };
  const rows = await ctx.store.find(Outcome, { $and: [{ analysisId }, before] }, { orderBy: [{ at: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const [all, corrected] = [await ctx.store.count(Outcome, { analysisId }), await ctx.store.count(Outcome, { analysisId, override: { $ne: null } })];
  return {
    data: rows.slice(0, limit).map((row) => ({
      ...readingView(row), id: row.id, candidateId: row.candidateId, opportunityId: row.opportunityId, engine: row.engine, resumeHash: row.resumeHash,
      resumeId: row.resumeId, outcomes: outcomeViews(row.requirements, null), weights: { ...row.weights }, flags: [...row.flags],
    })),
    next: last ? pager.encode(scope, [last.at, last.id]) : null,
    overrideRate: all === corrected ? 0 : Math.round((10_000 * corrected) / (all - corrected)) / 10_000,
  };
}
