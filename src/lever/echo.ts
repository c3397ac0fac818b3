import type { EntityManager } from '@mikro-orm/postgresql';
import type { Cause, FactInput } from '../ledger/facts.js';

/** A write of ours that may explain a fact. */
export interface CandidateAction {
  readonly id: string;
  readonly kind: string;
  readonly integrationKey: string;
  readonly depth: number;
  readonly request: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>> | null;
  /** Lever time at which it was sent, epoch ms. */
  readonly sentAt: number;
  /** A fact was put down to it already. One write makes one change: what comes after it is somebody else's. */
  readonly isTold: boolean;
}

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Whether this write made this fact: same object, same value, not before it was sent (decisions D11). Pure. */
export function explains(action: CandidateAction, fact: FactInput): boolean {
  switch (fact.kind) {
    case 'stage.changed': {
      const payload = fact.payload as FactInput<'stage.changed'>['payload'];
      return action.kind === 'stage.move' && action.request.stageId === payload.toStageId;
    }
    case 'tags.changed': {
      const payload = fact.payload as FactInput<'tags.changed'>['payload'];
      const touched = action.kind === 'tag.add' ? payload.added : action.kind === 'tag.remove' ? payload.removed : [];
      return list(action.request.tags).some((tag) => touched.includes(tag));
    }
    case 'archive.changed': {
      const payload = fact.payload as FactInput<'archive.changed'>['payload'];
      return payload.archivedAt === null ? action.kind === 'unarchive' : action.kind === 'archive' && action.request.reasonId === payload.reasonId;
    }
    case 'application.created': return action.kind === 'lead.create' && action.result?.opportunityId === fact.opportunityId;
    default: return false;
  }
}

/** Archiving and taking it back undo each other: only the newer one can have left what is there now. */
function newestArchiving(newestFirst: readonly CandidateAction[], fact: FactInput): CandidateAction | undefined {
  const newest = newestFirst.find((action) => action.kind === 'archive' || action.kind === 'unarchive');
  return newest && explains(newest, fact) ? newest : undefined;
}

/** The newest write that explains the fact; null means a person or another system did it. Pure. */
export function causeOf(fact: FactInput, actions: readonly CandidateAction[]): Cause | null {
  const newestFirst = [...actions].sort((a, b) => b.sentAt - a.sentAt);
  const found = fact.kind === 'archive.changed' ? newestArchiving(newestFirst, fact) : newestFirst.find((action) => explains(action, fact));
  return found && !found.isTold ? { actionId: found.id, integrationKey: found.integrationKey, depth: found.depth } : null;
}

interface ActionRowView {
  id: string; kind: string; integration_key: string; depth: number; request: Record<string, unknown>; result: Record<string, unknown> | null;
  sent_at: string; is_told: boolean;
}

/** Writes on this opportunity that were sent and may still echo. */
export async function candidateActions(em: EntityManager, tenantId: string, opportunityId: string): Promise<CandidateAction[]> {
  const rows = await em.execute<ActionRowView[]>(
    `select id, kind, integration_key, depth, request, result, sent_at,
       exists (select 1 from fact where fact.tenant_id = action.tenant_id and fact.opportunity_id = ? and fact.caused_by = action.id) as is_told from action
     where tenant_id = ? and (opportunity_id = ? or (kind = 'lead.create' and result->>'opportunityId' = ?))
       and state in ('sending', 'unknown', 'done') and kind in ('stage.move', 'tag.add', 'tag.remove', 'archive', 'unarchive', 'lead.create')
       and sent_at is not null order by id desc limit 50`,
    [opportunityId, tenantId, opportunityId, opportunityId],
  );
  return rows.map((row) => ({
    id: row.id, kind: row.kind, integrationKey: row.integration_key, depth: row.depth, request: row.request, result: row.result,
    sentAt: new Date(row.sent_at).getTime(), isTold: row.is_told,
  }));
}
