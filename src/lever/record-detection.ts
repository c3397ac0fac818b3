import type { EntityManager } from '@mikro-orm/postgresql';
import { recordFact, type Subscriber } from '../ledger/facts.js';
import type { Detection } from './detector.js';
import { candidateActions, causeOf } from './echo.js';
import { saveMirrorRows } from './mirror-store.js';

/**
 * Saves what looks told, each at another opportunity: mirror rows, facts and jobs, in the caller's transaction. May be called twice:
 * facts have natural keys.
 */
export async function recordDetections(
  em: EntityManager, tenantId: string, detections: readonly Detection[], subscribers: readonly Subscriber[], now: number,
): Promise<void> {
  await saveMirrorRows(em, tenantId, detections.map(({ row }) => row), now);
  for (const { row, facts } of detections) {
    if (facts.length === 0) continue;
    let actions = await candidateActions(em, tenantId, row.id);
    const allowed = subscribers.filter((subscriber) => subscriber.mayConfidential || !row.confidential);
    for (const fact of facts) {
      const cause = causeOf(fact, actions);
      await recordFact(em, tenantId, fact, cause, allowed, now);
      actions = actions.map((action) => (action.id === cause?.actionId ? { ...action, isTold: true } : action));
    }
  }
}
