import { randomUUID } from 'node:crypto';
import type { JobDefinition, ScheduleDefinition, UnitOfWork } from 'patchbay/sdk';
import { Budget } from '../budget.js';
import { RUN_JOB, RUN_LANE, type Handling, type Solution } from '../ciivsoft.context.js';
import { CiivsoftSettings } from '../ciivsoft.settings.js';
import { acceptance, ENGINE_CURSOR } from '../engine-acceptance.js';
import { LEADS_OPERATION } from '../permissions.js';
import { LEADS_PERMISSION } from '../setup.js';
import { createParts, finish, openParts } from '../run-store.js';
import type { Run } from '../run.entity.js';
import { runArkiive } from './arkiive.run.js';
import { watchDrift } from './drift.watch.js';
import { runFilter } from './filter.run.js';
import { catchUpLibrary, startReading } from './library.jobs.js';
import { runRefine } from './refine.run.js';

const TIMEOUT_MS = 15 * 60_000;

/** By the clock; an overrunning run makes the next one wait, and one that waits is enough (CI-8, CI-9). */
export const runSchedule: ScheduleDefinition<CiivsoftSettings> = {
  cron: (settings) => CiivsoftSettings.cron(settings), job: RUN_JOB, overlap: 'buffer-one', catchUp: 'collapse',
};

export const runJobs: Readonly<Record<string, JobDefinition<CiivsoftSettings>>> = { [RUN_JOB]: { handle: (_payload, ctx) => run(ctx), timeoutMs: TIMEOUT_MS } };

const STEPS: Readonly<Record<Solution, (ctx: Handling, run: Run, budget: Budget) => Promise<boolean>>> = {
  filter: runFilter, arkiive: runArkiive, refine: runRefine,
};
const MAKES_LEADS: ReadonlySet<Solution> = new Set(['arkiive', 'refine']);
const NO_LEADS = `Waits for the Lever permission "${LEADS_PERMISSION}": a lead on another job is a new opportunity. Nothing is lost; FiiLTER works without it.`;

/** Goes on with what a crash left open, else begins anew; one part after another. */
async function run(ctx: Handling): Promise<void> {
  const open = await openParts(ctx);
  const parts = open.length > 0 ? open : await begin(ctx);
  const budget = new Budget();
  const mayMakeLeads = !(await ctx.leverMissing()).includes(LEADS_OPERATION);
  for (const part of parts.filter((one) => one.state === 'running')) {
    if (MAKES_LEADS.has(part.solution) && !mayMakeLeads) {
      await ctx.checkpoint((tx) => finish(tx, part.id, 'blocked', ctx.clock.now(), NO_LEADS));
    } else if (await STEPS[part.solution](ctx, part, budget)) {
      return ctx.commit(async (tx) => { await tx.jobs.enqueue({ name: RUN_JOB, key: `rest:${part.processingId}:${randomUUID()}`, lane: RUN_LANE, payload: {} }); });
    }
  }
  await ctx.commit((tx) => watchDrift(tx, ctx));
}

async function begin(ctx: Handling): Promise<readonly Run[]> {
  const startedAt = ctx.clock.now();
  const asOf = new Date(startedAt).toISOString().slice(0, 10);
  const isRead = await catchUpLibrary(ctx);
  const statistics = await ctx.people.pinStatistics(asOf);
  return ctx.checkpoint(async (tx) => {
    if (!isRead) await startReading(tx, `run:${startedAt}`);
    return createParts(tx, ctx, { startedAt, statistics, asOf, blocked: await engineProblem(tx, ctx) });
  });
}

/** LG-13: another engine version works only once an administrator has accepted it; the first one is accepted by switching on. */
async function engineProblem(tx: UnitOfWork, ctx: Handling): Promise<string | null> {
  const accepted = await tx.cursor.get(ENGINE_CURSOR);
  const { isAccepted, problem } = acceptance(accepted, ctx.matching.engineVersion);
  if (accepted === null) await tx.cursor.set(ENGINE_CURSOR, ctx.matching.engineVersion);
  if (isAccepted) return null;
  await tx.messages.alertAdmins({ key: `engine:${ctx.matching.engineVersion}`, subject: 'CiiVSOFT waits: the matching engine has changed', text: problem });
  return problem;
}
