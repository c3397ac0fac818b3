import { randomUUID } from 'node:crypto';
import type { Fact, FactHandlers, UnitOfWork } from 'patchbay/sdk';
import type { Handling } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { addEvent } from '../decision-rows.js';
import { Decision } from '../decision.entity.js';
import { Lead } from '../lead.entity.js';
import { isApplication } from '../screening.js';
import { Screening } from '../screening.entity.js';
import { SeenPosting } from '../seen-posting.entity.js';

/** What happens in Lever only joins the queues; the next run works on them (CI-8). */
export const arrivalFacts: FactHandlers<CiivsoftSettings> = {
  'application.created': onApplication, 'posting.opened': onPosting, 'archive.changed': onArchive, 'deleted': onDeleted, 'contact.merged': onMerged,
};

async function onApplication(fact: Fact<'application.created'>, ctx: Handling): Promise<void> {
  const { applicationId, opportunityId, postingId, contactId, type, createdAt } = fact.payload;
  if (postingId === null || !ctx.settings.filter || !isApplication(type)) return;
  await ctx.commit(async (tx) => {
    if (await tx.store.findOne(Screening, { applicationId })) return;
    tx.store.create(Screening, {
      id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, applicationId, opportunityId, contactId, postingId, appliedAt: createdAt,
      state: 'waiting', reason: null, pass: 0, resumeHash: null, resumeSource: null, descriptionHash: null, decisionId: null, reviewedAt: null,
    });
  });
}

/** Each job once: closing it and opening it again makes no new job of it (CI-10, CI-16). */
async function onPosting(fact: Fact<'posting.opened'>, ctx: Handling): Promise<void> {
  const { postingId } = fact.payload;
  if (!ctx.settings.arkiive) return;
  await ctx.commit(async (tx) => {
    if (await tx.store.findOne(SeenPosting, { postingId })) return;
    tx.store.create(SeenPosting, {
      id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, postingId, openedAt: ctx.clock.now(), state: 'waiting', reason: null,
      searches: 0, leads: 0, searchedAt: null,
    });
  });
}

/** CI-43: a lead that a recruiter turns down is remembered, and told to whoever measures the results. */
async function onArchive(fact: Fact<'archive.changed'>, ctx: Handling): Promise<void> {
  const { opportunityId, archivedAt, reasonId, hired } = fact.payload;
  const reason = (await ctx.mirror.archiveReasons()).find((one) => one.id === reasonId)?.text ?? null;
  const outcome = hired ? 'lead hired' : archivedAt === null ? 'lead taken back from the archive' : 'lead archived';
  await feedback(ctx, opportunityId, { outcome, reason, isRefused: archivedAt !== null && !hired, at: fact.occurredAt });
}

async function onDeleted(fact: Fact<'deleted'>, ctx: Handling): Promise<void> {
  await feedback(ctx, fact.payload.opportunityId, { outcome: 'lead removed', reason: null, isRefused: true, at: fact.occurredAt });
}

interface Feedback { readonly outcome: string; readonly reason: string | null; readonly isRefused: boolean; readonly at: number }

async function feedback(ctx: Handling, opportunityId: string, { isRefused, ...told }: Feedback): Promise<void> {
  if (!await ctx.store.findOne(Lead, { opportunityId })) return;
  await ctx.commit(async (tx) => {
    const lead = await tx.store.findOne(Lead, { opportunityId });
    const decision = lead && await tx.store.findOne(Decision, { id: lead.decisionId });
    if (!lead || !decision) return;
    tx.store.assign(lead, { state: isRefused ? 'refused' : 'made' });
    addEvent(tx, ctx, decision, { kind: 'feedback', by: 'lever', ...told });
  });
}

/** Two contacts became one: what was suggested for either counts for both. */
async function onMerged(fact: Fact<'contact.merged'>, ctx: Handling): Promise<void> {
  const { fromContactId, toContactId } = fact.payload;
  await ctx.commit(async (tx) => {
    await moveLeads(tx, fromContactId, toContactId);
    for (const screening of await tx.store.find(Screening, { contactId: fromContactId })) tx.store.assign(screening, { contactId: toContactId });
    await tx.people.forget(fromContactId);
  });
}

async function moveLeads(tx: UnitOfWork, from: string, to: string): Promise<void> {
  const taken = new Set((await tx.store.find(Lead, { contactId: to })).map((lead) => lead.postingId));
  for (const lead of await tx.store.find(Lead, { contactId: from })) if (!taken.has(lead.postingId)) tx.store.assign(lead, { contactId: to });
}
