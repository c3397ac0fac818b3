import { OutsideError, type RequirementCategory } from 'patchbay/sdk';
import type { Analysis } from './analysis.entity.js';
import type { ProposedRequirement, ScoringEngine } from './scoring-engine.js';
import { PoppClient, type RequirementBody } from './popp.client.js';
import type { Working } from './popp.context.js';
import { externalIdOf } from './vendor-event.js';

/** Popp tells no categories: the built-in engine reads them from the words. */
function categoryOf(ctx: Pick<Working, 'matching'>, text: string): RequirementCategory {
  return ctx.matching.requirementsOf(`Requirements\n- ${text}`)[0]?.category ?? 'other';
}

function bodies({ requirements, vendorRequirements }: Analysis): RequirementBody[] {
  return requirements.map(({ text, mandatory }) => {
    const known = vendorRequirements.find((one) => one.text === text);
    return { ...(known && { id: known.id }), requirement: text, isMandatory: mandatory };
  });
}

/** Popp's own API. The hub hands resumes in, without protected data; results come as signed events. */
export const poppEngine: ScoringEngine = {
  requirementsOf: async (ctx, description): Promise<ProposedRequirement[]> => {
    const found = await new PoppClient(ctx.vendor).generateRequirements(description);
    return found.map(({ requirement, isMandatory }) => ({ text: requirement, category: categoryOf(ctx, requirement), mandatory: isMandatory }));
  },

  open: async (tx, analysis) => {
    const common = {
      kind: 'vendor' as const, subject: `analysis:${analysis.id}`, occasion: `${analysis.id}:v${analysis.version}`, requires: 'previous' as const,
      reasons: ['the requirements were confirmed'], then: { job: 'vendor-analysis', context: { analysisId: analysis.id, version: analysis.version } },
    };
    if (analysis.vendorAnalysisId == null) {
      const { requires: _first, ...first } = common;
      const request = { externalId: analysis.id, title: analysis.postingTitle, jobDescription: analysis.sourceText, requirements: bodies(analysis) };
      await tx.actions.plan({ ...first, name: 'create-analysis', meaning: 'create-analysis', request });
    } else {
      await tx.actions.plan({ ...common, name: 'update-requirements', meaning: 'update-requirements', request: { id: analysis.vendorAnalysisId, requirements: bodies(analysis) } });
    }
  },

  analyse: async (ctx, analysis, candidate, { resume: { text, resume }, because }) => {
    if (ctx.mode === 'preview') throw new OutsideError('popp-preview', 'In preview nothing is handed to Popp. Switch to live, then retry.', { retryable: false });
    if (analysis.vendorAnalysisId == null) throw new OutsideError('popp-analysis-missing', 'Popp does not know the analysis yet.');
    // Popp reads what it has again by itself when requirements change.
    const isReadAgain = because === 'version' && candidate.vendorRun != null && candidate.resumeId === resume.id;
    if (isReadAgain) return { kind: 'handed-over', isNew: false };
    await new PoppClient(ctx.vendor).submitCandidate(analysis.vendorAnalysisId, externalIdOf(candidate), ctx.matching.redacted(text));
    return { kind: 'handed-over', isNew: true };
  },

  close: async (tx, analysis) => {
    if (analysis.vendorAnalysisId == null) return;
    await tx.actions.plan({
      kind: 'vendor', name: 'archive-analysis', subject: `analysis:${analysis.id}`, meaning: 'archive-analysis', occasion: analysis.id,
      reasons: ['the analysis was archived'], request: { id: analysis.vendorAnalysisId },
    });
  },
};
