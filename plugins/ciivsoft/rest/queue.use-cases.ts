import { randomUUID } from 'node:crypto';
import { CallerError, isoOf, isoOrNull, type Pager } from 'patchbay/sdk';
import { isOpen, type UseCase } from '../ciivsoft.context.js';
import { knownJob } from '../job-text.js';
import { newest } from '../resume-text.js';
import { mayScreenAgain } from '../screening.js';
import { Screening } from '../screening.entity.js';
import { SecondChance } from '../second-chance.entity.js';
import { SeenPosting } from '../seen-posting.entity.js';
import { pageOf } from './listing.js';
import type { ChancePage, ChanceQuery, ChanceView, PostingQuery, ScreeningPage, ScreeningQuery, ScreeningView, SeenPostingPage, SeenPostingView } from './queues.dto.js';
import { maySee, visiblePostings } from './visible-postings.js';

const screeningView = (row: Screening): ScreeningView => ({
  applicationId: row.applicationId, opportunityId: row.opportunityId, postingId: row.postingId, appliedAt: isoOf(row.appliedAt), state: row.state,
  reason: row.reason ?? null, pass: row.pass, decisionId: row.decisionId ?? null, reviewedAt: isoOrNull(row.reviewedAt),
});
const chanceView = (row: SecondChance): ChanceView => ({
  id: row.id, applicationId: row.applicationId, opportunityId: row.opportunityId, postingId: row.postingId, state: row.state, reason: row.reason ?? null,
  queuedAt: isoOf(row.queuedAt), watchUntil: isoOf(row.watchUntil), compared: row.comparedPostings.length, leads: row.leads,
});
const postingView = (row: SeenPosting): SeenPostingView => ({
  postingId: row.postingId, openedAt: isoOf(row.openedAt), state: row.state, reason: row.reason ?? null, searches: row.searches, leads: row.leads,
  searchedAt: isoOrNull(row.searchedAt),
});

async function seenBy(ctx: UseCase): Promise<object> {
  const visible = await visiblePostings(ctx);
  return visible === null ? {} : { postingId: { $in: [...visible] } };
}

export async function listScreenings(ctx: UseCase, pager: Pager, { state, ...page }: ScreeningQuery): Promise<ScreeningPage> {
  const scope = await seenBy(ctx);
  return pageOf(pager, page, {
    scope: `ciivsoft:screenings:${state}`, property: 'appliedAt',
    read: (after, options) => ctx.store.find(Screening, { $and: [scope, state ? { state } : {}, after] }, options as never),
  }, screeningView);
}

export async function listChances(ctx: UseCase, pager: Pager, { state, ...page }: ChanceQuery): Promise<ChancePage> {
  const scope = await seenBy(ctx);
  return pageOf(pager, page, {
    scope: `ciivsoft:queue:${state}`, property: 'queuedAt',
    read: (after, options) => ctx.store.find(SecondChance, { $and: [scope, state ? { state } : {}, after] }, options as never),
  }, chanceView);
}

export async function listPostings(ctx: UseCase, pager: Pager, { state, ...page }: PostingQuery): Promise<SeenPostingPage> {
  const scope = await seenBy(ctx);
  return pageOf(pager, page, {
    scope: `ciivsoft:postings:${state}`, property: 'openedAt',
    read: (after, options) => ctx.store.find(SeenPosting, { $and: [scope, state ? { state } : {}, after] }, options as never),
  }, postingView);
}

/** CI-16: an administrator asks for a search of a job that was open before, or once more. Who was suggested is not suggested again. */
export async function searchPosting(ctx: UseCase, postingId: string): Promise<SeenPostingView> {
  const posting = await ctx.mirror.posting(postingId);
  if (!posting || !await maySee(ctx, postingId)) throw CallerError.notFound('The job');
  if (!isOpen(posting.state)) throw CallerError.conflict('posting-closed', `The job is ${posting.state} in Lever: only open jobs are searched for.`);
  return ctx.commit(async (tx) => {
    const known = await tx.store.findOne(SeenPosting, { postingId });
    await tx.audit.record({ action: 'ciivsoft.search-asked', subject: `posting:${postingId}` });
    if (known) return postingView(tx.store.assign(known, { state: 'waiting', reason: 'asked for by an administrator', openedAt: ctx.clock.now() }));
    return postingView(tx.store.create(SeenPosting, {
      id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, postingId, openedAt: ctx.clock.now(), state: 'waiting',
      reason: 'asked for by an administrator', searches: 0, leads: 0, searchedAt: null,
    }));
  });
}

/** CI-29: once more, if the resume or the description has changed since. */
export async function screenAgain(ctx: UseCase, applicationId: string): Promise<ScreeningView> {
  const seen = await ctx.store.findOne(Screening, { applicationId });
  if (!seen || !await maySee(ctx, seen.postingId)) throw CallerError.notFound('The application');
  const job = await knownJob(ctx, seen.postingId);
  const resume = newest(await ctx.lever.resumes.list(seen.opportunityId).toArray());
  const isSameResume = resume === null || seen.resumeSource === `resume:${resume.id}`;
  const now = { descriptionHash: job?.descriptionHash ?? null, resumeHash: isSameResume ? seen.resumeHash ?? null : `new:${resume.id}` };
  if (seen.state === 'waiting') return screeningView(seen);
  if (!mayScreenAgain({ state: seen.state, resumeHash: seen.resumeHash ?? null, descriptionHash: seen.descriptionHash ?? null }, now)) {
    throw CallerError.conflict('nothing-changed', 'Neither the resume nor the description of the job has changed since the review: it would come out the same.');
  }
  return ctx.commit(async (tx) => {
    const screening = await tx.store.findOne(Screening, { applicationId });
    if (!screening) throw CallerError.notFound('The application');
    await tx.audit.record({ action: 'ciivsoft.screen-again', subject: `opportunity:${screening.opportunityId}` });
    return screeningView(tx.store.assign(screening, { state: 'waiting', reason: 'screen again' }));
  });
}
