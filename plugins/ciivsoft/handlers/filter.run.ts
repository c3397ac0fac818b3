import { LeverForbidden, LeverNotFound, type OpportunityWith, type UnitOfWork } from 'patchbay/sdk';
import type { Budget } from '../budget.js';
import { type Handling } from '../ciivsoft.context.js';
import { CiivsoftSettings } from '../ciivsoft.settings.js';
import { createDecision, toWrite } from '../decision-rows.js';
import { filterSubject } from '../decision.js';
import { knownJob, type KnownJob } from '../job-text.js';
import { watchUntil } from '../referral.js';
import { findResume, readForm, type ReadResume } from '../resume-reader.js';
import type { Run } from '../run.entity.js';
import { finish, isOfOneItem, progress } from '../run-store.js';
import { screenedStage, STAGE_MISSING } from '../screened-stage.js';
import { admit, outcomeOf, STATE_OF, type Admission } from '../screening.js';
import { Screening } from '../screening.entity.js';
import { createChance } from '../second-chance-rows.js';
import { decisionWrites, hasReason, TOO_THIN, unscreenedNote } from '../writes.js';

const PAGE = 20;
const BEFORE_ALL = '-1|00000000-0000-0000-0000-000000000000';

/** FiiLTER: every application that waits, oldest first, each in a transaction of its own. Answers whether more is left. */
export async function runFilter(ctx: Handling, run: Run, budget: Budget): Promise<boolean> {
  const stage = screenedStage(await ctx.mirror.stages(), ctx.settings.screenedStageId);
  if (!stage && ctx.settings.mode === 'advance') {
    await ctx.checkpoint(async (tx) => {
      await finish(tx, run.id, 'blocked', ctx.clock.now(), STAGE_MISSING);
      await tx.messages.alertAdmins({ key: `stage-missing:${ctx.settingsRevision}`, subject: 'CiiVSOFT FiiLTER waits for its stage', text: STAGE_MISSING });
    });
    return false;
  }
  let cursor = run.cursor ?? BEFORE_ALL;
  for (;;) {
    const [at, id] = splitCursor(cursor);
    const page = await ctx.store.find(Screening, {
      state: 'waiting', $or: [{ appliedAt: { $gt: at } }, { appliedAt: at, id: { $gt: id } }],
    }, { orderBy: [{ appliedAt: 'asc' }, { id: 'asc' }], limit: PAGE });
    for (const screening of page) {
      if (!budget.take()) return true;
      cursor = `${screening.appliedAt}|${screening.id}`;
      await reviewSafely(ctx, run, screening, stage?.id ?? null, cursor);
    }
    if (page.length < PAGE) break;
  }
  await ctx.checkpoint((tx) => finish(tx, run.id, 'done', ctx.clock.now()));
  return false;
}

function splitCursor(cursor: string): [number, string] {
  const [at, id] = cursor.split('|');
  return [Number(at), id ?? ''];
}

async function reviewSafely(ctx: Handling, run: Run, screening: Screening, stageId: string | null, cursor: string): Promise<void> {
  try {
    await review(ctx, run, screening, stageId, cursor);
  } catch (error) {
    if (!isOfOneItem(error, ctx.signal)) throw error;
    ctx.log.warn('ciivsoft.application-failed', { opportunityId: screening.opportunityId, error: error instanceof Error ? error.name : 'failure' });
    await ctx.checkpoint((tx) => progress(tx, run.id, { scanned: 1, failed: 1 }, cursor));
  }
}

type Opportunity = OpportunityWith<'applications'>;

async function lookUp(ctx: Handling, id: string): Promise<Opportunity | null> {
  try {
    return await ctx.lever.opportunities.get(id, { expand: ['applications'] });
  } catch (error) {
    if (error instanceof LeverNotFound || error instanceof LeverForbidden) return null;
    throw error;
  }
}

async function review(ctx: Handling, run: Run, screening: Screening, stageId: string | null, cursor: string): Promise<void> {
  const opportunity = await lookUp(ctx, screening.opportunityId);
  const known = await knownJob(ctx, screening.postingId);
  const contactId = opportunity?.contact ?? screening.contactId;
  const others = await ctx.store.find(Screening, { contactId, postingId: screening.postingId, id: { $ne: screening.id } });
  const admission = admit({
    opportunity: opportunity && { stageId: opportunity.stage, archivedAt: opportunity.archived?.archivedAt ?? null, isAnonymised: opportunity.isAnonymized },
    postingState: known?.state ?? null, appliedAt: screening.appliedAt, applicationId: screening.applicationId, others,
  });
  if (admission.kind !== 'review' || !opportunity || !known) return leaveAlone(ctx, run, screening, admission, cursor);
  await judge({ ctx, run, screening, opportunity, known, stageId, cursor });
}

