import { randomUUID } from 'node:crypto';
import { CredentialRefused, PatchbayError, StaleFence, type UnitOfWork } from 'patchbay/sdk';
import { SOLUTIONS, type Handling, type Solution } from './ciivsoft.context.js';
import type { CiivsoftSettings } from './ciivsoft.settings.js';
import { count, NO_COUNTS, type Counted } from './run-counts.js';
import { Run, type RunState } from './run.entity.js';

export interface NewProcessing { readonly startedAt: number; readonly statistics: number; readonly asOf: string; readonly blocked: string | null }

const isOn = (settings: CiivsoftSettings, solution: Solution): boolean => settings[solution];

/** One part for each solution that is on, in the order of work. */
export function createParts(tx: UnitOfWork, ctx: Handling, start: NewProcessing): Run[] {
  const processingId = randomUUID();
  return SOLUTIONS.filter((solution) => isOn(ctx.settings, solution)).map((solution) => tx.store.create(Run, {
    id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, processingId, solution, startedAt: start.startedAt, cursor: null,
    state: start.blocked === null ? 'running' : 'blocked', finishedAt: start.blocked === null ? null : start.startedAt, statistics: start.statistics,
    asOf: start.asOf, settingsRevision: ctx.settingsRevision, counts: NO_COUNTS, note: start.blocked,
  }));
}

/** Parts of a run that was cut short by a crash, in the order of work. */
export async function openParts(ctx: Pick<Handling, 'store'>): Promise<Run[]> {
  const parts = await ctx.store.find(Run, { state: 'running' });
  return parts.toSorted((a, b) => a.startedAt - b.startedAt || SOLUTIONS.indexOf(a.solution) - SOLUTIONS.indexOf(b.solution));
}

/** Counts and moves the cursor in the transaction of the work itself. */
export async function progress(tx: UnitOfWork, runId: string, more: Counted, cursor?: string): Promise<void> {
  const run = await tx.store.findOne(Run, { id: runId });
  if (!run) return;
  tx.store.assign(run, { counts: count(run.counts, more), ...(cursor !== undefined && { cursor }) });
}

export async function finish(tx: UnitOfWork, runId: string, state: Exclude<RunState, 'running'>, now: number, note: string | null = null): Promise<void> {
  const run = await tx.store.findOne(Run, { id: runId, state: 'running' });
  if (run) tx.store.assign(run, { state, finishedAt: now, note });
}

/** Parts that a switch-off or a deleted key cuts short: what was written stands, nothing is tried again (CI-41). */
export async function cutShort(tx: UnitOfWork, now: number, why: string): Promise<void> {
  for (const run of await tx.store.find(Run, { state: 'running' })) tx.store.assign(run, { state: 'partial', finishedAt: now, note: why });
}

/** True for a fault that belongs to this one person or job: it is counted, and the run goes on. */
export function isOfOneItem(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted || error instanceof StaleFence || error instanceof CredentialRefused) return false;
  return !(error instanceof PatchbayError) || (error.fault !== 'ours' && !error.retryable && error.code !== 'switched-off');
}
