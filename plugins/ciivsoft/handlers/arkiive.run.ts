import type { Comparison, MirroredPosting, UnitOfWork } from 'patchbay/sdk';
import type { Budget } from '../budget.js';
import { OPEN_STATES, isOpen, type Handling } from '../ciivsoft.context.js';
import { CiivsoftSettings } from '../ciivsoft.settings.js';
import { arkiiveSubject } from '../decision.js';
import { createDecision, toWrite } from '../decision-rows.js';
import { monthsBefore, whyExcluded, type Wanted } from '../exclusion.js';
import { knownJob, type KnownJob } from '../job-text.js';
import { planLead, suggestedFor } from '../lead-rows.js';
import { PersonHistories } from '../person-histories.js';
import type { Run } from '../run.entity.js';
import { finish, isOfOneItem, progress } from '../run-store.js';
import { SeenPosting } from '../seen-posting.entity.js';
import { hasReason } from '../writes.js';
import { isLibraryRead } from './library.jobs.js';

const LIBRARY_NOTE = 'ARKiiVE waits until every resume in Lever was read once; new jobs are searched then.';

/** ARKiiVE: every new job that waits, oldest first; the whole database is searched for each. Answers whether more is left. */
export async function runArkiive(ctx: Handling, run: Run, budget: Budget): Promise<boolean> {
  if (!await ctx.checkpoint(isLibraryRead)) {
    await ctx.checkpoint((tx) => finish(tx, run.id, 'blocked', ctx.clock.now(), LIBRARY_NOTE));
    return false;
  }
  const waiting = await ctx.store.find(SeenPosting, { state: 'waiting' }, { orderBy: [{ openedAt: 'asc' }, { id: 'asc' }] });
  for (const seen of waiting.filter((one) => run.cursor == null || cursorOf(one) > run.cursor)) {
    if (!budget.take(10)) return true;
    try {
      await search(ctx, run, seen);
    } catch (error) {
      if (!isOfOneItem(error, ctx.signal)) throw error;
      ctx.log.warn('ciivsoft.posting-failed', { postingId: seen.postingId, error: error instanceof Error ? error.name : 'failure' });
      await ctx.checkpoint((tx) => progress(tx, run.id, { scanned: 1, failed: 1 }, cursorOf(seen)));
    }
  }
  await ctx.checkpoint((tx) => finish(tx, run.id, 'done', ctx.clock.now()));
  return false;
}

/** Sorts as the rows do. */
const cursorOf = (seen: SeenPosting): string => `${String(seen.openedAt).padStart(16, '0')}|${seen.id}`;

async function search(ctx: Handling, run: Run, seen: SeenPosting): Promise<void> {
  const known = await knownJob(ctx, seen.postingId);
  if (!known || !isOpen(known.state)) {
    // Waits on: a job that opens again later was not searched yet (SH-17).
    return ctx.checkpoint((tx) => progress(tx, run.id, { scanned: 1, skipped: known ? 'posting closed' : 'posting not visible' }, cursorOf(seen)));
  }
  const found = await bestPeople(ctx, run, known);
  await ctx.checkpoint(async (tx) => {
    const now = ctx.clock.now();
    if (found.isTooThin) {
      await change(tx, seen.id, { state: 'skipped', reason: 'the posting says too little to compare anybody with it', searches: seen.searches + 1, searchedAt: now });
      return progress(tx, run.id, { scanned: 1, skipped: 'posting says too little' }, cursorOf(seen));
    }
    const chosen = new Set(found.chosen.map((comparison) => comparison.contactId));
    for (const comparison of found.compared) await record(tx, ctx, { run, seen, known, comparison, isChosen: chosen.has(comparison.contactId), now });
    await change(tx, seen.id, {
      state: 'searched', searches: seen.searches + 1, searchedAt: now, leads: seen.leads + chosen.size, reason: chosen.size === 0 ? 'nobody fits' : null,
    });
    const matched = found.compared.filter((one) => one.isMatch).length;
    await progress(tx, run.id, { scanned: 1, matched, leads: chosen.size, ...(chosen.size === 0 && { skipped: 'nobody fits' }) }, cursorOf(seen));
  });
}

