import type { Fact, FactHandlers } from 'patchbay/sdk';
import { planVendor } from '../check-plans.js';
import { lockCheck, record } from '../check-rows.js';
import { CHECK_STATUSES, isOver } from '../check-state.js';
import { ReferenceCheck } from '../check.entity.js';
import { forget } from '../forgetting.js';
import { leverHost } from '../hosts/lever.host.js';
import type { Handling } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';
import { startCheck, stopCheck } from '../starting.js';
import { ReferenceStep } from '../step.entity.js';

type OfOpportunity = 'archive.changed' | 'contact.changed' | 'contact.merged' | 'anonymised' | 'deleted';

/** Lever as a host: entering the stage starts (RE-15), leaving it does nothing (RE-16), the end of the candidacy stops (RE-36). */
export const leverFacts: FactHandlers<RefappSettings> = {
  'stage.changed': onStage, 'archive.changed': onArchive, 'posting.closed': onPostingClosed, 'contact.changed': onContact, 'contact.merged': onMerge,
  'anonymised': onErasure, 'deleted': onErasure,
};

async function onStage(fact: Fact<'stage.changed'>, ctx: Handling): Promise<void> {
  const { opportunityId, toStageId } = fact.payload;
  const mirrored = await ctx.mirror.opportunity(opportunityId);
  if (mirrored?.postingId == null || mirrored.stageId !== toStageId) return;
  const step = await ctx.store.findOne(ReferenceStep, { host: 'lever', serviceId: mirrored.postingId, hostStepId: toStageId, isActive: true });
  if (!step) return;
  const service = await leverHost.service(ctx, step.serviceId);
  const person = await leverHost.person(ctx, step.serviceId, opportunityId);
  await ctx.commit(async (tx) => {
    const { decision } = await startCheck(tx, ctx, { stepId: step.id, subjectId: opportunityId, service, person, by: 'step' });
    ctx.log.info('stage.entered', { opportunityId, decision: decision.kind });
  });
}

const RUNNING = CHECK_STATUSES.filter((status) => !isOver(status));

function checksOf(ctx: Handling, fact: Fact<OfOpportunity>): Promise<ReferenceCheck[]> {
  return ctx.store.find(ReferenceCheck, { host: 'lever', subjectId: fact.payload.opportunityId });
}

async function onArchive(fact: Fact<'archive.changed'>, ctx: Handling): Promise<void> {
  if (fact.payload.archivedAt === null) return;
  const checks = await checksOf(ctx, fact);
  const why = fact.payload.hired ? 'the candidate was hired' : 'the opportunity was archived';
  await ctx.commit(async (tx) => {
    for (const { id } of checks) {
      const check = await lockCheck(tx, id);
      if (check) await stopCheck(tx, ctx, check, why, fact.id);
    }
  });
}

async function onPostingClosed(fact: Fact<'posting.closed'>, ctx: Handling): Promise<void> {
  const { postingId } = fact.payload;
  const isConcerned = await ctx.store.count(ReferenceCheck, { host: 'lever', serviceId: postingId, status: { $in: RUNNING } }) > 0;
  if (!isConcerned) return;
  await ctx.commit(async (tx) => {
    await tx.jobs.enqueue({
      name: 'stop-service', key: fact.id, lane: `service:${postingId}`, payload: { host: 'lever', serviceId: postingId, why: 'the posting was closed', occasion: fact.id },
    });
  });
}

/** Corrected contact details are tried by themselves (RE-18). */
async function onContact(fact: Fact<'contact.changed'>, ctx: Handling): Promise<void> {
  const waiting = (await checksOf(ctx, fact)).filter((check) => check.problem === 'contact-details' && !isOver(check.status));
  if (waiting.length === 0) return;
  await ctx.commit(async (tx) => {
    for (const { id } of waiting) {
      const check = await lockCheck(tx, id);
      if (!check) continue;
      record(tx, check, 'contact-corrected', ctx.clock.now());
      await planVendor(tx, check, 'correct-candidate', {
        occasion: fact.id, reason: 'the contact details were corrected', request: { checkId: check.id, settings: { ...ctx.settings } } });
    }
  });
}

async function onMerge(fact: Fact<'contact.merged'>, ctx: Handling): Promise<void> {
  const checks = await checksOf(ctx, fact);
  await ctx.commit(async (tx) => {
    for (const { id } of checks) {
      const check = await lockCheck(tx, id);
      if (check) check.contactId = fact.payload.toContactId;
    }
  });
}

/** Anonymised or deleted in Lever: Refapp forgets candidate and referees too (RE-38). */
async function onErasure(fact: Fact<'anonymised' | 'deleted'>, ctx: Handling): Promise<void> {
  const checks = await checksOf(ctx, fact);
  await ctx.commit(async (tx) => {
    for (const { id } of checks) {
      const check = await lockCheck(tx, id);
      if (check) await forget(tx, check, `the candidate was erased in Lever (${fact.kind})`, ctx.clock.now());
    }
  });
}
