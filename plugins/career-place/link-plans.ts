import type { UnitOfWork } from 'patchbay/sdk';
import type { FunnelLink } from './funnel-link.entity.js';

/** Shows the link at career.place: on the detail screen of the Job, under Integration (CP-4). */
export async function planLink(tx: UnitOfWork, link: FunnelLink): Promise<void> {
  await tx.actions.plan({
    kind: 'vendor', name: 'link', subject: `job:${link.jobId}`, meaning: 'link', occasion: link.id, request: { jobId: link.jobId, postingId: link.postingId },
    reasons: ['the Lever job was selected for this Job'], then: { job: 'link-outcome', context: { linkId: link.id } },
  });
}

export async function planUnlink(tx: UnitOfWork, link: FunnelLink): Promise<void> {
  await tx.actions.plan({
    kind: 'vendor', name: 'unlink', subject: `job:${link.jobId}`, meaning: 'unlink', occasion: link.id, request: { jobId: link.jobId, postingId: link.postingId },
    reasons: ['the link was removed'],
  });
}

/** Ends a link: later applications are no longer invited, people in flight finish (CP-9). */
export function endLink(tx: UnitOfWork, link: FunnelLink, now: number): void {
  tx.store.assign(link, { activeJobId: null, activePostingId: null, removedAt: now });
}
