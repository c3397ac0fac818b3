import { CallerError, DEFAULT_PAGE, isoOf, isoOrNull, type Pager } from 'patchbay/sdk';
import { CareerPlaceClient, type VendorJob } from '../career-place.client.js';
import type { UseCase } from '../career-place.context.js';
import { FunnelLink } from '../funnel-link.entity.js';
import { linkAdvice } from '../setup.js';
import {
  LINKABLE_STATES, type JobIntegrationView, type JobPage, type JobQuery, type JobView, type LinkView, type PostingList, type PostingQuery,
  type StageList,
} from './jobs.dto.js';
import { visiblePostings } from './visible-postings.js';

export function linkView(link: FunnelLink): LinkView {
  return {
    id: link.id, jobId: link.jobId, jobTitle: link.jobTitle, postingId: link.postingId, postingTitle: link.postingTitle, isActive: link.activeJobId != null,
    linkedAt: isoOf(link.linkedAt), removedAt: isoOrNull(link.removedAt), zone: link.zone ?? null, locale: link.locale ?? null,
    attention: link.attention ?? null,
  };
}

function jobView(job: VendorJob, links: readonly FunnelLink[]): JobView {
  const link = links.find((one) => one.activeJobId === job.id);
  return { id: job.id, title: job.title, status: job.status, steps: job.steps, link: link ? linkView(link) : null };
}

const CURSOR = 'career-place:jobs';

/** The Jobs at career.place, as it lists them, with the posting each one holds. */
export async function listJobs(ctx: UseCase, pager: Pager, query: JobQuery): Promise<JobPage> {
  const cursor = query.cursor === undefined ? undefined : String(pager.decode(CURSOR, query.cursor)[0]);
  const page = await new CareerPlaceClient(ctx.vendor).jobs({ status: query.status, limit: query.limit ?? DEFAULT_PAGE, cursor });
  const links = await ctx.store.find(FunnelLink, { activeJobId: { $in: page.data.map((job) => job.id) } });
  const visible = await visiblePostings(ctx);
  const shown = visible === null ? links : links.filter((link) => visible.has(link.postingId));
  return { data: page.data.map((job) => jobView(job, shown)), next: page.next === null ? null : pager.encode(CURSOR, [page.next]) };
}

export async function vendorJob(ctx: UseCase, jobId: string): Promise<VendorJob> {
  const job = await new CareerPlaceClient(ctx.vendor).job(jobId);
  if (!job) throw CallerError.notFound('The Job (qualification funnel)');
  return job;
}

/** The Integration screen of a Job: Lever is selected already when it is the connected ATS (CP-5), set-up comes first (CP-1). */
export async function jobIntegration(ctx: UseCase, jobId: string): Promise<JobIntegrationView> {
  const isReady = isSetUp(ctx);
  const job = isReady ? jobView(await vendorJob(ctx, jobId), await ctx.store.find(FunnelLink, { activeJobId: jobId })) : null;
  return { jobId, job, providers: [{ provider: 'lever', label: 'Lever', isSelected: isReady }], advice: linkAdvice(isReady) };
}

/** Switching on requires the whole set-up, so what was ever on is set up. */
const isSetUp = (ctx: UseCase): boolean => ctx.state === 'enabled' || ctx.state === 'paused';

/** What can be picked: published and internal postings unless asked for others, with the Job that holds each (CP-9, CP-10). */
export async function listPostings(ctx: UseCase, query: PostingQuery): Promise<PostingList> {
  const [postings, links, visible] = await Promise.all([
    ctx.mirror.postings({ states: query.states ?? [...LINKABLE_STATES] }), ctx.store.find(FunnelLink, { activePostingId: { $ne: null } }), visiblePostings(ctx),
  ]);
  const holders = new Map(links.map((link) => [link.postingId, link]));
  const data = postings.filter((posting) => visible === null || visible.has(posting.id)).map(({ id, title, state, location, team }) => {
    const holder = holders.get(id);
    return { id, title, state, location, team, heldBy: holder ? linkView(holder) : null };
  });
  return { advice: linkAdvice(isSetUp(ctx)), data };
}

/** Stages to choose from, in pipeline order; read from Lever itself until the mirror has them. */
export async function listStages(ctx: UseCase): Promise<StageList> {
  const mirrored = await ctx.mirror.stages();
  const stages = mirrored.length > 0 ? mirrored : await ctx.lever.stages.list().toArray();
  return { data: stages.map(({ id, text }) => ({ id, text })) };
}
