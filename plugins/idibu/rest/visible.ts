import type { UseCase } from '../idibu.context.js';

const STATES = ['published', 'internal', 'closed', 'draft', 'pending', 'rejected'];

/**
 * The Lever postings that a limited team member may know of: owned and followed ones; null means all (D23). Vacancies of idibu name no
 * Lever user, so a limited team member sees none of them.
 */
export async function visiblePostings(ctx: Pick<UseCase, 'principal' | 'mirror'>): Promise<readonly string[] | null> {
  const { principal } = ctx;
  if (principal.kind !== 'member' || principal.role !== 'limited_team_member') return null;
  const user = principal.leverUserId;
  const postings = await ctx.mirror.postings({ states: STATES });
  return postings.filter((one) => user !== null && (one.ownerId === user || one.followerIds.includes(user))).map((one) => one.id);
}

/** Condition on rows with `source` and `vacancyId`. */
export async function visibleApplicants(ctx: Pick<UseCase, 'principal' | 'mirror'>): Promise<object> {
  const postings = await visiblePostings(ctx);
  return postings === null ? {} : { source: 'lever', vacancyId: { $in: [...postings] } };
}
