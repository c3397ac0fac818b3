import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionSpec, ActionState } from '../sdk/actions.js';
import type { PlannedAction } from '../sdk/context.js';
import { FAILED_SINCE } from './failed-since.js';
import { wakingLanes } from './lanes.js';

export interface ActionOrigin {
  readonly tenantId: string;
  readonly integrationKey: string;
  readonly installationId: string;
  readonly epoch: number;
  readonly settingsRevision: number;
  readonly mode: 'live' | 'preview';
  readonly jobId: string | null;
  readonly factId: string | null;
  readonly depth: number;
  /** Business time, epoch ms. */
  readonly now: number;
}

/** What the write is about: one action per (tenant, integration, subject, meaning, occasion) for ever (D5). */
export function subjectOf(spec: ActionSpec): string {
  switch (spec.kind) {
    case 'lead.create': return `contact:${spec.contactId}+posting:${spec.postingId}`;
    case 'vendor': return spec.subject;
    default: return `opportunity:${spec.opportunityId}`;
  }
}

/** Leads are unique per tenant over all plugins; everything else per integration. */
export function actionKey(integrationKey: string, spec: ActionSpec): string {
  if (spec.kind === 'lead.create') return `lead|${subjectOf(spec)}`;
  return [integrationKey, subjectOf(spec), spec.meaning, spec.occasion].join('|');
}

/** Writes to one opportunity go one after another, over all plugins (D10). */
export function actionLane(spec: ActionSpec): string {
  if (spec.kind === 'lead.create') return `contact:${spec.contactId}`;
  if (spec.kind === 'vendor') return spec.opportunityId ? `opportunity:${spec.opportunityId}` : spec.subject;
  return `opportunity:${spec.opportunityId}`;
}

const COMMON = new Set(['kind', 'meaning', 'occasion', 'reasons', 'requires', 'then', 'dueAt']);

/** The part that is sent, frozen when planned. */
export function frozenRequest(spec: ActionSpec): Record<string, unknown> {
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !COMMON.has(name)));
}

/** Notes carry a time of their own, unique per opportunity, by which a look-back finds them (D8). */
async function uniqueNoteTime(em: EntityManager, tenantId: string, opportunityId: string, wanted: number): Promise<number> {
  const rows = await em.execute<{ taken: string | null }[]>(
    `select max((request->>'occurredAt')::bigint) as taken from action
     where tenant_id = ? and opportunity_id = ? and kind = 'note.add' and (request->>'occurredAt')::bigint >= ?
       and (request->>'occurredAt')::bigint < ? + 1000`,
    [tenantId, opportunityId, wanted, wanted],
  );
  const taken = rows[0]?.taken;
  return taken == null ? wanted : Number(taken) + 1;
}

function opportunityOf(spec: ActionSpec): string | null {
  return 'opportunityId' in spec ? spec.opportunityId ?? null : null;
}

/**
 * Plans one write. Same key again: nothing happens and `planned` is false, unless the first was cancelled or is of a time
 * before the last switching off. One that was on its way then is looked for before anything is sent (D7), and left alone in
 * preview mode, which records without sending.
 */
export async function planAction(em: EntityManager, origin: ActionOrigin, spec: ActionSpec): Promise<PlannedAction> {
  if (spec.reasons.length === 0) throw new Error('An action needs at least one reason (LG-3).');
  const request = frozenRequest(spec);
  const opportunityId = opportunityOf(spec);
  if (spec.kind === 'note.add') request.occurredAt = await uniqueNoteTime(em, origin.tenantId, spec.opportunityId, spec.occurredAt);
  const key = actionKey(origin.integrationKey, spec);
  const lane = actionLane(spec);
  const dueAt = Math.max(spec.dueAt ?? origin.now, 0);
  const state: ActionState = origin.mode === 'preview' ? 'planned' : 'ready';
  const rows = await em.execute<{ id: string }[]>(
    `with made as (insert into action (tenant_id, integration_key, installation_id, key, kind, opportunity_id, lane_key, meaning, occasion, request,
       reasons, requires_previous, "then", state, due_at, attempts, epoch, settings_revision, job_id, fact_id, depth, clean_up, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb, ?, to_timestamp(? / 1000.0), 0, ?, ?, ?, ?, ?, ?,
       to_timestamp(? / 1000.0), to_timestamp(? / 1000.0))
     on conflict (tenant_id, key) do update set state = case when action.sent_at is null then excluded.state else 'unknown' end,
       request = case when action.sent_at is null then excluded.request else action.request end, reasons = excluded.reasons,
       due_at = excluded.due_at, epoch = excluded.epoch, settings_revision = excluded.settings_revision, job_id = excluded.job_id,
       outcome_reason = null, attempts = 0, first_failed_at = null, updated_at = excluded.updated_at
       where (action.sent_at is null or excluded.state = 'ready') and (action.state = 'cancelled'
         or (action.state in ('ready', 'sending', 'unknown') and action.epoch < excluded.epoch and action.installation_id = excluded.installation_id))
       returning id, tenant_id, lane_key, due_at),
     woken as (${wakingLanes(`select tenant_id, 'action', '', lane_key, due_at from made where ?::boolean`)})
     select id from made`,
    [origin.tenantId, origin.integrationKey, origin.installationId, key, spec.kind, opportunityId, lane, spec.meaning, spec.occasion,
      JSON.stringify(request), JSON.stringify(spec.reasons), spec.requires === 'previous', spec.then ? JSON.stringify(spec.then) : null, state, dueAt,
      origin.epoch, origin.settingsRevision, origin.jobId, origin.factId, origin.depth, spec.kind === 'vendor' && spec.cleanUp === true,
      origin.now, origin.now, state === 'ready'],
  );
  const created = rows[0];
  if (!created) {
    const existing = await em.execute<{ id: string }[]>('select id from action where tenant_id = ? and key = ?', [origin.tenantId, key]);
    return { id: existing[0]?.id ?? '', planned: false };
  }
  return { id: created.id, planned: true };
}

export interface ActionChange {
  readonly state: ActionState;
  readonly reason?: string | null;
  readonly remedy?: string | null;
  readonly result?: Record<string, unknown> | null;
  readonly dueAt?: number;
  /** A try failed (true), or was only interrupted (false); absent when there was none. */
  readonly failed?: boolean;
}

/** Moves an action on, only from one of the states it may come from; false when it was elsewhere. */
export async function changeAction(em: EntityManager, id: string, from: readonly ActionState[], change: ActionChange, now: number): Promise<boolean> {
  const failedAt = change.failed ? now : null;
  const rows = await em.execute<{ id: string }[]>(
    `update action set state = ?, outcome_reason = coalesce(?, outcome_reason), remedy = ?, result = coalesce(?::jsonb, result),
       due_at = coalesce(to_timestamp(?::float8 / 1000.0), due_at), updated_at = to_timestamp(? / 1000.0),
       first_failed_at = case when ?::boolean is null then first_failed_at else ${FAILED_SINCE} end
     where id = ? and state = any(?::text[]) returning id`,
    [change.state, change.reason ?? null, change.remedy ?? null, change.result ? JSON.stringify(change.result) : null,
      change.dueAt ?? null, now, change.failed ?? null, failedAt, failedAt, id, `{${from.join(',')}}`],
  );
  return rows.length === 1;
}
