import { outcomeOf, type JobDefinition, type UnitOfWork } from 'patchbay/sdk';
import { z } from 'zod';
import type { Handling } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { addEvent, settle, toWrite } from '../decision-rows.js';
import { Decision } from '../decision.entity.js';
import { knownJob } from '../job-text.js';
import { Lead } from '../lead.entity.js';
import { Screening } from '../screening.entity.js';
import { leadNote } from '../writes.js';

const contextSchema = z.object({ decisionId: z.string(), write: z.enum(['last', 'lead', 'note']).default('last') });
const leadSchema = z.object({ opportunityId: z.string() });

/** What became of a decision's last write: recorded, and a lead that was made gets its note (CI-14). */
export const outcomeJobs: Readonly<Record<string, JobDefinition<CiivsoftSettings>>> = { outcome: { handle: ended } };

const FINAL: ReadonlySet<string> = new Set(['done', 'skipped', 'failed', 'cancelled']);

async function ended(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const outcome = outcomeOf(payload);
  const { decisionId, write } = contextSchema.parse(outcome.context);
  const seen = await ctx.store.findOne(Decision, { id: decisionId });
  if (!seen) return;
  const texts = await textsFor(ctx, seen);
  await ctx.commit(async (tx) => {
    const decision = await tx.store.findOne(Decision, { id: decisionId });
    // Held may still become done, and a person may have asked for what nobody proposed; anything else is final.
    if (!decision || FINAL.has(decision.taken ?? 'held')) return;
    // A lead that went before its note came was made all the same.
    if (write === 'note') return settle(tx, decision, outcome.state === 'skipped' ? 'done' : outcome.state);
    addEvent(tx, ctx, decision, { kind: 'result', by: 'system', outcome: outcome.state, reason: outcome.reason, at: ctx.clock.now() });
    if (decision.solution !== 'filter' && outcome.state === 'done') return leadMade(tx, decision, leadSchema.parse(outcome.result).opportunityId, texts);
    settle(tx, decision, outcome.state);
    if (decision.solution !== 'filter' && outcome.state !== 'held') await leadNotMade(tx, decision);
  });
}

export interface LeadTexts { readonly known: Awaited<ReturnType<typeof knownJob>>; readonly appliedTitle: string | null }

export async function textsFor(ctx: Pick<Handling, 'mirror' | 'store'>, decision: Decision): Promise<LeadTexts> {
  const applied = decision.applicationId == null ? null : await ctx.store.findOne(Screening, { applicationId: decision.applicationId });
  const posting = applied && await ctx.mirror.posting(applied.postingId);
  return { known: await knownJob(ctx, decision.postingId), appliedTitle: posting?.title ?? null };
}

async function leadNotMade(tx: UnitOfWork, decision: Decision): Promise<void> {
  const lead = await tx.store.findOne(Lead, { contactId: decision.contactId, postingId: decision.postingId });
  if (lead) tx.store.assign(lead, { state: 'not-made' });
}

/** The decision is settled when its note is there too, so that a switch-off between the two leaves something to go on with. */
export async function leadMade(tx: UnitOfWork, decision: Decision, opportunityId: string, { known, appliedTitle }: LeadTexts): Promise<void> {
  tx.store.assign(decision, { leadOpportunityId: opportunityId });
  const lead = await tx.store.findOne(Lead, { contactId: decision.contactId, postingId: decision.postingId });
  if (lead) tx.store.assign(lead, { state: 'made', opportunityId });
  const { planned } = await tx.actions.plan(leadNote(toWrite(decision, known), opportunityId, appliedTitle));
  if (!planned) settle(tx, decision, 'done');
}
