import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { RULES_VERSION, lexicon } from '../matching/index.js';
import { PatchbayError } from '../sdk/errors.js';

export interface PinnedStatistics { readonly number: number; readonly asOf: string; readonly documents: number; readonly snapshot: object }

/** What counted the words; other rules need another count. */
export const rulesInUse = (): string => `${RULES_VERSION}/${lexicon().version}`;

interface Row { number: number; as_of: string; documents: number; snapshot: object; rules: string }
const pinned = (row: Row): PinnedStatistics => ({ number: row.number, asOf: row.as_of, documents: row.documents, snapshot: row.snapshot });

/** Numbered counts of words (D24). Kept for good: decisions name them. */
export class StatisticsStore {
  /** The newest one if it was counted by today's rules, else null. */
  async newest(em: EntityManager): Promise<PinnedStatistics | null> {
    const rows = await em.execute<Row[]>('select * from people_statistics order by number desc limit 1');
    return rows[0]?.rules === rulesInUse() ? pinned(rows[0]) : null;
  }

  async byNumber(em: EntityManager, number: number): Promise<PinnedStatistics> {
    const rows = await em.execute<Row[]>('select * from people_statistics where number = ?', [number]);
    if (!rows[0]) throw new PatchbayError('no-such-statistics', 'ours', `There are no statistics ${number}.`, { retryable: false });
    return pinned(rows[0]);
  }

  /** Adds a count under the next number. */
  async add(em: EntityManager, tenantId: string, count: Omit<PinnedStatistics, 'number'>, now: number): Promise<number> {
    await em.execute('insert into people_library (tenant_id, change) values (?, 0) on conflict (tenant_id) do nothing', [tenantId]);
    await em.execute('select 1 from people_library where tenant_id = ? for update', [tenantId]);
    const rows = await em.execute<{ number: number }[]>(
      `insert into people_statistics (id, tenant_id, number, rules, as_of, documents, snapshot, created_at_ms)
       select ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?::jsonb, ? from people_statistics where tenant_id = ? returning number`,
      [randomUUID(), tenantId, rulesInUse(), count.asOf, count.documents, JSON.stringify(count.snapshot), now, tenantId]);
    return rows[0]?.number ?? 1;
  }
}
