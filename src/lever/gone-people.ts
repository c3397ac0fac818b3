import type { EntityManager } from '@mikro-orm/postgresql';
import { systemNow } from '../clock/system-clock.js';
import type { Principal } from '../sdk/principal.js';
import type { Detection } from './detector.js';

/** Begins the erasure of a person in the caller's transaction; the clearing up follows later than `triedWallMs`. */
export interface Erasures {
  begin(
    em: EntityManager, tenantId: string, person: { contactId: string; opportunityIds: readonly string[] },
    cause: { by: Principal; cause: string }, triedWallMs?: number,
  ): Promise<string>;
}

/**
 * Whom Lever has forgotten, the hub forgets too (LG-10): once every opportunity of a contact is anonymised or deleted there. Who has
 * another one stays. Anonymisation comes by polling alone, deletion by webhook as well; both end here. The ledgers are cleared up half
 * a minute later, so that plugins learn of it first.
 */
export async function forgetGone(em: EntityManager, tenantId: string, { row, facts }: Detection, erasures: Erasures): Promise<void> {
  const fact = facts.find(({ kind }) => kind === 'anonymised' || kind === 'deleted');
  if (!fact) return;
  // Two opportunities of one contact may go at the same moment: the second look waits for the first.
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 8))', [`${tenantId}:${row.contactId}`]);
  const left = await em.execute<{ id: string }[]>(
    'select id from mirror_opportunity where tenant_id = ? and contact_id = ? and not anonymised and not deleted limit 1', [tenantId, row.contactId]);
  if (left.length > 0) return;
  const by: Principal = { kind: 'system', id: 'lever', tenantId };
  await erasures.begin(em, tenantId, { contactId: row.contactId, opportunityIds: [row.id] }, { by, cause: `lever:${fact.kind}` }, systemNow());
}
