import type { UnitOfWork } from 'patchbay/sdk';
import { planVendor } from './check-plans.js';
import { record, refereesOf } from './check-rows.js';
import { ReferenceCheck } from './check.entity.js';

/** Erases a check: at Refapp with its referees and answers, here with every message to them (RE-38). What is left names nobody. */
export async function forget(tx: UnitOfWork, check: ReferenceCheck, why: string, now: number): Promise<void> {
  if (check.status === 'erased') return;
  for (const name of ['remind', 'submit-by', 'expire', 'forget']) await tx.jobs.cancel(name, `${check.id}:`);
  await tx.messages.cancel(`${check.id}:`);
  await planVendor(tx, check, 'erase', { occasion: 'erase', reason: why });
  for (const referee of await refereesOf(tx.store, check.id)) {
    await tx.forget(referee.refereeId);
    tx.store.remove(referee);
  }
  const isLast = await tx.store.count(ReferenceCheck, { subjectId: check.subjectId, status: { $ne: 'erased' } }) === 1;
  if (check.host !== 'lever' && isLast) await tx.forget(check.contactId);
  tx.store.assign(check, { status: 'erased', problem: null, candidateUrl: null, reportUrl: null, shown: null, hints: [], endedAt: check.endedAt ?? now });
  record(tx, check, 'erased', now, { detail: { why } });
}
