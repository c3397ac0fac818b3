import { CallerError, DEFAULT_PAGE, isoOf, isoOrNull, type Pager } from 'patchbay/sdk';
import { optOutAt } from '../calendar.js';
import type { UseCase } from '../career-place.context.js';
import { planInvitation, planVendor } from '../entry-plans.js';
import { linkOf, lockEntry, record } from '../entry-rows.js';
import { lookAround, situationOf, type Surroundings } from '../entry-steps.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import { FunnelHistory } from '../funnel-history.entity.js';
import type { FunnelLink } from '../funnel-link.entity.js';
import { isActive } from '../funnel.js';
import { isWaitingForAddress } from '../handlers/opportunity.facts.js';
import { mayBeInvited } from '../invitation.js';
import { moveWrites } from '../transition-writes.js';
import type { EntryDetail, EntryPage, EntryQuery, EntryView } from './entries.dto.js';
import { maySee, visiblePostings } from './visible-postings.js';

type Tx = Parameters<Parameters<UseCase['commit']>[0]>[0];

function entryView(entry: FunnelEntry): EntryView {
  const isRunning = entry.status === 'invited' && entry.invitedAt != null && entry.holds.length === 0;
  return {
    id: entry.id, opportunityId: entry.opportunityId, postingId: entry.postingId, jobId: entry.jobId, status: entry.status, tag: entry.tag ?? null,
    cardUrl: entry.cardUrl ?? null, invitedAt: isoOrNull(entry.invitedAt), reminders: entry.remindersAsked, remindersStopped: entry.remindersStopped ?? null,
    optOutAt: isRunning ? isoOf(optOutAt({ invitedAt: entry.invitedAt ?? 0, pausedMs: entry.pausedMs })) : null,
    holds: [...entry.holds], problem: entry.problem ?? null, createdAt: isoOf(entry.createdAt), endedAt: isoOrNull(entry.endedAt),
  };
}

const CURSOR = 'career-place:entries';

