import type { ScoringEngine } from './scoring-engine.js';
import { copiesAdvertisement, outcomesFromChecks } from './outcome.js';
import { analysisLane, type Tx } from './popp.context.js';

const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** Has everybody on the posting looked at for this version. */
export async function planCollection(tx: Tx, analysis: { readonly id: string; readonly version: number }, occasion: string): Promise<void> {
  await tx.jobs.enqueue({
    name: 'collect', key: `${analysis.id}:v${analysis.version}:${occasion}`, lane: analysisLane(analysis.id), payload: { analysisId: analysis.id, version: analysis.version },
  });
}

/** The matching library of the hub: offline, deterministic, nothing leaves the house. */
export const builtInEngine: ScoringEngine = {
  requirementsOf: async (ctx, description) => ctx.matching.requirementsOf(description),
  open: (tx, analysis) => planCollection(tx, analysis, 'confirmed'),
  analyse: async (ctx, analysis, _candidate, { resume: { text, resume } }) => {
    const asOf = new Date(ctx.clock.now()).toISOString().slice(0, DAY_LENGTH);
    const check = ctx.matching.check(analysis.requirements, { title: analysis.postingTitle }, text, asOf);
    const flags = [...check.flags, ...(copiesAdvertisement(analysis.requirements, text) ? ['copies-the-advertisement'] : [])];
    return { kind: 'analysed', analysed: { outcomes: outcomesFromChecks(analysis.requirements, check), flags, engineVersion: check.engineVersion, resume } };
  },
  close: async () => undefined,
};
