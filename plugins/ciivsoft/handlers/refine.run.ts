import type { Comparison, MirroredPosting, UnitOfWork } from 'patchbay/sdk';
import type { Budget } from '../budget.js';
import { OPEN_STATES, type Handling } from '../ciivsoft.context.js';
import { CiivsoftSettings } from '../ciivsoft.settings.js';
import { createDecision, toWrite } from '../decision-rows.js';
import { refineSubject } from '../decision.js';
import { whyNotReferred } from '../exclusion.js';
import { knownJob, type KnownJob } from '../job-text.js';
import { planLead, suggestionsOf } from '../lead-rows.js';
import { PersonHistories } from '../person-histories.js';
import { pastFromMirror } from '../person-history.js';
import { afterComparison, jobsToCompare, standingOf, type Standing } from '../referral.js';
import type { Run } from '../run.entity.js';
import { finish, isOfOneItem, progress } from '../run-store.js';
import { SecondChance } from '../second-chance.entity.js';
import { hasReason } from '../writes.js';

const PAGE = 50;

interface Round {
  readonly ctx: Handling; readonly run: Run; readonly postings: readonly MirroredPosting[]; readonly jobs: Map<string, Promise<KnownJob | null>>;
}

/** REFiiNE: every queued application against the open jobs it was not compared with yet. Answers whether more is left. */
export async function runRefine(ctx: Handling, run: Run, budget: Budget): Promise<boolean> {
  const round: Round = { ctx, run, postings: await ctx.mirror.postings({ states: OPEN_STATES }), jobs: new Map() };
  let cursor = run.cursor ?? '';
  for (;;) {
    const page = await ctx.store.find(SecondChance, {
      state: { $in: ['queued', 'watching'] }, ...(cursor !== '' && { id: { $gt: cursor } }),
    }, { orderBy: { id: 'asc' }, limit: PAGE });
    for (const chance of page) {
      const jobs = jobsToCompare(chance, round.postings);
      if (jobs.length > 0 && !budget.take()) return true;
      cursor = chance.id;
      await compareSafely(round, chance, jobs);
    }
    if (page.length < PAGE) break;
  }
  await ctx.checkpoint((tx) => finish(tx, run.id, 'done', ctx.clock.now()));
  return false;
}

async function compareSafely(round: Round, chance: SecondChance, jobs: readonly MirroredPosting[]): Promise<void> {
  const { ctx, run } = round;
  try {
    await consider(round, chance, jobs);
  } catch (error) {
    if (!isOfOneItem(error, ctx.signal)) throw error;
    ctx.log.warn('ciivsoft.referral-failed', { opportunityId: chance.opportunityId, error: error instanceof Error ? error.name : 'failure' });
    await ctx.checkpoint((tx) => progress(tx, run.id, { scanned: 1, failed: 1 }, chance.id));
  }
}

async function consider(round: Round, chance: SecondChance, jobs: readonly MirroredPosting[]): Promise<void> {
  const { ctx, run } = round;
  const standing = await standingNow(ctx, chance);
  if (standing.kind !== 'go') return setAside(round, chance, standing);
  const isOver = ctx.clock.now() >= chance.watchUntil;
  if (jobs.length === 0 && (chance.state === 'queued' || isOver)) {
    return ctx.checkpoint(async (tx) => {
      await change(tx, ctx, chance.id, afterComparison(chance, 0, ctx.clock.now()));
      await progress(tx, run.id, { scanned: 1, skipped: isOver ? 'expired' : 'no other open job' }, chance.id);
    });
  }
  if (jobs.length > 0) await compare(round, chance, jobs);
}

async function standingNow(ctx: Handling, chance: SecondChance): Promise<Standing> {
  const original = await ctx.mirror.opportunity(chance.opportunityId);
  const [stages, reasons] = await Promise.all([ctx.mirror.stages(), ctx.mirror.archiveReasons()]);
  const past = original && pastFromMirror(original, { stages, reasons });
  return standingOf(original && past && { stageId: original.stageId, archive: past.archive, isAnonymised: past.isAnonymised });
}

