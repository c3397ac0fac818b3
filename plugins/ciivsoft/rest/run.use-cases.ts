import { CallerError, isoOf, isoOrNull, type Pager } from 'patchbay/sdk';
import type { UseCase } from '../ciivsoft.context.js';
import { Run } from '../run.entity.js';
import { pageOf } from './listing.js';
import type { RunPage, RunQuery, RunView } from './runs.dto.js';

function runView(run: Run): RunView {
  return {
    id: run.id, processingId: run.processingId, solution: run.solution, state: run.state, startedAt: isoOf(run.startedAt),
    finishedAt: isoOrNull(run.finishedAt), cursor: run.cursor ?? null, statistics: run.statistics, settingsRevision: run.settingsRevision,
    counts: { ...run.counts, skipped: { ...run.counts.skipped } },
    note: run.note ?? null,
  };
}

/** Newest first. */
export function listRuns(ctx: UseCase, pager: Pager, { solution, state, processingId, ...page }: RunQuery): Promise<RunPage> {
  const equal = { ...(solution && { solution }), ...(state && { state }), ...(processingId && { processingId }) };
  return pageOf(pager, page, {
    scope: `ciivsoft:runs:${JSON.stringify(equal)}`, property: 'startedAt', read: (after, options) => ctx.store.find(Run, { $and: [equal, after] }, options as never),
  }, runView);
}

export async function oneRun(ctx: UseCase, id: string): Promise<RunView> {
  const run = await ctx.store.findOne(Run, { id });
  if (!run) throw CallerError.notFound('The run');
  return runView(run);
}
