import { LeverNotFound, type JobDefinition, type VendorEvent, type VendorWebhooks } from 'patchbay/sdk';
import { lockAnalysis } from '../analysis-rows.js';
import { Analysis } from '../analysis.entity.js';
import { askAnalysis, lockCandidate } from '../candidate-rows.js';
import { Candidate } from '../candidate.entity.js';
import { engineOf } from '../engine.js';
import { analyseJob } from '../job-payload.js';
import { outcomesFromVendor } from '../outcome.js';
import { COMPLETED } from '../popp.client.js';
import type { Handling } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import { saveResult, saveUnreadable } from '../results.js';
import { readNewestResume, type ResumeReading } from '../resume.js';
import { completedOf, parseEvents, readExternalId, verifySignature } from '../vendor-event.js';

/** One resume read and held against the requirements. */
export const analyseJobs: Readonly<Record<string, JobDefinition<PoppSettings>>> = { 'analyse': { handle: analyse, timeoutMs: 90_000 } };

async function analyse(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { candidateId, run, because } = analyseJob(payload);
  const candidate = await ctx.store.findOne(Candidate, { id: candidateId });
  const analysis = candidate && await ctx.store.findOne(Analysis, { id: candidate.analysisId });
  if (!candidate || analysis?.state !== 'live' || candidate.run !== run || candidate.status === 'withdrawn') return;
  const reading = await readOrNull(ctx, candidate.opportunityId);
  if (!reading) return;
  const answer = reading.ok ? await engineOf(analysis).analyse(ctx, analysis, candidate, { resume: reading, because }) : null;
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const locked = await lockAnalysis(tx, analysis.id);
    const fresh = locked && await lockCandidate(tx, candidateId);
    // Asked anew meanwhile: this answer is about an older resume, or about an older list and is asked for again.
    if (!locked || !fresh || fresh.run !== run || fresh.status === 'withdrawn') return;
    if (locked.version !== analysis.version) return askAnalysis(tx, fresh, because);
    const place = { ctx, analysis: locked, candidate: fresh, now };
    if (!reading.ok) return saveUnreadable(tx, place, reading);
    if (answer?.kind === 'analysed') return saveResult(tx, place, answer.analysed);
    const { id: resumeId, file: resumeFile, hash: resumeHash } = reading.resume;
    if (answer?.isNew) tx.store.assign(fresh, { vendorRun: run, resumeId, resumeFile, resumeHash });
  });
}

/** Null: the person is gone from Lever; their own fact tells the rest. */
async function readOrNull(ctx: Handling, opportunityId: string): Promise<ResumeReading | null> {
  try {
    return await readNewestResume(ctx, opportunityId);
  } catch (error) {
    if (error instanceof LeverNotFound) return null;
    throw error;
  }
}

/** What Popp tells. */
export const poppWebhooks: VendorWebhooks<PoppSettings> = {
  verify: verifySignature, parse: parseEvents, handlers: { [COMPLETED]: onCompleted },
};

async function onCompleted(event: VendorEvent, ctx: Handling): Promise<void> {
  const told = completedOf(event);
  const id = readExternalId(told.externalId);
  const seen = id && await ctx.store.findOne(Candidate, { id: id.candidateId });
  if (!id || !seen) return ctx.log.info('popp.event-without-candidate', { eventId: event.id });
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, seen.analysisId);
    const candidate = analysis && await lockCandidate(tx, seen.id);
    if (!analysis || !candidate || candidate.status === 'withdrawn') return;
    const outcomes = outcomesFromVendor(analysis.requirements, told.requirementOutcomes);
    if (!outcomes || id.run < (candidate.vendorRun ?? 0)) return ctx.log.info('popp.event-too-late', { eventId: event.id });
    const resume = { id: candidate.resumeId ?? '', file: candidate.resumeFile ?? 'resume', hash: candidate.resumeHash ?? '' };
    await saveResult(tx, { ctx, analysis, candidate, now }, {
      outcomes, flags: [], engineVersion: 'Popp API v1', resume, vendorScore: Math.round(told.totalScoreScaled * 100),
    });
  });
}
