import { randomUUID } from 'node:crypto';
import { CallerError, DEFAULT_PAGE, type MirroredPosting, type Pager } from 'patchbay/sdk';
import type { UseCase } from '../career-place.context.js';
import { existingApplicants } from '../existing-applicants.js';
import { FunnelLink } from '../funnel-link.entity.js';
import { isOpenPosting } from '../invitation.js';
import { endLink, planLink, planUnlink } from '../link-plans.js';
import type { InviteExistingDto, InviteExistingView } from './entries.dto.js';
import type { LinkDto, LinkPage, LinkQuery, LinkView } from './jobs.dto.js';
import { linkView, vendorJob } from './job.use-cases.js';
import { maySee, visiblePostings } from './visible-postings.js';

const CURSOR = 'career-place:links';

/** Newest first, ended ones included. */
export async function listLinks(ctx: UseCase, pager: Pager, query: LinkQuery): Promise<LinkPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(CURSOR, query.cursor);
  const visible = await visiblePostings(ctx);
  const rows = await ctx.store.find(FunnelLink, {
    $and: [
      query.jobId === undefined ? {} : { jobId: query.jobId }, query.postingId === undefined ? {} : { postingId: query.postingId },
      visible === null ? {} : { postingId: { $in: [...visible] } },
      at === undefined ? {} : { $or: [{ linkedAt: { $lt: Number(at) } }, { linkedAt: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ linkedAt: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { data: rows.slice(0, limit).map(linkView), next: last ? pager.encode(CURSOR, [last.linkedAt, last.id]) : null };
}

/** From this moment everybody who applies to the posting is invited (CP-6). Another posting than before ends the older link (CP-9). */
export async function putLink(ctx: UseCase, jobId: string, { postingId, zone = null, locale = null }: LinkDto): Promise<LinkView> {
  const posting = await linkablePosting(ctx, postingId);
  const job = await vendorJob(ctx, jobId);
  if (job.status === 'closed') throw CallerError.conflict('job-closed', `The Job "${job.title}" is closed at career.place and takes no applicants.`);
  return ctx.commit(async (tx) => {
    const now = ctx.clock.now();
    const holder = await tx.store.findOne(FunnelLink, { activePostingId: postingId });
    if (holder && holder.jobId !== jobId) {
      throw CallerError.conflict('posting-already-linked', `The Lever job "${posting.title}" is linked to the Job "${holder.jobTitle}" (${holder.jobId}) already.`);
    }
    if (holder) return linkView(tx.store.assign(holder, { zone, locale }));
    const older = await tx.store.findOne(FunnelLink, { activeJobId: jobId });
    if (older) await replaced(tx, older, now);
    const link = tx.store.create(FunnelLink, {
      id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, jobId, jobTitle: job.title, postingId, postingTitle: posting.title,
      activeJobId: jobId, activePostingId: postingId, linkedAt: now, removedAt: null, zone, locale, isKnownAtVendor: false, attention: null,
    });
    await planLink(tx, link);
    await tx.audit.record({ action: 'career-place.linked', subject: `posting:${postingId}`, detail: { jobId, linkId: link.id } });
    return linkView(link);
  });
}

type Tx = Parameters<Parameters<UseCase['commit']>[0]>[0];

/** The older row gives up its place before the new one takes it: the place is unique. */
async function replaced(tx: Tx, older: FunnelLink, now: number): Promise<void> {
  endLink(tx, older, now);
  await tx.store.nativeUpdate(FunnelLink, { id: older.id }, { activeJobId: null, activePostingId: null, removedAt: now });
}

async function linkablePosting(ctx: UseCase, postingId: string): Promise<MirroredPosting> {
  const posting = await ctx.mirror.posting(postingId);
  if (!posting || !await maySee(ctx, postingId)) {
    throw CallerError.invalid([{ field: '/postingId', message: 'is no Lever job that this integration can see' }]);
  }
  if (!isOpenPosting(posting.state)) throw CallerError.invalid([{ field: '/postingId', message: `is ${posting.state} in Lever; only published and internal jobs can be linked` }]);
  return posting;
}

/** Later applications are no longer invited; people in flight finish. With `stop` they are not reminded any more (CP-9, CP-24). */
export async function deleteLink(ctx: UseCase, jobId: string, isStopping: boolean): Promise<void> {
  const seen = await ctx.store.findOne(FunnelLink, { activeJobId: jobId });
  if (!seen || !await maySee(ctx, seen.postingId)) throw CallerError.notFound('A link of this Job');
  await ctx.commit(async (tx) => {
    const link = await tx.store.findOne(FunnelLink, { id: seen.id });
    if (link?.activeJobId == null) return;
    endLink(tx, link, ctx.clock.now());
    await planUnlink(tx, link);
    if (isStopping) await tx.jobs.enqueue({ name: 'stop-link', key: link.id, lane: `link:${link.id}`, payload: { linkId: link.id } });
    await tx.audit.record({ action: 'career-place.unlinked', subject: `posting:${link.postingId}`, detail: { jobId, linkId: link.id, stop: isStopping } });
  });
}

/** Who applied before the link is invited only when somebody saw the number and confirms it (CP-7). */
export async function inviteExisting(ctx: UseCase, linkId: string, { confirmCount }: InviteExistingDto): Promise<InviteExistingView> {
  const link = await ctx.store.findOne(FunnelLink, { id: linkId });
  if (!link || !await maySee(ctx, link.postingId)) throw CallerError.notFound('The link');
  if (link.activeJobId == null) throw CallerError.conflict('link-ended', 'This link has ended: nobody is invited by it any more.');
  const count = await countOf(existingApplicants(ctx, link));
  if (confirmCount === undefined) return { count, isStarted: false };
  if (confirmCount !== count) throw CallerError.conflict('count-changed', `It would be ${count} people now, not ${confirmCount}. Look again and confirm that number.`);
  await ctx.commit(async (tx) => {
    await tx.jobs.enqueue({ name: 'invite-existing', key: `${link.id}:${ctx.clock.now()}`, lane: `link:${link.id}`, payload: { linkId: link.id } });
    await tx.audit.record({ action: 'career-place.invite-existing', subject: `posting:${link.postingId}`, detail: { linkId: link.id, count } });
  });
  return { count, isStarted: true };
}

async function countOf(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _row of rows) count += 1;
  return count;
}
