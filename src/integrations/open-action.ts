import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionView } from './action-view.js';

interface Row {
  id: string; tenant_id: string; installation_id: string; integration_key: string; kind: string; opportunity_id: string | null; meaning: string;
  occasion: string; request: Record<string, unknown>; state: ActionView['state']; attempts: number; epoch: number; settings_revision: number;
  requires_previous: boolean; clean_up: boolean; depth: number; fact_id: string | null; then: ActionView['then']; first_failed_at: string | null; sent_at: string | null;
}

/**
 * The next due write of a lane: each installation's first open one, the oldest of those. So one plugin's
 * delayed write does not hold up another's, and no two run at once (D10).
 */
export async function nextAction(em: EntityManager, laneKey: string, now: number): Promise<ActionView | null> {
  const rows = await em.execute<Row[]>(
    `select * from (
       select distinct on (installation_id) * from action
       where lane_key = ? and state in ('ready', 'sending', 'unknown') order by installation_id, id
     ) heads where due_at <= to_timestamp(? / 1000.0) order by id limit 1`,
    [laneKey, now],
  );
  const row = rows[0];
  return row ? viewFrom(row) : null;
}

const timeOf = (text: string | null): number | null => (text === null ? null : new Date(text).getTime());

export function viewFrom(row: Row): ActionView {
  return {
    id: row.id, tenantId: row.tenant_id, installationId: row.installation_id, integrationKey: row.integration_key, kind: row.kind,
    opportunityId: row.opportunity_id, meaning: row.meaning, occasion: row.occasion, request: row.request, state: row.state, attempts: row.attempts,
    epoch: row.epoch, settingsRevision: row.settings_revision, requiresPrevious: row.requires_previous, cleanUp: row.clean_up, depth: row.depth,
    factId: row.fact_id, then: row.then, firstFailedAt: timeOf(row.first_failed_at), sentAt: timeOf(row.sent_at),
  };
}

/** State of the installation's write before this one on the lane; null when there was none. */
export async function previousState(em: EntityManager, action: ActionView, laneKey: string): Promise<string | null> {
  const rows = await em.execute<{ state: string }[]>(
    `select state from action where lane_key = ? and installation_id = ? and id < ? order by id desc limit 1`,
    [laneKey, action.installationId, action.id],
  );
  return rows[0]?.state ?? null;
}
