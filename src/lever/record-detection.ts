import type { EntityManager } from '@mikro-orm/postgresql';
import { recordFact, type Subscriber } from '../ledger/facts.js';
import type { Detection } from './detector.js';
import { candidateActions, causeOf } from './echo.js';
import { saveMirrorRow } from './mirror-store.js';

/** Saves what a look told: mirror row, facts and jobs, in the caller's transaction. May be called twice: facts have natural keys. */
export async function recordDetection(
  em: EntityManager, tenantId: string, { row, facts }: Detection, subscribers: readonly Subscriber[], now: number,
): Promise<void> {
  await saveMirrorRow(em, tenantId, row, now);
  if (facts.length === 0) return;
  const actions = await candidateActions(em, tenantId, row.id);
  const allowed = subscribers.filter((subscriber) => subscriber.mayConfidential || !row.confidential);
  for (const fact of facts) await recordFact(em, tenantId, fact, causeOf(fact, actions), allowed, now);
}