async function leaveAlone(ctx: Handling, run: Run, screening: Screening, admission: Admission, cursor: string): Promise<void> {
  await ctx.checkpoint(async (tx) => {
    if (admission.kind === 'leave') await change(tx, screening.id, { state: admission.state, reason: admission.why, reviewedAt: ctx.clock.now() });
    await progress(tx, run.id, { scanned: 1, skipped: admission.kind === 'review' ? 'not visible' : admission.why }, cursor);
  });
}

interface Judging {
  readonly ctx: Handling; readonly run: Run; readonly screening: Screening; readonly opportunity: Opportunity; readonly known: KnownJob;
  readonly stageId: string | null; readonly cursor: string;
}

/** The newest résumé, else the form, else nothing that could be judged (CI-28). */
async function textOf({ ctx, opportunity }: Judging): Promise<ReadResume> {
  const contactId = opportunity.contact;
  const kept = (await ctx.people.kept([contactId])).get(contactId) ?? null;
  const found = await findResume(ctx, opportunity.id, kept, 'fact');
  if (found.kind === 'kept') return { source: found.kept.source, sourceAt: found.kept.sourceAt, text: null, problem: null };
  if (found.kind === 'read' && found.resume.text !== null) return found.resume;
  const [application] = opportunity.applications;
  const form = application ? readForm(application) : null;
  return form ?? (found.kind === 'read' ? found.resume : { source: 'none', sourceAt: 0, text: null, problem: 'there is no resume' });
}

async function judge(judging: Judging): Promise<void> {
  const { ctx, run, opportunity, known } = judging;
  const resume = await textOf(judging);
  if (resume.text === null && resume.problem !== null) return notScreened(judging, 'unreadable', resume);
  const contactId = opportunity.contact;
  const { comparisons, tooThin } = await ctx.people.compare([known.job], [{ contactId, ...(resume.text !== null && { text: resume.text }) }], {
    statistics: run.statistics, asOf: run.asOf, threshold: CiivsoftSettings.thresholdFor(ctx.settings, known.job.id),
  });
  const [comparison] = comparisons;
  if (tooThin.length > 0 || !comparison) return notScreened(judging, 'thin', resume);
  await ctx.checkpoint((tx) => decide(tx, judging, resume, comparison));
}

async function notScreened({ ctx, run, screening, known, cursor }: Judging, state: 'unreadable' | 'thin', resume: ReadResume): Promise<void> {
  const seen = { state, reason: resume.problem ?? TOO_THIN, pass: screening.pass + 1, reviewedAt: ctx.clock.now(), resumeSource: resume.source };
  await ctx.checkpoint(async (tx) => {
    await change(tx, screening.id, seen);
    await tx.actions.plan(unscreenedNote({ ...screening, ...seen }, known.job.title));
    await progress(tx, run.id, { scanned: 1, skipped: state }, cursor);
  });
}

async function decide(tx: UnitOfWork, judging: Judging, resume: ReadResume, comparison: Parameters<typeof createDecision>[2]['comparison']): Promise<void> {
  const { ctx, run, screening, opportunity, known, stageId, cursor } = judging;
  const now = ctx.clock.now();
  const wanted = CiivsoftSettings.modeFor(ctx.settings, known.job.id);
  const proposal = outcomeOf({ ...comparison, hasReason: hasReason(comparison.reasons) }, stageId === null ? 'suggest' : wanted);
  const pass = screening.pass + 1;
  const decision = createDecision(tx, ctx, {
    runId: run.id, solution: 'filter', subject: filterSubject(screening.applicationId, pass), known, comparison, opportunityId: opportunity.id,
    applicationId: screening.applicationId, resumeSource: resume.source, proposal, now,
  });
  if (resume.text !== null) {
    await tx.people.keep({ ...resume, contactId: opportunity.contact, lastActiveAt: opportunity.lastInteractionAt ?? opportunity.createdAt });
  }
  await change(tx, screening.id, {
    state: STATE_OF[proposal], reason: null, pass, contactId: opportunity.contact, resumeHash: comparison.resumeHash, resumeSource: resume.source,
    descriptionHash: known.descriptionHash, decisionId: decision.id, reviewedAt: now,
  });
  for (const write of decisionWrites(toWrite(decision, known), stageId)) await tx.actions.plan(write);
  const isQueued = proposal === 'stay' && ctx.settings.refine && await createChance(tx, ctx, screening, opportunity.contact, watchUntil(now, ctx.settings.watchDays));
  await progress(tx, run.id, {
    scanned: 1, matched: proposal === 'stay' ? 0 : 1, advanced: proposal === 'advance' ? 1 : 0, suggested: proposal === 'suggest' ? 1 : 0, queued: isQueued ? 1 : 0,
  }, cursor);
}

async function change(tx: UnitOfWork, id: string, values: Partial<Screening>): Promise<void> {
  const screening = await tx.store.findOne(Screening, { id });
  if (screening) tx.store.assign(screening, values as never);
}
