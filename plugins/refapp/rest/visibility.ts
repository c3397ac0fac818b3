import type { UseCase } from '../refapp.context.js';
import type { ReferenceCheck } from '../check.entity.js';

const STATES = ['published', 'internal', 'closed', 'draft', 'pending', 'rejected'];
type Asking = Pick<UseCase, 'principal' | 'mirror'>;

/**
 * Services that a caller may know of; null means all. A limited team member sees the postings that they own or follow (D23);
 * whose a service of We Select is, Lever's users cannot tell.
 */
export async function visibleServices(ctx: Asking): Promise<ReadonlySet<string> | null> {
  const { principal } = ctx;
  return principal.kind === 'member' && principal.role === 'limited_team_member' ? ownServices(ctx) : null;
}

async function ownServices({ principal, mirror }: Asking): Promise<ReadonlySet<string>> {
  const user = principal.kind === 'member' ? principal.leverUserId : null;
  if (user === null) return new Set();
  const postings = await mirror.postings({ states: STATES });
  return new Set(postings.filter((posting) => posting.ownerId === user || posting.followerIds.includes(user)).map((posting) => posting.id));
}

export async function maySee(ctx: Asking, serviceId: string): Promise<boolean> {
  const visible = await visibleServices(ctx);
  return visible === null || visible.has(serviceId);
}

/** RE-42: the report is for administrators and for those who own or follow the job; anybody who may see the candidate reads the status. */
export async function reportReaders(ctx: Asking): Promise<(check: Pick<ReferenceCheck, 'serviceId'>) => boolean> {
  const { principal } = ctx;
  if (principal.kind !== 'member') return () => false;
  if (principal.role === 'super_admin' || principal.role === 'admin') return () => true;
  const own = await ownServices(ctx);
  return ({ serviceId }) => own.has(serviceId);
}
