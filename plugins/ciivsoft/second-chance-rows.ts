import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from 'patchbay/sdk';
import type { Handling } from './ciivsoft.context.js';
import type { Screening } from './screening.entity.js';
import { SecondChance } from './second-chance.entity.js';

/** Queues an application for REFiiNE (CI-25); false when it was queued by an earlier review. */
export async function createChance(tx: UnitOfWork, ctx: Handling, screening: Screening, contactId: string, watchUntil: number): Promise<boolean> {
  const { applicationId, opportunityId, postingId } = screening;
  if (await tx.store.findOne(SecondChance, { applicationId })) return false;
  tx.store.create(SecondChance, {
    id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, applicationId, opportunityId, contactId, postingId, state: 'queued',
    reason: null, queuedAt: ctx.clock.now(), watchUntil, comparedPostings: [], leads: 0, closedAt: null,
  });
  return true;
}
