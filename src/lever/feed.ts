import type { EntityManager } from '@mikro-orm/postgresql';
import type { LeverOperation } from '../sdk/lever/index.js';

/** What the connection that feeds the mirror must be allowed to read. */
export const FEED_OPERATIONS: readonly LeverOperation[] = [
  'opportunities.list', 'opportunities.get', 'opportunities.listDeleted', 'postings.list', 'stages.list', 'archiveReasons.list',
];

/**
 * Elects the connection that feeds the tenant's mirror: the hub's if it is active, else the oldest active
 * one of an installation that is on and may list opportunities (decisions D4, G7). Without any the mirror is frozen. Callable many times.
 */
export async function electFeed(em: EntityManager, tenantId: string, now: number): Promise<string | null> {
  const rows = await em.execute<{ id: string }[]>(
    `select c.id from connection c left join installation i on i.id::text = c.owner
     where c.system = 'lever' and c.state = 'active' and (c.owner = 'hub' or i.state in ('enabled', 'paused'))
       and not c.missing @> '["opportunities.list"]'::jsonb
     order by (c.owner = 'hub') desc, c.created_at, c.id limit 1`);
  const elected = rows[0]?.id ?? null;
  await em.execute(
    `insert into mirror_feed (tenant_id, connection_id, baseline_done, high_water_mark, next_poll_at, locked_until)
     values (?, ?, false, ?, to_timestamp(? / 1000.0), '-infinity')
     on conflict (tenant_id) do update set connection_id = excluded.connection_id, next_poll_at = least(mirror_feed.next_poll_at, excluded.next_poll_at)`,
    [tenantId, elected, now, now]);
  return elected;
}
