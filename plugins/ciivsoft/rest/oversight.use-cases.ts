import { CallerError, isoOf } from 'patchbay/sdk';
import { SOLUTIONS, type Solution, type UseCase } from '../ciivsoft.context.js';
import { Decision, DecisionEvent } from '../decision.entity.js';
import { acceptance, ENGINE_CURSOR } from '../engine-acceptance.js';
import { inventory } from '../inventory.js';
import { byWeek } from '../monitoring.js';
import type { EngineView, InventoryView, MonitoringView, SolutionMonitoring } from './oversight.dto.js';

const WEEKS_MS = 8 * 7 * 86_400_000;
const MOST = 20_000;

export async function monitoring(ctx: UseCase): Promise<MonitoringView> {
  const since = ctx.clock.now() - WEEKS_MS;
  return { data: await Promise.all(SOLUTIONS.map((solution) => monitoringOf(ctx, solution, since))) };
}

/** LG-5, LG-13: shares, scores, overrides and failures of the last eight weeks. */
async function monitoringOf(ctx: UseCase, solution: Solution, since: number): Promise<SolutionMonitoring> {
  const decisions = await ctx.store.find(Decision, { solution, decidedAt: { $gte: since } }, {
    orderBy: { decidedAt: 'desc' }, limit: MOST, fields: ['decidedAt', 'score', 'isMatch', 'taken', 'engineVersion'],
  });
  const overridden = await ctx.store.find(DecisionEvent, { solution, kind: 'override', at: { $gte: since } }, { fields: ['decisionId'], limit: MOST });
  const refused = await ctx.store.count(DecisionEvent, { solution, kind: 'feedback', outcome: { $in: ['lead archived', 'lead removed'] }, at: { $gte: since } });
  const overrides = new Set(overridden.map((event) => event.decisionId)).size;
  return {
    solution, overrides, overrideRate: decisions.length === 0 ? null : Math.round((overrides / decisions.length) * 1_000) / 1_000, refusedLeads: refused,
    failures: decisions.filter((one) => one.taken === 'failed' || one.taken === 'held').length,
    engineVersions: [...new Set(decisions.toReversed().map((one) => one.engineVersion))],
    weeks: byWeek(decisions).map(({ startsAt, ...week }) => ({ startsAt: isoOf(startsAt), ...week })),
  };
}

export function inventoryView(ctx: UseCase): InventoryView {
  const features = inventory(ctx.matching.engineVersion, ctx.matching.neverRead);
  return { data: features.map((feature) => ({ ...feature, dataUsed: [...feature.dataUsed], neverRead: [...feature.neverRead] })) };
}

export async function engineView(ctx: UseCase): Promise<EngineView> {
  const accepted = await ctx.commit((tx) => tx.cursor.get(ENGINE_CURSOR));
  const current = ctx.matching.engineVersion;
  return { current, accepted, isAccepted: acceptance(accepted, current).isAccepted };
}

/** LG-13: the new engine may work; only the version that was looked at is accepted. */
export async function acceptEngine(ctx: UseCase, engineVersion: string): Promise<EngineView> {
  const current = ctx.matching.engineVersion;
  if (engineVersion !== current) throw CallerError.conflict('other-engine', `The engine is "${current}". Look again and accept that version.`);
  await ctx.commit(async (tx) => {
    await tx.cursor.set(ENGINE_CURSOR, current);
    await tx.audit.record({ action: 'ciivsoft.engine-accepted', subject: `installation:${ctx.installationId}`, detail: { engineVersion: current } });
  });
  return { current, accepted: current, isAccepted: true };
}
