import { createHash } from 'node:crypto';
import type { JobText } from 'patchbay/sdk';
import type { Working } from './ciivsoft.context.js';

export interface KnownJob {
  readonly job: JobText;
  readonly state: string;
  readonly team: string | null;
  readonly hasOwner: boolean;
  readonly descriptionHash: string;
}

export const descriptionHash = (title: string, text: string): string => createHash('sha256').update(`${title}\n${text}`).digest('hex');

/** A posting as the mirror has it; null when it is not known or not visible to the key. */
export async function knownJob(ctx: Pick<Working, 'mirror'>, postingId: string): Promise<KnownJob | null> {
  const [posting, text] = await Promise.all([ctx.mirror.posting(postingId), ctx.mirror.postingText(postingId)]);
  if (!posting || text === null) return null;
  return {
    job: { id: posting.id, title: posting.title, location: posting.location, text }, state: posting.state, team: posting.team,
    hasOwner: posting.ownerId !== null, descriptionHash: descriptionHash(posting.title, text),
  };
}
