import { CallerError } from 'patchbay/sdk';
import { Analysis } from '../analysis.entity.js';
import { Candidate } from '../candidate.entity.js';
import type { UseCase } from '../popp.context.js';

const ALL_STATES = ['published', 'internal', 'closed', 'draft', 'pending', 'rejected'];

/** The postings that a caller may know of: a limited team member's own and followed ones; null means all (D23). */
export async function visiblePostings(ctx: Pick<UseCase, 'principal' | 'mirror'>): Promise<ReadonlySet<string> | null> {
  const { principal } = ctx;
  if (principal.kind !== 'member' || principal.role !== 'limited_team_member') return null;
  const user = principal.leverUserId;
  const postings = await ctx.mirror.postings({ states: ALL_STATES });
  return new Set(postings.filter((posting) => user !== null && (posting.ownerId === user || posting.followerIds.includes(user))).map((posting) => posting.id));
}

export async function maySee(ctx: Pick<UseCase, 'principal' | 'mirror'>, postingId: string): Promise<boolean> {
  const visible = await visiblePostings(ctx);
  return visible === null || visible.has(postingId);
}

/** The analysis, if the caller may know of it. */
export async function visibleAnalysis(ctx: UseCase, id: string): Promise<Analysis> {
  const analysis = await ctx.store.findOne(Analysis, { id });
  if (!analysis || !await maySee(ctx, analysis.postingId)) throw CallerError.notFound('The analysis');
  return analysis;
}

export async function visibleCandidate(ctx: UseCase, id: string): Promise<{ candidate: Candidate; analysis: Analysis }> {
  const candidate = await ctx.store.findOne(Candidate, { id });
  if (!candidate) throw CallerError.notFound('The candidate of the analysis');
  const analysis = await ctx.store.findOne(Analysis, { id: candidate.analysisId });
  if (!analysis || !await maySee(ctx, analysis.postingId)) throw CallerError.notFound('The candidate of the analysis');
  return { candidate, analysis };
}
