import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobKind } from '../ledger/ledger.entity.js';
import type { LaneClaim } from '../ledger/lanes.js';
import type { HandlerContext } from '../sdk/context.js';
import type { Fact, FactKind, FactPayloads } from '../sdk/facts.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import type { VendorEvent } from '../sdk/webhooks.js';
import { connectionsFrom } from './installation-directory.js';
import { INSTALLATION_COLUMNS, installationFrom, type InstallationRow, type InstallationView } from './installation-view.js';

/** A job with its fact, as the worker needs it. */
export interface DueJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly name: string;
  readonly payload: Record<string, unknown>;
  readonly factId: string | null;
  readonly depth: number;
  readonly attempts: number;
  readonly epoch: number;
  readonly settingsRevision: number;
  /** Business time of the first of its failed tries. */
  readonly firstFailedAt: number | null;
  readonly fact: Fact | null;
}

/** A job with everything that running it needs. */
export interface DueWork {
  readonly job: DueJob;
  /** With the settings of the job's revision (D19). */
  readonly view: InstallationView;
  /** Ids of its usable connections, by `lever` and `vendor`. */
  readonly connections: Readonly<Record<string, string>>;
}

interface Row extends InstallationRow {
  id: string; kind: JobKind; name: string; payload: Record<string, unknown>; fact_id: string | null; depth: number; attempts: number;
  job_epoch: number; job_revision: number; first_failed_at: string | null; connections: { id: string; system: string }[] | null;
  fact_kind: FactKind | null; opportunity_id: string | null; posting_id: string | null; occurred_at: string | null;
  fact_payload: FactPayloads[FactKind] | null; caused_by: string | null; caused_by_integration: string | null; fact_depth: number | null;
}

function factFrom(row: Row): Fact | null {
  if (row.fact_id === null || row.fact_kind === null || row.fact_payload === null) return null;
  return {
    id: row.fact_id, kind: row.fact_kind, opportunityId: row.opportunity_id, postingId: row.posting_id,
    occurredAt: new Date(row.occurred_at ?? 0).getTime(), payload: row.fact_payload, depth: row.fact_depth ?? 0,
    causedBy: row.caused_by && row.caused_by_integration ? { actionId: row.caused_by, integrationKey: row.caused_by_integration } : null,
  };
}

/**
 * The lane's first due job; jobs of later due times wait behind it. One statement, read anew for each job: work is mostly
 * round trips, and off means off at the next one.
 */
export async function nextWork(em: EntityManager, claim: LaneClaim, now: number): Promise<DueWork | null> {
  const rows = await em.execute<Row[]>(
    `select j.id, j.kind, j.name, j.payload, j.fact_id, j.depth, j.attempts, j.epoch as job_epoch, j.settings_revision as job_revision, j.first_failed_at,
       f.kind as fact_kind, f.opportunity_id, f.posting_id, f.occurred_at, f.payload as fact_payload, f.caused_by, f.caused_by_integration,
       f.depth as fact_depth, ${INSTALLATION_COLUMNS},
       (select json_agg(json_build_object('id', c.id, 'system', c.system)) from connection c where c.owner = i.id::text and c.state = 'active') as connections
     from job j join installation i on i.id = j.installation_id
       left join settings_revision s on s.installation_id = i.id and s.revision = j.settings_revision left join fact f on f.id = j.fact_id
     where j.installation_id = ? and j.lane_key = ? and j.state = 'waiting' and j.due_at <= to_timestamp(? / 1000.0)
     order by j.due_at, j.id limit 1`,
    [claim.scope, claim.key, now],
  );
  const row = rows[0];
  return row ? { job: jobFrom(row), view: installationFrom(row, claim), connections: connectionsFrom(row.connections ?? []) } : null;
}

function jobFrom(row: Row): DueJob {
  return {
    id: row.id, kind: row.kind, name: row.name, payload: row.payload, factId: row.fact_id, depth: row.depth, attempts: row.attempts,
    epoch: row.job_epoch, settingsRevision: row.job_revision,
    firstFailedAt: row.first_failed_at === null ? null : new Date(row.first_failed_at).getTime(), fact: factFrom(row),
  };
}

const DEFAULT_TIMEOUT_MS = 60_000;

export interface BoundHandler { readonly timeoutMs: number; run(ctx: HandlerContext<object>): Promise<void> }

/** The plugin's handler for this job, or null when the plugin has none of that name. */
export function handlerOf(provider: IntegrationProvider, job: DueJob): BoundHandler | null {
  if (job.kind === 'fact') {
    const handle = provider.facts[job.name as FactKind] as ((fact: Fact, ctx: HandlerContext<object>) => Promise<void>) | undefined;
    const { fact } = job;
    return handle && fact ? { timeoutMs: DEFAULT_TIMEOUT_MS, run: (ctx) => handle(fact, ctx) } : null;
  }
  if (job.kind === 'event') {
    const handle = provider.webhooks?.handlers[job.name];
    return handle ? { timeoutMs: DEFAULT_TIMEOUT_MS, run: (ctx) => handle(job.payload as unknown as VendorEvent, ctx) } : null;
  }
  const definition = provider.jobs[job.name];
  return definition ? { timeoutMs: definition.timeoutMs ?? DEFAULT_TIMEOUT_MS, run: (ctx) => definition.handle(job.payload, ctx) } : null;
}
