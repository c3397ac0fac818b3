import type { Fact, FactHandlers, MirroredOpportunity } from 'patchbay/sdk';
import { liveAnalysisOf, lockAnalysis, tell } from '../analysis-rows.js';
import { Analysis } from '../analysis.entity.js';
import { exclusionOf, isOpenPosting } from '../applicants.js';
import { planCollection } from '../built-in.engine.js';
import { askAnalysis, createCandidate, lockCandidate, seeInLever } from '../candidate-rows.js';
import { Candidate } from '../candidate.entity.js';
import { Outcome } from '../outcome.entity.js';
import type { Handling, Tx } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import { isReady } from './collect.jobs.js';

/** What happens in Lever: later applicants (PO-18), and whatever the dashboard shows of a person (PO-40). */
export const leverFacts: FactHandlers<PoppSettings> = {
  'application.created': onApplication,
  'stage.changed': onChange,
  'archive.changed': onChange,
  'contact.merged': onChange,
  'anonymised': onErasure,
  'deleted': onErasure,
  'posting.opened': onPosting,
  'posting.closed': onPosting,
};

async function onApplication(fact: Fact<'application.created'>, ctx: Handling): Promise<void> {
  const { opportunityId, postingId, createdAt } = fact.payload;
  if (postingId !== null) await admit(ctx, { opportunityId, postingId, appliedAt: createdAt, isNewApplication: true });
}

interface Applying { readonly opportunityId: string; readonly postingId: string; readonly appliedAt: number; readonly isNewApplication: boolean }

/** Takes the person into the live analysis of the posting; who applies again has the newest resume read (PO-29). */
async function admit(ctx: Handling, applying: Applying): Promise<void> {
  const live = await liveAnalysisOf(ctx.store, applying.postingId);
  const person = live && await ctx.mirror.opportunity(applying.opportunityId);
  if (!live || !person) return;
  const [stages, posting] = [await ctx.mirror.stages(), await ctx.mirror.posting(applying.postingId)];
  await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, live.id);
    if (analysis?.state !== 'live') return;
    const known = await tx.store.findOne(Candidate, { analysisId: analysis.id, opportunityId: person.id });
    if (known) return applying.isNewApplication ? again(tx, analysis, known, person) : undefined;
    const why = isOpenPosting(posting?.state ?? null) ? exclusionOf(person, analysis.postingId, stages, { leads: analysis.includeLeads, archived: analysis.includeArchived }) : 'posting-closed';
    if (why !== null) return ctx.log.info('popp.application-not-analysed', { opportunityId: person.id, why });
    const candidate = createCandidate(tx, analysis, person, applying.appliedAt);
    if (isReady(analysis)) await askAnalysis(tx, candidate, 'resume');
  });
}

async function again(tx: Tx, analysis: Analysis, known: Candidate, person: MirroredOpportunity): Promise<void> {
  const isFirst = known.applicationId === person.applicationId;
  seeInLever(known, person);
  if (isFirst || known.status === 'withdrawn') return;
  known.applicationId = person.applicationId ?? '';
  if (isReady(analysis)) await askAnalysis(tx, known, 'resume');
}

type OfPerson = 'stage.changed' | 'archive.changed' | 'contact.merged' | 'anonymised' | 'deleted';

function rowsOf(ctx: Handling, fact: Fact<OfPerson>): Promise<Candidate[]> {
  return ctx.store.find(Candidate, { opportunityId: fact.payload.opportunityId }, { orderBy: { analysisId: 'asc' } });
}

async function onChange(fact: Fact<'stage.changed' | 'archive.changed' | 'contact.merged'>, ctx: Handling): Promise<void> {
  const person = await ctx.mirror.opportunity(fact.payload.opportunityId);
  const rows = await rowsOf(ctx, fact);
  if (!person) return;
  const now = ctx.clock.now();
  for (const row of rows) {
    await ctx.checkpoint(async (tx) => {
      const analysis = await lockAnalysis(tx, row.analysisId);
      const candidate = analysis && await lockCandidate(tx, row.id);
      if (candidate && analysis && seeInLever(candidate, person)) tell(tx, analysis, { kind: 'candidate', candidateId: candidate.id, why: 'changed-in-lever' }, now);
    });
  }
  // A lead who became an applicant, or somebody who came out of the archive.
  if (person.postingId !== null) await admit(ctx, { opportunityId: person.id, postingId: person.postingId, appliedAt: fact.occurredAt,
    isNewApplication: false });
}

/** Nothing of the person stays: no result, no evidence. */
async function onErasure(fact: Fact<'anonymised' | 'deleted'>, ctx: Handling): Promise<void> {
  const rows = await rowsOf(ctx, fact);
  const now = ctx.clock.now();
  for (const row of rows) {
    await ctx.checkpoint(async (tx) => {
      const analysis = await lockAnalysis(tx, row.analysisId);
      const candidate = analysis && await lockCandidate(tx, row.id);
      if (!analysis || !candidate || candidate.status === 'withdrawn') return;
      await tx.store.nativeDelete(Outcome, { candidateId: candidate.id });
      tx.store.assign(candidate, {
        status: 'withdrawn', score: null, categories: [], mandatoryAll: 0, mandatoryMet: 0, meetsMandatory: null, flags: [], cause: null, resumeId: null,
        resumeFile: null, resumeHash: null, vendorScore: null,
      });
      tell(tx, analysis, { kind: 'candidate', candidateId: candidate.id, why: 'withdrawn' }, now);
    });
  }
}

/** Closed: results stay, nobody new comes in. Open again: whoever applied meanwhile is looked up (PO-30). */
async function onPosting(fact: Fact<'posting.opened' | 'posting.closed'>, ctx: Handling): Promise<void> {
  const live = await ctx.store.findOne(Analysis, { livePostingId: fact.payload.postingId });
  if (!live) return;
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const analysis = await lockAnalysis(tx, live.id);
    if (analysis?.state !== 'live') return;
    tell(tx, analysis, { kind: 'analysis', candidateId: null, why: fact.kind === 'posting.opened' ? 'posting-opened' : 'posting-closed' }, now);
    if (fact.kind === 'posting.opened' && isReady(analysis)) await planCollection(tx, analysis, fact.id);
  });
}