/** Newest first. */
export async function listEntries(ctx: UseCase, pager: Pager, query: EntryQuery): Promise<EntryPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(CURSOR, query.cursor);
  const { jobId, postingId, opportunityId, linkId } = query;
  const visible = await visiblePostings(ctx);
  const equal = Object.fromEntries(Object.entries({ jobId, postingId, opportunityId, linkId }).filter(([, value]) => value !== undefined));
  const rows = await ctx.store.find(FunnelEntry, {
    $and: [
      equal, query.status === undefined ? {} : { status: { $in: query.status } }, visible === null ? {} : { postingId: { $in: [...visible] } },
      query.needsAttention === undefined ? {} : { problem: query.needsAttention ? { $ne: null } : null },
      at === undefined ? {} : { $or: [{ createdAt: { $lt: Number(at) } }, { createdAt: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { data: rows.slice(0, limit).map(entryView), next: last ? pager.encode(CURSOR, [last.createdAt, last.id]) : null };
}

async function visibleEntry(ctx: UseCase, id: string): Promise<FunnelEntry> {
  const entry = await ctx.store.findOne(FunnelEntry, { id });
  if (!entry || !await maySee(ctx, entry.postingId)) throw CallerError.notFound('The candidate of the funnel');
  return entry;
}

export async function entryDetail(ctx: UseCase, id: string): Promise<EntryDetail> {
  const entry = await visibleEntry(ctx, id);
  const history = await ctx.store.find(FunnelHistory, { entryId: id }, { orderBy: { number: 'asc' } });
  return {
    ...entryView(entry),
    history: history.map(({ number, kind, status, at, isApplied, detail }) => ({ number, kind, status, at: isoOf(at), isApplied, detail: detail ?? null })),
  };
}

/** A recruiter asks for another invitation: a new window of 420 hours (CP-26). */
export async function reinvite(ctx: UseCase, id: string): Promise<EntryView> {
  const seen = await visibleEntry(ctx, id);
  await assertOpen(ctx, seen);
  return change(ctx, id, 'career-place.reinvited', async (tx, entry, now) => {
    if (!mayBeInvited(entry.status, 'reinvite')) {
      throw CallerError.conflict('not-invitable', `The candidate is ${entry.status}: only somebody who was invited, opted out or was never reached can be invited again.`);
    }
    record(tx, entry, { kind: 'reinvite-wanted', at: now }, now);
    await planInvitation(tx, entry, 'reinvite');
  });
}

async function assertOpen(ctx: UseCase, entry: FunnelEntry): Promise<void> {
  const [opportunity, posting] = await Promise.all([ctx.mirror.opportunity(entry.opportunityId), ctx.mirror.posting(entry.postingId)]);
  if (!opportunity || opportunity.archivedAt !== null) throw CallerError.conflict('archived', 'The opportunity is archived in Lever: nobody is mailed.');
  if (posting?.state !== 'published' && posting?.state !== 'internal') throw CallerError.conflict('posting-closed', 'The Lever job is not open: nobody is invited.');
}

/** Tries again what waits for a person: an address that was corrected (CP-13), or the move to a stage that was chosen anew (SH-19). */
export async function retry(ctx: UseCase, id: string): Promise<EntryView> {
  const seen = await visibleEntry(ctx, id);
  const around = seen.status === 'qualified' ? await lookAround(ctx, seen.opportunityId, true) : null;
  return change(ctx, id, 'career-place.retried', async (tx, entry, now) => {
    if (isWaitingForAddress(entry)) {
      record(tx, entry, { kind: 'retried', at: now }, now);
      return planInvitation(tx, entry, 'retry');
    }
    const link = await linkOf(tx.store, entry);
    if (entry.status !== 'qualified' || entry.problem == null || !around || !link) {
      throw CallerError.conflict('nothing-to-retry', 'Nothing about this candidate waits for a retry.');
    }
    return retryMove(tx, ctx, { entry, link, around, now });
  });
}

async function retryMove(
  tx: Tx, ctx: UseCase, { entry, link, around, now }: { entry: FunnelEntry; link: FunnelLink; around: Surroundings; now: number },
): Promise<void> {
  const situation = situationOf(ctx, entry, link, around);
  const step = { kind: 'qualified' as const, transition: entry.transition, round: entry.round, at: now };
  const [move] = moveWrites({ step, before: entry.status, after: entry.status }, situation);
  if (!move) {
    entry.problem = null;
    return record(tx, entry, { kind: 'stage-skipped', at: now, detail: { why: situation.move?.kind === 'stay' ? situation.move.why : null } }, now);
  }
  const { id, planned } = await tx.actions.plan(move);
  if (!planned) throw CallerError.conflict('waiting-already', `The move waits already. Retry it as such: POST /v1/dead-letters/action/${id}/retry.`);
  entry.problem = null;
  record(tx, entry, { kind: 'retried', at: now }, now);
}

/** Takes the candidate out of the funnel; the stage in Lever stays as it is (CP-38). */
export async function withdraw(ctx: UseCase, id: string): Promise<EntryView> {
  await visibleEntry(ctx, id);
  return change(ctx, id, 'career-place.withdrawn', async (tx, entry, now) => {
    if (!isActive(entry.status) && entry.status !== 'opted_out') throw CallerError.conflict('not-in-funnel', `The candidate is ${entry.status} and not in the funnel any more.`);
    if (entry.applicantId == null) throw CallerError.conflict('not-known-yet', 'career.place does not know the candidate yet. Try again in a minute.');
    record(tx, entry, { kind: 'withdraw-wanted', at: now }, now);
    await planVendor(tx, entry, 'withdraw', `w${entry.historyCount}`, 'a recruiter took the candidate out of the funnel');
  });
}

function change(
  ctx: UseCase, id: string, action: string, work: (tx: Tx, entry: FunnelEntry, now: number) => Promise<void>,
): Promise<EntryView> {
  return ctx.commit(async (tx) => {
    const entry = await lockEntry(tx, id);
    if (!entry) throw CallerError.notFound('The candidate of the funnel');
    await work(tx, entry, ctx.clock.now());
    await tx.audit.record({ action, subject: `opportunity:${entry.opportunityId}`, detail: { entryId: id } });
    return entryView(entry);
  });
}
