import { isoOf, isoOrNull, type ReadStore } from 'patchbay/sdk';
import type { Analysis } from '../analysis.entity.js';
import { isOpenPosting } from '../applicants.js';
import { Candidate } from '../candidate.entity.js';
import { progressOf } from '../extraction.js';
import { HUMAN_DECISION } from '../note.js';
import type { UseCase } from '../popp.context.js';
import { unusedOf } from '../scoring.js';
import type { AnalysisView, CountsView } from './analyses.dto.js';

/** The four groups of the dashboard; nobody is in two. */
export async function countsOf(store: ReadStore, analysisId: string): Promise<CountsView> {
  const count = (where: object) => store.count(Candidate, { analysisId, ...where });
  return {
    meetsMandatory: await count({ status: 'scored', meetsMandatory: true }), missesMandatory: await count({ status: 'scored', meetsMandatory: false }),
    couldNotBeAnalysed: await count({ status: 'unreadable' }), waiting: await count({ status: 'waiting' }),
  };
}

export async function analysisView(ctx: UseCase, analysis: Analysis): Promise<AnalysisView> {
  const posting = await ctx.mirror.posting(analysis.postingId);
  const { extraction, requirements, weights } = analysis;
  return {
    id: analysis.id, postingId: analysis.postingId, postingTitle: analysis.postingTitle, state: analysis.state, engine: analysis.engine,
    takesApplicants: analysis.state === 'live' && isOpenPosting(posting?.state ?? null),
    extraction: extraction == null ? null : { ...progressOf(extraction, ctx.clock.now()), waysOn: [...progressOf(extraction, ctx.clock.now()).waysOn] },
    requirements: requirements.map((one) => ({ ...one })), weights: { ...weights }, notConsidered: unusedOf(requirements, weights), version: analysis.version,
    shortlistStageId: analysis.shortlistStageId ?? null, includeLeads: analysis.includeLeads, includeArchived: analysis.includeArchived,
    counts: await countsOf(ctx.store, analysis.id), feedNumber: analysis.feedNumber, problem: analysis.problem ?? null, banner: HUMAN_DECISION,
    createdAt: isoOf(analysis.createdAt), confirmedAt: isoOrNull(analysis.confirmedAt), archivedAt: isoOrNull(analysis.archivedAt),
  };
}
