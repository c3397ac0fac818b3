import type { Fact, FactHandlers, JobDefinition } from 'patchbay/sdk';
import type { Handling } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { closingMail } from '../closing-mail.js';
import { hold, release } from '../entry-plans.js';
import { linkOf, lockEntry, record } from '../entry-rows.js';
import { zoneOf } from '../entry-steps.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import type { FunnelLink } from '../funnel-link.entity.js';
import { ENTRY_STATUSES, isNotStarted } from '../funnel.js';
import { isOpenPosting } from '../invitation.js';
import { postingRun, text } from '../job-payload.js';

/** A posting that closes or opens again: the people in its funnel are gone through one by one, in a run of its own. */
export const postingFacts: FactHandlers<CareerPlaceSettings> = { 'posting.closed': startRun, 'posting.opened': startRun };

async function startRun(fact: Fact<'posting.closed' | 'posting.opened'>, ctx: Handling): Promise<void> {
  const { postingId } = fact.payload;
  if (await ctx.store.count(FunnelEntry, { postingId }) === 0) return;
  await ctx.commit((tx) => tx.jobs.enqueue({
    name: 'posting-run', key: fact.id, lane: `posting:${postingId}`, payload: { postingId, at: fact.occurredAt, occasion: fact.id },
  }));
}

const NOT_STARTED = ENTRY_STATUSES.filter(isNotStarted);

/** Decided by the posting as it is now: a run that comes late does not undo a later change. */
export const postingJobs: Readonly<Record<string, JobDefinition<CareerPlaceSettings>>> = {
  'posting-run': {
    timeoutMs: 300_000,
    handle: async (payload, ctx) => {
      const run = postingRun(payload);
      const posting = await ctx.mirror.posting(run.postingId);
      const isOpen = isOpenPosting(posting?.state ?? null);
      const entries = await ctx.store.find(FunnelEntry, { postingId: run.postingId, status: { $in: NOT_STARTED } });
      for (const entry of entries) {
        if (isOpen) await reopen(ctx, entry.id, run);
        else await close(ctx, entry.id, run);
      }
    },
  },
};

type Run = ReturnType<typeof postingRun>;

function changeOf(ctx: Handling, run: Run, reason: string) {
  const now = ctx.clock.now();
  return { cause: 'posting-closed' as const, at: Math.min(run.at, now), occasion: run.occasion, reason, now };
}

async function reopen(ctx: Handling, entryId: string, run: Run): Promise<void> {
  await ctx.checkpoint(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    const link = entry && await linkOf(tx.store, entry);
    if (entry && link) await release(tx, entry, changeOf(ctx, run, 'the posting is open again'), { settings: ctx.settings, zone: zoneOf(ctx, link) });
  });
}

/** Nobody new is invited; who was invited and has not started gets the one mail, if the organisation wants it (CP-37). */
async function close(ctx: Handling, entryId: string, run: Run): Promise<void> {
  const seen = await ctx.store.findOne(FunnelEntry, { id: entryId });
  const opportunity = seen && await ctx.mirror.opportunity(seen.opportunityId);
  await ctx.checkpoint(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    const link = entry && await linkOf(tx.store, entry);
    if (!entry || !link || !isNotStarted(entry.status)) return;
    const isInvited = entry.status === 'invited' || entry.status === 'inviting';
    if (isInvited && !ctx.settings.closingMail) return;
    const wasRunning = await hold(tx, entry, changeOf(ctx, run, 'the posting was closed'));
    const email = opportunity?.mayContact && opportunity.archivedAt === null ? opportunity.emails[0] : undefined;
    if (!wasRunning || entry.status !== 'invited' || email === undefined) return;
    await sendClosingMail(tx, ctx, entry, link, email);
  });
}

async function sendClosingMail(
  tx: Parameters<Parameters<Handling['checkpoint']>[0]>[0], ctx: Handling, entry: FunnelEntry, link: FunnelLink, to: string,
): Promise<void> {
  const locale = link.locale ?? ctx.settings.locale;
  const now = ctx.clock.now();
  const isNew = await tx.messages.send({
    key: `closing:${entry.id}`, contactId: entry.contactId, to, locale, ...closingMail(text(link.postingTitle), locale, ctx.settings.closingMailText),
  });
  if (isNew) record(tx, entry, { kind: 'closing-mail', at: now }, now);
}
