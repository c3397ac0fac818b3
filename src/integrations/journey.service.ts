import type { Database } from '../database/database.js';

/** One thing that happened to an opportunity, with its cause. */
export interface JourneyStep {
  readonly at: string;
  readonly kind: 'fact' | 'action';
  readonly id: string;
  readonly what: string;
  /** Integration that acted; null for a person or Lever itself. */
  readonly by: string | null;
  /** Member whose own click it was, where only a person may; null for everything else. */
  readonly member: string | null;
  readonly state: string | null;
  readonly reasons: readonly string[];
  /** Id of the fact that led to an action, or of the action that led to a fact. */
  readonly cause: string | null;
}

interface Row { at: string; kind: 'fact' | 'action'; id: string; what: string; by: string | null; member: string | null; state: string | null; reasons: string[] | null; cause: string | null }

const MOST = 1_000;

/** Everything that happened to one opportunity across all integrations, in order, with causes. */
export class JourneyService {
  constructor(private readonly database: Database) {}

  /** The oldest thousand steps; empty for an opportunity that nothing happened to here. */
  async of(tenantId: string, opportunityId: string): Promise<JourneyStep[]> {
    const rows = await this.database.forTenant(tenantId).execute<Row[]>(
      `select * from (
         select occurred_at as at, 'fact' as kind, id::text, kind as what, caused_by_integration as by, null as member, null as state, null::jsonb as reasons, caused_by::text as cause
           from fact where opportunity_id = ?
         union all
         select created_at, 'action', id::text, meaning, integration_key, request->>'byMemberId', state,
           case when outcome_reason is null then reasons else reasons || to_jsonb(outcome_reason) end, fact_id::text from action where opportunity_id = ?
       ) steps order by at, kind desc, id limit ${MOST}`, [opportunityId, opportunityId]);
    return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString(), reasons: row.reasons ?? [] }));
  }
}
