import type { Fact, FactHandlers } from 'patchbay/sdk';
import type { Handling } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { cancelReminders, cancelWindow, hold, planErasure, planInvitation, release } from '../entry-plans.js';
import { linkOf, lockEntry, record } from '../entry-rows.js';
import { lookAround, payOwedTag, zoneOf } from '../entry-steps.js';
import { FunnelEntry } from '../funnel-entry.entity.js';

/**
 * What happens to a person in Lever. Moves between stages are a recruiter's own business and tags mean nothing to the
 * funnel (CP-20), so neither is listened to; a hire comes as `archive.changed`.
 */
export const opportunityFacts: FactHandlers<CareerPlaceSettings> = {
  'archive.changed': onArchive,
  'contact.changed': onContact,
  'contact.merged': onMerge,
  'anonymised': onErasure,
  'deleted': onErasure,
};

type OfOpportunity = 'archive.changed' | 'contact.changed' | 'contact.merged' | 'anonymised' | 'deleted';

function entriesOf(ctx: Handling, fact: Fact<OfOpportunity>): Promise<FunnelEntry[]> {
  return ctx.store.find(FunnelEntry, { opportunityId: fact.payload.opportunityId });
}

async function onArchive(fact: Fact<'archive.changed'>, ctx: Handling): Promise<void> {
  const entries = await entriesOf(ctx, fact);
  if (entries.length === 0) return;
  const around = await lookAround(ctx, fact.payload.opportunityId, false);
  const links = await Promise.all(entries.map((entry) => linkOf(ctx.store, entry)));
  const now = ctx.clock.now();
  const isArchived = around?.isArchived ?? fact.payload.archivedAt !== null;
  const reason = isArchived ? fact.payload.hired ? 'the candidate was hired' : 'the opportunity was archived' : 'the opportunity is open again';
  const change = { cause: 'archived' as const, at: Math.min(fact.occurredAt, now), occasion: fact.id, reason, now };
  await ctx.commit(async (tx) => {
    for (const [index, { id }] of entries.entries()) {
      const entry = await lockEntry(tx, id);
      const link = links[index];
      if (!entry || !link) continue;
      if (isArchived) {
        await hold(tx, entry, change);
      } else {
        await release(tx, entry, change, { settings: ctx.settings, zone: zoneOf(ctx, link) });
        await payOwedTag(tx, { ctx, entry, link, around, now });
      }
    }
  });
}

/** A corrected address is tried again by itself (CP-13); somebody who may not be contacted gets no reminders (CP-24). */
async function onContact(fact: Fact<'contact.changed'>, ctx: Handling): Promise<void> {
  const { opportunityId, fields } = fact.payload;
  const entries = await entriesOf(ctx, fact);
  const opportunity = await ctx.mirror.opportunity(opportunityId);
  if (entries.length === 0 || !opportunity) return;
  const now = ctx.clock.now();
  const isCorrected = opportunity.mayContact && opportunity.emails.length > 0 && (fields.includes('emails') || fields.includes('mayContact'));
  await ctx.commit(async (tx) => {
    for (const { id } of entries) {
      const entry = await lockEntry(tx, id);
      if (!entry) continue;
      if (isCorrected && isWaitingForAddress(entry)) {
        record(tx, entry, { kind: 'contact-corrected', at: fact.occurredAt }, now);
        await planInvitation(tx, entry, 'retry');
      } else if (!opportunity.mayContact && entry.status === 'invited' && entry.remindersStopped == null) {
        entry.remindersStopped = 'Lever says that this person may not be contacted';
        record(tx, entry, { kind: 'reminders-stopped', at: fact.occurredAt, detail: { why: entry.remindersStopped } }, now);
        await cancelReminders(tx, entry);
      }
    }
  });
}

/** Never reached, or no longer reachable. */
export function isWaitingForAddress(entry: Pick<FunnelEntry, 'status' | 'remindersStopped' | 'problem'>): boolean {
  return entry.status === 'undelivered' || (entry.status === 'invited' && entry.remindersStopped != null && entry.problem != null);
}

async function onMerge(fact: Fact<'contact.merged'>, ctx: Handling): Promise<void> {
  const entries = await entriesOf(ctx, fact);
  await ctx.commit(async (tx) => {
    for (const { id } of entries) {
      const entry = await lockEntry(tx, id);
      if (entry) entry.contactId = fact.payload.toContactId;
    }
  });
}

/** Anonymised or deleted in Lever: everything stops and career.place erases the person too (CP-24). */
async function onErasure(fact: Fact<'anonymised' | 'deleted'>, ctx: Handling): Promise<void> {
  const entries = await entriesOf(ctx, fact);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    for (const { id } of entries) {
      const entry = await lockEntry(tx, id);
      if (!entry || entry.status === 'erased') continue;
      await cancelWindow(tx, entry);
      await tx.jobs.cancel('invite', `${entry.id}:`);
      tx.store.assign(entry, { status: 'erased', cardUrl: null, problem: null, holds: [], pausedAt: null, isTagOwed: false });
      record(tx, entry, { kind: 'erased', at: fact.occurredAt, detail: { because: fact.kind } }, now);
      if (entry.applicantId != null) await planErasure(tx, entry.id, entry.applicantId);
    }
  });
}
