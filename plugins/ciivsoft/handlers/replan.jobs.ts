import type { JobDefinition, UnitOfWork } from 'patchbay/sdk';
import { RUN_LANE, type Handling } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { addEvent, settle, toWrite } from '../decision-rows.js';
import { Decision } from '../decision.entity.js';
import { Lead } from '../lead.entity.js';
import { screenedStage } from '../screened-stage.js';
import { Screening } from '../screening.entity.js';
import { decisionWrites, unscreenedNote } from '../writes.js';
import { leadMade, textsFor } from './outcome.jobs.js';

const PAGE = 100;
const TIMEOUT_MS = 15 * 60_000;

/** After switching on: what was decided but not sent is planned again under its old keys; what was sent stays sent (SH-9, D5). */
export const replanJobs: Readonly<Record<string, JobDefinition<CiivsoftSettings>>> = {
  replan: { handle: (_payload, ctx) => replan(ctx), timeoutMs: TIMEOUT_MS },
};

export async function startReplanning(tx: UnitOfWork, key: string): Promise<void> {
  await tx.jobs.enqueue({ name: 'replan', key, lane: RUN_LANE, payload: {} });
}

async function replan(ctx: Handling): Promise<void> {
  for (let after = ''; ;) {
    const page: Decision[] = await ctx.store.find(Decision, { taken: null, ...(after !== '' && { id: { $gt: after } }) }, { orderBy: { id: 'asc' }, limit: PAGE });
    for (const decision of page) {
      if (decision.proposal === 'lead') await replanLead(ctx, decision);
      else await replanReview(ctx, decision);
      after = decision.id;
    }
    if (page.length < PAGE) break;
  }
  await replanNotes(ctx);
}

/** Whether a note was sent the ledger knows: planning it again is nothing then. */
async function replanNotes(ctx: Handling): Promise<void> {
  const titles = new Map<string, string | null>();
  for (let after = ''; ;) {
    const page: Screening[] = await ctx.store.find(Screening, { state: { $in: ['unreadable', 'thin'] }, ...(after !== '' && { id: { $gt: after } }) }, { orderBy: { id: 'asc' }, limit: PAGE });
    for (const { postingId } of page) if (!titles.has(postingId)) titles.set(postingId, (await ctx.mirror.posting(postingId))?.title ?? null);
    await ctx.checkpoint(async (tx) => {
      for (const screening of page) {
        const title = titles.get(screening.postingId);
        if (title) await tx.actions.plan(unscreenedNote(screening, title));
      }
    });
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? '';
  }
}

async function replanReview(ctx: Handling, { id }: Decision): Promise<void> {
  const stage = screenedStage(await ctx.mirror.stages(), ctx.settings.screenedStageId);
  const seen = await ctx.store.findOne(Decision, { id });
  const texts = seen && await textsFor(ctx, seen);
  const opportunity = seen?.opportunityId == null ? null : await ctx.mirror.opportunity(seen.opportunityId);
  await ctx.checkpoint(async (tx) => {
    const decision = await tx.store.findOne(Decision, { id, taken: null });
    if (!decision || !texts) return;
    const planned = [];
    for (const write of decisionWrites(toWrite(decision, texts.known), stage?.id ?? null)) planned.push((await tx.actions.plan(write)).planned);
    if (planned.some(Boolean)) return;
    // Everything was sent before, but the word of it was lost when we were switched off.
    const isDone = decision.proposal !== 'advance' || opportunity?.stageId === stage?.id;
    settle(tx, decision, isDone ? 'done' : 'skipped');
    addEvent(tx, ctx, decision, { kind: 'result', by: 'system', outcome: decision.taken ?? 'done', reason: 'found after switching on again', at: ctx.clock.now() });
  });
}

async function replanLead(ctx: Handling, seen: Decision): Promise<void> {
  const rows = await ctx.lever.opportunities.list({ contactId: [seen.contactId] }, { expand: ['applications'] }).toArray();
  const made = rows.find((row) => row.createdAt === seen.decidedAt && row.applications.some((application) => application.posting === seen.postingId));
  const texts = await textsFor(ctx, seen);
  await ctx.checkpoint(async (tx) => {
    const decision = await tx.store.findOne(Decision, { id: seen.id, taken: null });
    if (!decision) return;
    if (made) {
      if (decision.leadOpportunityId == null) {
        addEvent(tx, ctx, decision, { kind: 'result', by: 'system', outcome: 'done', reason: 'found after switching on again', at: ctx.clock.now() });
      }
      return leadMade(tx, decision, made.id, texts);
    }
    const lead = await tx.store.findOne(Lead, { contactId: decision.contactId, postingId: decision.postingId });
    if (lead?.state !== 'planned') return;
    for (const write of decisionWrites(toWrite(decision, texts.known), null)) await tx.actions.plan(write);
  });
}