async function setAside({ ctx, run }: Round, chance: SecondChance, standing: Exclude<Standing, { kind: 'go' }>): Promise<void> {
  await ctx.checkpoint(async (tx) => {
    if (standing.kind === 'drop') await change(tx, ctx, chance.id, { state: 'dropped', reason: standing.why });
    await progress(tx, run.id, { scanned: 1, skipped: standing.why }, chance.id);
  });
}

async function compare(round: Round, chance: SecondChance, postings: readonly MirroredPosting[]): Promise<void> {
  const { ctx, run } = round;
  const known = new Map((await Promise.all(postings.map((posting) => jobOf(round, posting.id)))).flatMap((job) => (job ? [[job.job.id, job] as const] : [])));
  // The lowest threshold of all: each job's own is applied below.
  const thresholds = [...known.keys()].map((id) => CiivsoftSettings.thresholdFor(ctx.settings, id));
  const { comparisons, unknown } = await ctx.people.compare([...known.values()].map(({ job }) => job), [{ contactId: chance.contactId }], {
    statistics: run.statistics, asOf: run.asOf, threshold: Math.min(...thresholds, 100),
  });
  if (unknown.length > 0) return setAside(round, chance, { kind: 'drop', why: 'no readable resume any more' });
  const chosen = await choose(ctx, chance, comparisons);
  await ctx.checkpoint(async (tx) => {
    const now = ctx.clock.now();
    for (const comparison of comparisons) {
      const job = known.get(comparison.jobId);
      if (job) await record(tx, round, { chance, known: job, comparison, isChosen: chosen.includes(comparison), now });
    }
    await change(tx, ctx, chance.id, {
      ...afterComparison(chance, chance.leads + chosen.length, now), leads: chance.leads + chosen.length,
      comparedPostings: [...chance.comparedPostings, ...postings.map((posting) => posting.id)],
    });
    await progress(tx, run.id, { scanned: 1, matched: chosen.length > 0 ? 1 : 0, leads: chosen.length, ...(chosen.length === 0 && { skipped: 'no other job fits' }) }, chance.id);
  });
}

function jobOf(round: Round, postingId: string): Promise<KnownJob | null> {
  const job = round.jobs.get(postingId) ?? knownJob(round.ctx, postingId);
  round.jobs.set(postingId, job);
  return job;
}

/** The best other jobs, at most as many as are allowed, never one where the person is already (CI-35, CI-38). */
async function choose(ctx: Handling, chance: SecondChance, comparisons: readonly Comparison[]): Promise<Comparison[]> {
  const isMatch = (one: Comparison): boolean => one.isMatch && one.score >= CiivsoftSettings.thresholdFor(ctx.settings, one.jobId) && hasReason(one.reasons);
  const matches = comparisons.filter(isMatch);
  if (matches.length === 0) return [];
  const history = (await new PersonHistories(ctx).fresh([chance.contactId])).get(chance.contactId) ?? [];
  const suggested = await suggestionsOf(ctx, chance.contactId);
  const free = matches.filter((one) => whyNotReferred(history, one.jobId, suggested.has(one.jobId)) === null);
  return free.slice(0, Math.max(0, ctx.settings.referralsPerPerson - chance.leads));
}

interface Recording {
  readonly chance: SecondChance; readonly known: KnownJob; readonly comparison: Comparison; readonly isChosen: boolean; readonly now: number;
}

async function record(tx: UnitOfWork, { ctx, run }: Round, { chance, known, comparison, isChosen, now }: Recording): Promise<void> {
  const decision = createDecision(tx, ctx, {
    runId: run.id, solution: 'refine', subject: refineSubject(chance.applicationId, known.job.id), known, comparison, opportunityId: chance.opportunityId,
    applicationId: chance.applicationId, resumeSource: null, proposal: isChosen ? 'lead' : 'none', now,
  });
  if (isChosen) await planLead(tx, ctx, decision, toWrite(decision, known));
}

const CLOSED = new Set(['referred', 'dropped', 'expired']);

async function change(tx: UnitOfWork, ctx: Handling, id: string, values: Partial<SecondChance>): Promise<void> {
  const chance = await tx.store.findOne(SecondChance, { id });
  if (chance) tx.store.assign(chance, { ...values, ...(CLOSED.has(values.state ?? '') && { closedAt: ctx.clock.now() }) } as never);
}
