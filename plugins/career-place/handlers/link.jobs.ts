import type { JobDefinition } from 'patchbay/sdk';
import type { Handling } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { cancelReminders, planInvitation } from '../entry-plans.js';
import { createEntry, entryOf, lockEntry, record } from '../entry-rows.js';
import { existingApplicants } from '../existing-applicants.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import { FunnelLink } from '../funnel-link.entity.js';
import { linkEnded, linkJob, moveEnded, plainReason, stepEnded } from '../job-payload.js';

type Payload = Readonly<Record<string, unknown>>;

export const linkJobs: Readonly<Record<string, JobDefinition<CareerPlaceSettings>>> = {
  'link-outcome': { handle: afterLink },
  'invite-existing': { handle: inviteExisting, timeoutMs: 300_000 },
  'stop-link': { handle: stopLink, timeoutMs: 300_000 },
  'stage-outcome': { handle: afterMove },
  'erase-outcome': { handle: afterErasure },
};

async function afterLink(payload: Payload, ctx: Handling): Promise<void> {
  const { outcome, context } = linkEnded(payload);
  await ctx.commit(async (tx) => {
    const link = await tx.store.findOne(FunnelLink, { id: context.linkId });
    if (!link || outcome.state === 'cancelled') return;
    const isDone = outcome.state === 'done';
    tx.store.assign(link, { isKnownAtVendor: isDone, attention: isDone ? null : `career.place did not take the link: ${plainReason(outcome)}` });
  });
}

/** Invites who applied before the link, after somebody confirmed how many (CP-7). Saved person by person; starts over without doubling. */
async function inviteExisting(payload: Payload, ctx: Handling): Promise<void> {
  const { linkId } = linkJob(payload);
  const link = await ctx.store.findOne(FunnelLink, { id: linkId });
  if (link?.activeJobId == null) return;
  for await (const opportunity of existingApplicants(ctx, link)) {
    const { id: opportunityId, contactId, applicationId } = opportunity;
    if (applicationId === null) continue;
    await ctx.checkpoint(async (tx) => {
      if (await entryOf(tx.store, opportunityId, link.jobId)) return;
      const now = ctx.clock.now();
      const entry = createEntry(tx, ctx, { link, opportunityId, contactId, applicationId }, now);
      record(tx, entry, { kind: 'invited-by-hand', at: now }, now);
      await planInvitation(tx, entry, 'first');
    });
  }
}

/** The link was removed with "stop": nobody of it is reminded any more (CP-24); they may still finish. */
async function stopLink(payload: Payload, ctx: Handling): Promise<void> {
  const { linkId } = linkJob(payload);
  for (const { id } of await ctx.store.find(FunnelEntry, { linkId, status: 'invited' })) {
    await ctx.checkpoint(async (tx) => {
      const entry = await lockEntry(tx, id);
      if (entry?.status !== 'invited' || entry.remindersStopped != null) return;
      const now = ctx.clock.now();
      entry.remindersStopped = 'the link was removed';
      record(tx, entry, { kind: 'reminders-stopped', at: now, detail: { why: entry.remindersStopped } }, now);
      await cancelReminders(tx, entry);
    });
  }
}

/** Tag and note stand whatever became of the move; what a person must put right is shown on entry and link (CP-21, SH-19). */
async function afterMove(payload: Payload, ctx: Handling): Promise<void> {
  const { outcome, context } = moveEnded(payload);
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, context.entryId);
    const link = entry && await tx.store.findOne(FunnelLink, { id: entry.linkId });
    if (!entry || !link || outcome.state === 'cancelled') return;
    const now = ctx.clock.now();
    record(tx, entry, { kind: `stage-${outcome.state}`, at: now, isApplied: outcome.state === 'done', detail: { why: plainReason(outcome) } }, now);
    if (outcome.state === 'done' || outcome.state === 'skipped') {
      entry.problem = null;
      if (outcome.state === 'done') link.attention = null;
      return;
    }
    const problem = `the candidate is qualified but was not moved: ${plainReason(outcome)}`;
    tx.store.assign(entry, { problem });
    link.attention = problem;
    await tx.messages.alertAdmins({
      key: `stage:${ctx.settingsRevision}:${link.id}`, subject: 'career.place: qualified candidates cannot be moved',
      text: `Candidates of the Job "${link.jobTitle}" are found qualified, but Lever does not take the move: ${plainReason(outcome)}. Choose another stage in the settings of the integration, then retry the candidates that need attention.`,
    });
  });
}

/** Once erased at career.place, the last trace to the applicant goes too. */
async function afterErasure(payload: Payload, ctx: Handling): Promise<void> {
  const { outcome, context } = stepEnded(payload);
  if (outcome.state !== 'done') return;
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, context.entryId);
    if (entry) entry.applicantId = null;
  });
}
