import type { JobDefinition, LifecycleContext } from 'patchbay/sdk';
import { z } from 'zod';
import { Forward } from './forward.entity.js';
import { currentHandoff, saveHandoff } from './handoff-rows.js';
import type { Handling } from './idibu.context.js';
import type { IdibuSettings } from './idibu.settings.js';

const LOOK_AGAIN_MS = 60_000;

/** A CRM was signed in to. The same one again changes nothing; another one takes over from here on, and nobody is sent again (ID-6). */
export async function selectCrm(ctx: LifecycleContext<IdibuSettings>, crm: string): Promise<void> {
  await ctx.commit(async (tx) => {
    const current = await currentHandoff(tx.store);
    if (current.crm === crm) return;
    const { revision, ...kept } = current;
    const now = ctx.clock.now();
    // Pools and mappings belong to the CRM they were chosen in.
    await saveHandoff(tx, ctx, { ...kept, crm, poolId: null, mapping: {}, savedAt: now }, revision, 'sign-in');
    if (current.crm !== null) await tx.jobs.enqueue({ name: 'leave-crm', key: `${revision}`, lane: 'run:leave-crm', payload: { crm: current.crm, turn: 0, name: `${revision}` } });
    await tx.audit.record({ action: 'idibu.crm-selected', subject: `installation:${ctx.installationId}`, detail: { crm, before: current.crm } });
  });
}

export const crmJobs: Readonly<Record<string, JobDefinition<IdibuSettings>>> = { 'leave-crm': { handle: leaveCrm } };

/** The CRM before is left once everything that began there has ended there (ID-40); one that was selected again stays. */
async function leaveCrm(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { crm, turn, name } = z.object({ crm: z.string(), turn: z.int(), name: z.string() }).parse(payload);
  const isSelected = (await currentHandoff(ctx.store)).crm === crm;
  const open = await ctx.store.count(Forward, { crm, state: 'running' });
  if (!isSelected && open === 0) await ctx.accounts.disconnect(crm);
  await ctx.commit(async (tx) => {
    if (isSelected || open === 0) return;
    await tx.jobs.enqueue({
      name: 'leave-crm', key: `${name}:${turn + 1}`, lane: 'run:leave-crm', payload: { crm, turn: turn + 1, name }, dueAt: ctx.clock.now() + LOOK_AGAIN_MS,
    });
  });
}
