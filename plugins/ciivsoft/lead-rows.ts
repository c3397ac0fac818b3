import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from 'patchbay/sdk';
import type { UseCase, Working } from './ciivsoft.context.js';
import type { Decision } from './decision.entity.js';
import { Lead } from './lead.entity.js';
import { decisionWrites, type DecisionToWrite } from './writes.js';

/** Everybody ever suggested for a job, by whichever solution and whatever became of it (CI-38, CI-43). */
export async function suggestedFor(ctx: Pick<Working, 'store'>, postingId: string): Promise<ReadonlySet<string>> {
  return new Set((await ctx.store.find(Lead, { postingId })).map((lead) => lead.contactId));
}

/** The jobs somebody was ever suggested for. */
export async function suggestionsOf(ctx: Pick<Working, 'store'>, contactId: string): Promise<ReadonlySet<string>> {
  return new Set((await ctx.store.find(Lead, { contactId })).map((lead) => lead.postingId));
}

/** Which of these opportunities are leads that were made here. */
export async function ownLeads(ctx: Pick<Working, 'store'>, opportunityIds: readonly string[]): Promise<ReadonlySet<string>> {
  const leads = await ctx.store.find(Lead, { opportunityId: { $in: [...opportunityIds] } });
  return new Set(leads.flatMap(({ opportunityId }) => opportunityId ?? []));
}

/** Remembers the pair and plans the lead. Once per pair for ever: by this row, and by the action's key in the whole organisation (D5). */
export async function planLead(tx: UnitOfWork, ctx: Pick<UseCase, 'tenantId' | 'installationId'>, decision: Decision, write: DecisionToWrite): Promise<void> {
  tx.store.create(Lead, {
    id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, contactId: decision.contactId, postingId: decision.postingId,
    decisionId: decision.id, decidedAt: decision.decidedAt, opportunityId: null, state: 'planned',
  });
  for (const action of decisionWrites(write, null)) {
    const { planned } = await tx.actions.plan(action);
    // Another integration of the organisation suggested the same person for the same job already.
    if (!planned) tx.store.assign(decision, { taken: 'skipped' });
  }
}
