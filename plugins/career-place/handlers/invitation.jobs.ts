import type { JobDefinition, UnitOfWork } from 'patchbay/sdk';
import type { Handling } from '../career-place.context.js';
import { opportunityLane } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { hold, planErasure, planInvitation } from '../entry-plans.js';
import { lastMailAt, linkOf, lockEntry, record } from '../entry-rows.js';
import { zoneOf } from '../entry-steps.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import type { FunnelLink } from '../funnel-link.entity.js';
import { isNotOutYet } from '../funnel.js';
import { decideInvitation, type InvitationDecision, type InvitationPurpose } from '../invitation.js';
import { inviteJob, invitationEnded, plainReason } from '../job-payload.js';
import { undeliveredNote } from '../notes.js';

/** Invitations: decided by the world as it is when the mail would go out, then asked for at career.place. */
export const invitationJobs: Readonly<Record<string, JobDefinition<CareerPlaceSettings>>> = {
  'invite': { handle: invite },
  'invite-outcome': { handle: afterInvitation },
};

async function invite(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { entryId, purpose } = inviteJob(payload);
  const seen = await ctx.store.findOne(FunnelEntry, { id: entryId });
  const link = seen && await linkOf(ctx.store, seen);
  if (!seen || !link) return;
  const opportunity = await ctx.mirror.opportunity(seen.opportunityId);
  const posting = await ctx.mirror.posting(seen.postingId);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    if (!entry) return;
    const decision = decideInvitation({
      purpose, status: entry.status, opportunity, postingState: posting?.state ?? null, lastMailAt: await lastMailAt(tx.store, entry.contactId), now,
    });
    await carryOut(tx, { ctx, entry, link, purpose, now }, decision);
  });
}

interface Inviting { readonly ctx: Handling; readonly entry: FunnelEntry; readonly link: FunnelLink; readonly purpose: InvitationPurpose; readonly now: number }

async function carryOut(tx: UnitOfWork, inviting: Inviting, decision: InvitationDecision): Promise<void> {
  const { ctx, entry, link, purpose, now } = inviting;
  switch (decision.kind) {
    case 'skip': return record(tx, entry, { kind: 'not-invited', at: now, isApplied: false, detail: { why: decision.why } }, now);
    case 'hold': {
      await hold(tx, entry, { cause: decision.cause, at: now, occasion: `h${entry.historyCount}`, reason: 'no invitation at present', now });
      return;
    }
    case 'wait': {
      record(tx, entry, { kind: 'spaced', at: now, detail: { until: decision.until } }, now);
      return planInvitation(tx, entry, purpose, decision.until);
    }
    case 'undeliverable': return undelivered(tx, { ctx, entry, link, now }, decision.why, `a${entry.historyCount}`);
    case 'invite': return ask(tx, inviting, decision);
  }
}

async function ask(tx: UnitOfWork, { ctx, entry, link, purpose, now }: Inviting, who: Extract<InvitationDecision, { kind: 'invite' }>): Promise<void> {
  const attempt = entry.attempt + 1;
  if (entry.status === 'queued' || entry.status === 'undelivered') entry.status = 'inviting';
  tx.store.assign(entry, { attempt, lastMailAt: now, problem: null });
  record(tx, entry, { kind: 'invitation-asked', at: now, detail: { purpose, attempt } }, now);
  const occasion = `${entry.id}:i${attempt}`;
  const common = {
    kind: 'vendor' as const, opportunityId: entry.opportunityId, meaning: 'invite', occasion, subject: `opportunity:${entry.opportunityId}`,
    reasons: [purpose === 'reinvite' ? 'a recruiter asked for a new invitation' : 'the candidate applied to the linked posting'],
    then: { job: 'invite-outcome', context: { entryId: entry.id, attempt } },
  };
  const { email, firstName, lastName } = who;
  if (entry.applicantId == null) {
    const locale = link.locale ?? ctx.settings.locale;
    await tx.actions.plan({ ...common, name: 'invite', request: { jobId: entry.jobId, externalId: entry.opportunityId, email, firstName, lastName, locale } });
  } else {
    await tx.actions.plan({ ...common, name: 'reinvite', request: { applicantId: entry.applicantId, email, reapplied: purpose === 'reapplied', key: occasion } });
  }
}

/** No CP-Sent, a note with the cause, and the way to try again (CP-13). */
async function undelivered(
  tx: UnitOfWork, { ctx, entry, link, now }: Pick<Inviting, 'ctx' | 'entry' | 'link' | 'now'>, cause: string, occasion: string,
): Promise<void> {
  tx.store.assign(entry, { status: isNotOutYet(entry.status) ? 'undelivered' : entry.status, problem: cause });
  record(tx, entry, { kind: 'undelivered', at: now, detail: { cause } }, now);
  await tx.actions.plan({
    kind: 'note.add', opportunityId: entry.opportunityId, occurredAt: now, meaning: 'note:undelivered', occasion: `${entry.id}:${occasion}`,
    text: undeliveredNote(cause, { funnel: link.jobTitle, cardUrl: entry.cardUrl, zone: zoneOf(ctx, link) }),
    reasons: ['career.place: the invitation could not be sent'],
  });
}

/** career.place took the invitation, or said why not. That the mail is out is told by its event alone (CP-12). */
async function afterInvitation(payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  const { outcome, context, result } = invitationEnded(payload);
  const seen = await ctx.store.findOne(FunnelEntry, { id: context.entryId });
  const link = seen && await linkOf(ctx.store, seen);
  if (!seen || !link) return;
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, seen.id);
    if (!entry) return;
    if (result) return taken(tx, entry, result, now);
    if (outcome.state === 'cancelled' || entry.status === 'erased') return;
    if (entry.status === 'inviting') return undelivered(tx, { ctx, entry, link, now }, plainReason(outcome), `i${context.attempt}`);
    entry.problem = `the new invitation was refused: ${plainReason(outcome)}`;
    record(tx, entry, { kind: 'invitation-refused', at: now, isApplied: false, detail: { cause: plainReason(outcome) } }, now);
  });
}

type Taken = NonNullable<ReturnType<typeof invitationEnded>['result']>;

async function taken(tx: UnitOfWork, entry: FunnelEntry, result: Taken, now: number): Promise<void> {
  if (entry.status === 'erased') return planErasure(tx, entry.id, result.applicantId);
  const isNew = entry.applicantId == null;
  tx.store.assign(entry, { applicantId: result.applicantId, cardUrl: result.cardUrl ?? entry.cardUrl });
  // Known to career.place from before: what happened to them there is read, not guessed.
  if (isNew && result.status !== 'not_invited' && entry.status === 'inviting') {
    await tx.jobs.enqueue({
      name: 'catch-up-entry', key: `${entry.id}:i${entry.attempt}`, lane: opportunityLane(entry.opportunityId),
      payload: { entryId: entry.id, run: `i${entry.attempt}` }, dueAt: now,
    });
  }
}
