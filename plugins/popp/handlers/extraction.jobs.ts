import { randomUUID } from 'node:crypto';
import { LeverNotFound, PatchbayError, type JobDefinition } from 'patchbay/sdk';
import { lockAnalysis, tell } from '../analysis-rows.js';
import { Analysis } from '../analysis.entity.js';
import { engineOf } from '../engine.js';
import { EXTRACTION_LIMIT_MS, mayTake, type FailureCause } from '../extraction.js';
import { extractJob } from '../job-payload.js';
import type { Handling } from '../popp.context.js';
import { descriptionOf } from '../posting-text.js';
import type { PoppSettings } from '../popp.settings.js';
import { mergeExtracted } from '../requirement-list.js';
import type { ProposedRequirement } from '../scoring-engine.js';

/** Requirements out of the job description, or why not; tried once, a person decides how to go on (PO-9, PO-10). */
export const extractionJobs: Readonly<Record<string, JobDefinition<PoppSettings>>> = {
  'extract': { handle: extract, timeoutMs: EXTRACTION_LIMIT_MS + 5_000 },
};

interface Read { readonly text: string; readonly found: readonly ProposedRequirement[]; readonly cause: FailureCause | null }

async function extract(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { analysisId, attempt } = extractJob(payload);
  const seen = await ctx.store.findOne(Analysis, { id: analysisId });
  if (!seen || !mayTake(seen.extraction ?? null, attempt, ctx.clock.now())) return;
  const { text, found, cause } = await readRequirements(ctx, seen);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, analysisId);
    const extraction = analysis?.extraction ?? null;
    if (!analysis || analysis.state !== 'draft' || !extraction || !mayTake(extraction, attempt, now)) return;
    analysis.extraction = { ...extraction, state: cause === null ? 'done' : 'failed', endedAt: now, cause };
    analysis.sourceText = text;
    if (cause === null) analysis.requirements = mergeExtracted(analysis.requirements, found, randomUUID);
    tell(tx, analysis, { kind: 'analysis', candidateId: null, why: cause === null ? 'requirements-extracted' : 'extraction-failed' }, now);
  });
}

async function readRequirements(ctx: Handling, analysis: Analysis): Promise<Read> {
  const none = (cause: FailureCause, text = ''): Read => ({ text, found: [], cause });
  try {
    const isPasted = analysis.extraction?.source === 'pasted';
    const text = isPasted ? analysis.sourceText : descriptionOf(await ctx.lever.postings.get(analysis.postingId));
    if (text.trim() === '') return none('no-text');
    const found = await engineOf(analysis).requirementsOf(ctx, text);
    return found.length === 0 ? none('nothing-found', text) : { text, found, cause: null };
  } catch (error) {
    if (error instanceof LeverNotFound) return none('posting-gone');
    // A refused credential pauses the installation, a switched-off one ends the job: neither is the engine's failure.
    if (!(error instanceof PatchbayError) || error.code === 'credential-refused' || error.code === 'switched-off') throw error;
    ctx.log.warn('popp.extraction-failed', { analysisId: analysis.id, code: error.code });
    return none('engine-failed', analysis.sourceText);
  }
}
