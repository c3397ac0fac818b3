import { randomUUID } from 'node:crypto';
import { CallerError, type ReadStore, type UnitOfWork } from 'patchbay/sdk';
import { HandoffRevision } from './handoff.entity.js';
import { NO_HANDOFF, type Handoff } from './handoff.js';
import type { Owner } from './idibu.context.js';

function handoffFrom(row: HandoffRevision | undefined): Handoff {
  if (!row) return NO_HANDOFF;
  const { revision, mode, keepOnFile, isOverwriting, mapping, savedAt } = row;
  return {
    revision, mode, keepOnFile, isOverwriting, mapping, savedAt, crm: row.crm ?? null, triggerStatusId: row.triggerStatusId ?? null, poolId: row.poolId ?? null,
  };
}

export async function currentHandoff(store: ReadStore): Promise<Handoff> {
  const [newest] = await store.find(HandoffRevision, {}, { orderBy: { revision: 'desc' }, limit: 1 });
  return handoffFrom(newest);
}

/** The settings that were saved at an instant: later saves do not reach back (ID-17). */
export async function handoffAt(store: ReadStore, at: number): Promise<Handoff> {
  const [found] = await store.find(HandoffRevision, { savedAt: { $lte: at } }, { orderBy: { revision: 'desc' }, limit: 1 });
  return handoffFrom(found);
}

/** Saves the next revision; `409 handoff-changed` when another one was saved meanwhile. */
export async function saveHandoff(
  tx: UnitOfWork, owner: Owner, handoff: Omit<Handoff, 'revision'>, expected: number, by: string,
): Promise<Handoff> {
  const { revision } = await currentHandoff(tx.store);
  if (revision !== expected) {
    throw new CallerError('handoff-changed', `CRM Handoff was saved by somebody else meanwhile (revision ${revision}). Read it again.`, {
      status: 412, fields: [{ field: 'If-Match', message: `Send the current revision, ${revision}.` }],
    });
  }
  return handoffFrom(tx.store.create(HandoffRevision, {
    id: randomUUID(), tenantId: owner.tenantId, installationId: owner.installationId, ...handoff, revision: revision + 1, savedBy: by,
  }));
}
