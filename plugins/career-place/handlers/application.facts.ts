import type { Fact, FactHandlers, UnitOfWork } from 'patchbay/sdk';
import { decideAdmission, linkAt, type Admission } from '../admission.js';
import type { Handling } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { planInvitation } from '../entry-plans.js';
import { createEntry, knownEntries, lockEntry, lockLink, record } from '../entry-rows.js';
import { zoneOf } from '../entry-steps.js';
import { FunnelLink } from '../funnel-link.entity.js';
import { appliedAgainNote } from '../notes.js';

type Applied = Fact<'application.created'>;

/** Somebody applied: everybody who applies to a linked posting is invited, without a filter (CP-6, CP-8, CP-34). */
export const applicationFacts: FactHandlers<CareerPlaceSettings> = { 'application.created': onApplication };

async function onApplication(fact: Applied, ctx: Handling): Promise<void> {
  const { applicationId, opportunityId, postingId, contactId, type, createdAt } = fact.payload;
  if (postingId === null) return;
  const link = linkAt(await ctx.store.find(FunnelLink, { postingId }), createdAt);
  await ctx.commit(async (tx) => {
    if (link) await lockLink(tx, link.id);
    const admission = decideAdmission({
      application: { id: applicationId, type, opportunityId, appliedAt: createdAt }, link, known: await knownEntries(tx.store, contactId, postingId),
      rule: { isAllowed: ctx.settings.allowReapply, afterMonths: ctx.settings.reapplyAfterMonths },
    });
    if (link) await carryOut(tx, ctx, fact, link, admission);
    if (admission.kind === 'ignore') ctx.log.info('application.ignored', { opportunityId, why: admission.why });
  });
}

async function carryOut(tx: UnitOfWork, ctx: Handling, fact: Applied, link: FunnelLink, admission: Admission): Promise<void> {
  const now = ctx.clock.now();
  const { applicationId, opportunityId, contactId } = fact.payload;
  switch (admission.kind) {
    case 'ignore': return;
    case 'new': {
      const entry = createEntry(tx, ctx, { link, opportunityId, contactId, applicationId }, now);
      record(tx, entry, { kind: 'applied', at: fact.payload.createdAt }, now);
      return planInvitation(tx, entry, 'first');
    }
    case 'again': {
      const entry = await lockEntry(tx, admission.existing.id);
      if (!entry) return;
      tx.store.assign(entry, { applicationId, linkId: link.id });
      record(tx, entry, { kind: 'applied-again', at: fact.payload.createdAt }, now);
      return planInvitation(tx, entry, 'reapplied');
    }
    case 'note': return noteAgain(tx, ctx, fact, link, admission);
  }
}

async function noteAgain(
  tx: UnitOfWork, ctx: Handling, fact: Applied, link: FunnelLink, { existing, why }: Extract<Admission, { kind: 'note' }>,
): Promise<void> {
  const { applicationId, opportunityId, createdAt } = fact.payload;
  const entry = await lockEntry(tx, existing.id);
  if (entry) record(tx, entry, { kind: 'applied-again', at: createdAt, isApplied: false, detail: { why, opportunityId } }, ctx.clock.now());
  await tx.actions.plan({
    kind: 'note.add', opportunityId, occurredAt: createdAt, meaning: 'note:applied-again', occasion: applicationId,
    text: appliedAgainNote(existing, why, { funnel: link.jobTitle, cardUrl: existing.cardUrl, zone: zoneOf(ctx, link) }),
    reasons: [`career.place: applied again, no new invitation (${why})`],
  });
}
