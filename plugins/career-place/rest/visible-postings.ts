import type { UseCase } from '../career-place.context.js';
import { POSTING_STATES } from './jobs.dto.js';

/** The postings that a caller may know of: a limited team member's own and followed ones; null means all (D23). */
export async function visiblePostings(ctx: Pick<UseCase, 'principal' | 'mirror'>): Promise<ReadonlySet<string> | null> {
  const { principal } = ctx;
  if (principal.kind !== 'member' || principal.role !== 'limited_team_member') return null;
  const postings = await ctx.mirror.postings({ states: POSTING_STATES });
  const user = principal.leverUserId;
  return new Set(postings.filter((posting) => user !== null && (posting.ownerId === user || posting.followerIds.includes(user))).map((posting) => posting.id));
}

export async function maySee(ctx: Pick<UseCase, 'principal' | 'mirror'>, postingId: string): Promise<boolean> {
  const visible = await visiblePostings(ctx);
  return visible === null || visible.has(postingId);
}
