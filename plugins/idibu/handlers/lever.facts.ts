import type { Fact, FactHandlers, UnitOfWork } from 'patchbay/sdk';
import { Applicant } from '../applicant.entity.js';
import { lockApplicant } from '../applicant-rows.js';
import type { Handling } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';
import { leverStatus } from '../idibu-sighting.js';
import { leverSighting } from '../lever-sighting.js';
import { react, respond } from '../react.js';
import { takeIn, withdraw } from './sightings.js';

const OPEN = ['published', 'internal'];

/** Applications in Lever: the stage is the status, the light an act in the hub. */
export const leverFacts: FactHandlers<IdibuSettings> = {
  'application.created': onApplication, 'stage.changed': onStage, 'archive.changed': onArchive, 'anonymised': onErased, 'deleted': onErased,
  'contact.merged': onMerge,
};

async function onApplication(fact: Fact<'application.created'>, ctx: Handling): Promise<void> {
  const { opportunityId, postingId, applicationId, createdAt } = fact.payload;
  if (!ctx.settings.useLever || postingId === null) return;
  const sighting = await leverSighting(ctx, { opportunityId, postingId, applicationId, appliedAt: createdAt });
  if (!sighting) return;
  const posting = await ctx.mirror.posting(postingId);
  await ctx.commit(async (tx) => {
    const applicant = await takeIn(tx, ctx, { sighting, isBaseline: false, blockedBecause: closed(posting?.state) });
    await respond(tx, ctx, applicant, ['received'], applicationId);
  });
}

/** A closed posting stops new forwards; what is under way ends (SH-17). */
function closed(state: string | undefined): string | null {
  return state === undefined || OPEN.includes(state) ? null : 'the vacancy is closed';
}

async function onStage(fact: Fact<'stage.changed'>, ctx: Handling): Promise<void> {
  const { opportunityId, toStageId, at, byUserId } = fact.payload;
  if (!ctx.settings.useLever) return;
  await each(ctx, opportunityId, async (tx, applicant) => {
    const statusId = leverStatus(toStageId);
    if (applicant.statusId === statusId && applicant.createdAt >= at) return;
    const posting = await ctx.mirror.posting(applicant.vacancyId);
    applicant.statusId = statusId;
    await react(tx, ctx, applicant, { happening: { kind: 'status', statusId }, at, by: byUserId, blockedBecause: closed(posting?.state) });
    await respond(tx, ctx, applicant, [`status:${statusId}`], fact.id);
  });
}

/** Archived: nothing more is sent until it is taken out of the archive (SH-16, ID-42). */
async function onArchive(fact: Fact<'archive.changed'>, ctx: Handling): Promise<void> {
  const isGone = fact.payload.archivedAt !== null && !fact.payload.hired;
  await each(ctx, fact.payload.opportunityId, async (tx, applicant) => {
    applicant.state = isGone ? 'gone' : 'active';
    if (isGone) await withdraw(tx, applicant, ctx.clock.now());
  });
}

async function onErased(fact: Fact<'anonymised'> | Fact<'deleted'>, ctx: Handling): Promise<void> {
  await each(ctx, fact.payload.opportunityId, async (tx, applicant) => {
    await withdraw(tx, applicant, ctx.clock.now());
    tx.store.assign(applicant, { state: 'erased', details: null, cvName: null, cvRef: null });
  });
}

async function onMerge(fact: Fact<'contact.merged'>, ctx: Handling): Promise<void> {
  await each(ctx, fact.payload.opportunityId, async (_tx, applicant) => { applicant.contactId = fact.payload.toContactId; });
}

async function each(ctx: Handling, opportunityId: string, work: (tx: UnitOfWork, applicant: Applicant) => Promise<void>): Promise<void> {
  await ctx.commit(async (tx) => {
    for (const { id } of await tx.store.find(Applicant, { source: 'lever', externalId: opportunityId, state: { $ne: 'erased' } })) {
      const applicant = await lockApplicant(tx, id);
      if (applicant) await work(tx, applicant);
    }
  });
}
