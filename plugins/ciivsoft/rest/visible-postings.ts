import type { UseCase } from '../ciivsoft.context.js';

const STATES = ['published', 'internal', 'closed', 'draft', 'pending', 'rejected'];

/** The postings that a caller may know of: a limited team member's own and followed ones; null means all (D23). */
export async function visiblePostings(ctx: Pick<UseCase, 'principal' | 'mirror'>): Promise<readonly string[] | null> {
  const { principal } = ctx;
  if (principal.kind !== 'member' || principal.role !== 'limited_team_member') return null;
  const postings = await ctx.mirror.postings({ states: STATES });
  const user = principal.leverUserId;
  return postings.filter((posting) => user !== null && (posting.ownerId === user || posting.followerIds.includes(user))).map((posting) => posting.id);
}

export async function maySee(ctx: Pick<UseCase, 'principal' | 'mirror'>, postingId: string): Promise<boolean> {
  const visible = await visiblePostings(ctx);
  return visible === null || visible.includes(postingId);
}
