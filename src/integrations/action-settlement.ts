import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditTrail } from '../audit/audit-trail.js';
import { changeAction, planAction } from '../ledger/actions.js';
import { enqueueJob } from '../ledger/jobs.js';
import type { ActionState } from '../sdk/actions.js';
import type { ActionView } from './action-view.js';

export interface Outcome {
  readonly state: Extract<ActionState, 'done' | 'skipped' | 'failed' | 'held' | 'cancelled'>;
  readonly reason?: string;
  readonly remedy?: string;
  readonly result?: Record<string, unknown>;
}

/** Ends an action in one transaction: state, audit row, the plugin's follow-up job, and a note when a move was skipped (SH-18). */
export async function settleAction(
  em: EntityManager, action: ActionView, outcome: Outcome, ports: { audit: AuditTrail; mayNote: boolean; now: number; mode: 'live' | 'preview' },
): Promise<void> {
  const moved = await changeAction(em, action.id, ['ready', 'sending', 'unknown', 'held'], {
    state: outcome.state, reason: outcome.reason ?? null, remedy: outcome.remedy ?? null, result: outcome.result ?? null,
  }, ports.now);
  if (!moved) return;
  await ports.audit.record(em, {
    tenantId: action.tenantId, actor: { kind: 'system', id: `integration:${action.integrationKey}`, tenantId: action.tenantId },
    action: `action.${outcome.state}`, subject: action.opportunityId ? `opportunity:${action.opportunityId}` : `action:${action.id}`,
    detail: { actionId: action.id, kind: action.kind, meaning: action.meaning, ...onBehalfOf(action) }, causeId: action.id,
  });
  if (action.then) await enqueueFollowUp(em, action, outcome, ports.now);
  if (outcome.state === 'skipped' && action.kind === 'stage.move' && ports.mayNote) await planSkipNote(em, action, outcome, ports);
}

/** The member who wanted it: an archiving, or its taking back, is always a person's act (PO-36, PO-39). */
function onBehalfOf({ request }: ActionView): { byMemberId?: string } {
  return typeof request.byMemberId === 'string' ? { byMemberId: request.byMemberId } : {};
}

async function enqueueFollowUp(em: EntityManager, action: ActionView, outcome: Outcome, now: number): Promise<void> {
  if (!action.then) return;
  await enqueueJob(em, {
    tenantId: action.tenantId, installationId: action.installationId, integrationKey: action.integrationKey, kind: 'job', name: action.then.job,
    uniqueKey: `action:${action.id}:${outcome.state}`, laneKey: action.opportunityId ? `opportunity:${action.opportunityId}` : `action:${action.id}`,
    opportunityId: action.opportunityId, factId: null, depth: action.depth, dueAt: now, epoch: action.epoch,
    settingsRevision: action.settingsRevision, createdAt: now,
    payload: { actionId: action.id, state: outcome.state, reason: outcome.reason ?? null, result: outcome.result ?? null, context: action.then.context ?? {} },
  });
}

async function planSkipNote(
  em: EntityManager, action: ActionView, outcome: Outcome, ports: { now: number; mode: 'live' | 'preview' },
): Promise<void> {
  if (!action.opportunityId) return;
  await planAction(em, {
    tenantId: action.tenantId, integrationKey: action.integrationKey, installationId: action.installationId, epoch: action.epoch,
    settingsRevision: action.settingsRevision, mode: ports.mode, jobId: null, factId: action.factId, depth: action.depth, now: ports.now,
  }, {
    kind: 'note.add', opportunityId: action.opportunityId, meaning: `${action.meaning}:skipped`, occasion: action.occasion, occurredAt: ports.now,
    reasons: [outcome.reason ?? 'the move was skipped'],
    text: `${action.integrationKey}: the stage was not changed because ${outcome.reason ?? 'it no longer fits'}.`,
  });
}
