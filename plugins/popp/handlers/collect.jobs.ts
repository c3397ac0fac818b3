import type { JobDefinition, MirroredOpportunity, MirroredStage } from 'patchbay/sdk';
import { lockAnalysis, tell } from '../analysis-rows.js';
import { Analysis } from '../analysis.entity.js';
import { exclusionOf, isOpenPosting } from '../applicants.js';
import { planCollection } from '../built-in.engine.js';
import { askAgain, askAnalysis, createCandidate, seeInLever } from '../candidate-rows.js';
import { Candidate } from '../candidate.entity.js';
import { collectJob, vendorAnalysisEnded, plainReason } from '../job-payload.js';
import type { Handling, Tx } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';

const PAGE = 50;

/** Goes through everybody on the posting, for a version that was confirmed or after a time of not listening. */
export const collectJobs: Readonly<Record<string, JobDefinition<PoppSettings>>> = {
  'collect': { handle: collect, timeoutMs: 300_000 },
  'catch-up': { handle: catchUp },
  'vendor-analysis': { handle: afterVendorAnalysis },
};

interface Round { readonly ctx: Handling; readonly stages: readonly MirroredStage[]; readonly isOpen: boolean; readonly analysisId: string }

async function collect(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { analysisId } = collectJob(payload);
  const analysis = await ctx.store.findOne(Analysis, { id: analysisId });
  if (!analysis) return;
  const posting = await ctx.mirror.posting(analysis.postingId);
  const round: Round = { ctx, analysisId, stages: await ctx.mirror.stages(), isOpen: isOpenPosting(posting?.state ?? null) };
  let page: MirroredOpportunity[] = [];
  for await (const person of ctx.mirror.opportunitiesOfPosting(analysis.postingId)) {
    page.push(person);
    if (page.length < PAGE) continue;
    await takePage(round, page);
    page = [];
  }
  await takePage(round, page);
}

async function takePage(round: Round, page: readonly MirroredOpportunity[]): Promise<void> {
  const now = round.ctx.clock.now();
  await round.ctx.checkpoint(async (tx) => {
    const analysis = await lockAnalysis(tx, round.analysisId);
    if (analysis?.state !== 'live') return;
    const known = await tx.store.find(Candidate, { analysisId: analysis.id, opportunityId: { $in: page.map((one) => one.id) } });
    for (const person of page) await takePerson(tx, round, analysis, person, known.find((one) => one.opportunityId === person.id) ?? null, now);
  });
}

async function takePerson(tx: Tx, round: Round, analysis: Analysis, person: MirroredOpportunity, known: Candidate | null, now: number): Promise<void> {
  if (known) {
    if (seeInLever(known, person)) tell(tx, analysis, { kind: 'candidate', candidateId: known.id, why: 'changed-in-lever' }, now);
    if (known.status === 'withdrawn') return;
    if (known.run === 0) await askAnalysis(tx, known, 'resume');
    else if (known.status === 'waiting') await askAgain(tx, known, 'resume');
    else if (known.version < analysis.version) await askAnalysis(tx, known, 'version');
    return;
  }
  const include = { leads: analysis.includeLeads, archived: analysis.includeArchived };
  if (!round.isOpen || exclusionOf(person, analysis.postingId, round.stages, include) !== null) return;
  await askAnalysis(tx, createCandidate(tx, analysis, person, person.createdAt), 'resume');
}

/** On again: whatever happened meanwhile is looked up, analysis by analysis (SH-9). */
async function catchUp(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const live = await ctx.store.find(Analysis, { state: 'live' });
  await ctx.commit(async (tx) => {
    for (const analysis of live) if (isReady(analysis)) await planCollection(tx, analysis, String(payload.occasion));
  });
}

/** Popp's engine can read nobody before Popp knows the analysis. */
export const isReady = (analysis: Pick<Analysis, 'engine' | 'vendorAnalysisId'>): boolean => analysis.engine === 'built-in' || analysis.vendorAnalysisId != null;

async function afterVendorAnalysis(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { outcome, context, result } = vendorAnalysisEnded(payload);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, context.analysisId);
    if (!analysis) return;
    if (result) {
      tx.store.assign(analysis, { vendorAnalysisId: result.id, vendorRequirements: result.requirements, problem: null });
      if (analysis.version === context.version) await planCollection(tx, analysis, 'confirmed');
      return;
    }
    if (outcome.state === 'cancelled') return;
    analysis.problem = `Popp did not take the analysis: ${plainReason(outcome)}. Retry it: POST /v1/dead-letters/action/${outcome.actionId}/retry.`;
    tell(tx, analysis, { kind: 'analysis', candidateId: null, why: 'needs-attention' }, now);
  });
}