interface FoundPeople { readonly isTooThin: boolean; readonly compared: readonly Comparison[]; readonly chosen: readonly Comparison[] }

/** The best eligible people: exclusions come before the cut, so that nobody who may not be suggested takes a place (CI-13, CI-15, CI-17). */
async function bestPeople(ctx: Handling, run: Run, known: KnownJob): Promise<FoundPeople> {
  const options = { statistics: run.statistics, asOf: run.asOf };
  const histories = new PersonHistories(ctx);
  const suggested = await suggestedFor(ctx, known.job.id);
  const wanted = await wantedFor(ctx, known);
  const excluded = new Set<string>();
  for (;;) {
    const list = await ctx.people.shortlist(known.job, { ...options, without: [...excluded] });
    if (list.isTooThin) return { isTooThin: true, compared: [], chosen: [] };
    const known200 = await histories.mirrored(list.people);
    const refused = list.people.filter((id) => whyExcluded(known200.get(id) ?? [], wanted, suggested.has(id)) !== null);
    for (const id of refused) excluded.add(id);
    if (refused.length > 0) continue;
    const { comparisons } = await ctx.people.compare([known.job], list.people.map((contactId) => ({ contactId })), {
      ...options, threshold: CiivsoftSettings.thresholdFor(ctx.settings, known.job.id),
    });
    const chosen = comparisons.filter((one) => one.isMatch && hasReason(one.reasons)).slice(0, ctx.settings.leadsPerPosting);
    const gone = await refusedByLever(histories, chosen, wanted);
    if (gone.length === 0) return { isTooThin: false, compared: comparisons, chosen };
    for (const id of gone) excluded.add(id);
  }
}

/** Asks Lever once more about those who would be suggested: the mirror may be minutes old, and it knows no end of a consent. */
async function refusedByLever(histories: PersonHistories, chosen: readonly Comparison[], wanted: Wanted): Promise<string[]> {
  const fresh = await histories.fresh(chosen.map(({ contactId }) => contactId));
  return [...fresh].filter(([, history]) => whyExcluded(history, wanted, false) !== null).map(([contactId]) => contactId);
}

async function wantedFor(ctx: Handling, known: KnownJob): Promise<Wanted> {
  const postings = await ctx.mirror.postings({ states: [...OPEN_STATES, 'closed', 'draft', 'pending', 'rejected'] });
  const isOfGroup = (posting: MirroredPosting): boolean => posting.id === known.job.id || (known.team !== null && posting.team === known.team);
  return {
    postingId: known.job.id, groupPostingIds: new Set(postings.filter(isOfGroup).map((posting) => posting.id)),
    coolOffSince: monthsBefore(ctx.clock.now(), ctx.settings.coolOffMonths),
  };
}

interface Recording {
  readonly run: Run; readonly seen: SeenPosting; readonly known: KnownJob; readonly comparison: Comparison; readonly isChosen: boolean; readonly now: number;
}

async function record(tx: UnitOfWork, ctx: Handling, { run, seen, known, comparison, isChosen, now }: Recording): Promise<void> {
  const decision = createDecision(tx, ctx, {
    runId: run.id, solution: 'arkiive', subject: arkiiveSubject(known.job.id, seen.searches + 1, comparison.contactId), known, comparison, opportunityId: null,
    applicationId: null, resumeSource: null, proposal: isChosen ? 'lead' : 'none', now,
  });
  if (isChosen) await planLead(tx, ctx, decision, toWrite(decision, known));
}

async function change(tx: UnitOfWork, id: string, values: Partial<SeenPosting>): Promise<void> {
  const seen = await tx.store.findOne(SeenPosting, { id });
  if (seen) tx.store.assign(seen, values as never);
}
