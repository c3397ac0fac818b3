import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.js';
import { withCommit } from '../database/session-driver.js';
import { StaleFence } from '../sdk/errors.js';

export type LaneKind = 'look' | 'inbox' | 'job' | 'action';

export interface LaneAddress {
  readonly tenantId: string;
  readonly kind: LaneKind;
  /** Installation id, or empty for the tenant's own lanes. */
  readonly scope: string;
  readonly key: string;
}

/** A lane held by this worker until its lease ends; every commit proves it by the fence. */
export interface LaneClaim extends LaneAddress {
  readonly id: string;
  readonly fence: number;
  readonly failures: number;
  /** Times in a row that a worker vanished while holding the lane. */
  readonly deaths: number;
  /** IANA zone and name of the tenant. */
  readonly zone: string;
  readonly organisation: string;
}

interface ClaimRow {
  id: string; tenant_id: string; kind: LaneKind; scope: string; key: string; fence: string; failures: number; deaths: number;
  zone: string; organisation: string;
}

/**
 * SQL that wakes the lanes a query names as (tenant_id, kind, scope, key, due_at), each once. They are locked in one order wherever it is
 * used, so that two that wake the same lanes never wait for each other in a circle.
 */
export const wakingLanes = (named: string): string => `insert into lane (tenant_id, kind, scope, key, due_at, retry_at, locked_until, fence, failures, deaths)
  select tenant_id, kind, scope, key, due_at, '-infinity', '-infinity', 0, 0, 0 from (${named}) named (tenant_id, kind, scope, key, due_at)
  order by tenant_id, kind, scope, key collate "C"
  on conflict (tenant_id, kind, scope, key) do update set due_at = least(lane.due_at, excluded.due_at)`;

const WAKE = wakingLanes('values (?::uuid, ?, ?, ?, to_timestamp(? / 1000.0))');

/** Wakes a lane for work due at a business time; callable in any role's transaction, many times. */
export async function wakeLane(em: EntityManager, lane: LaneAddress, dueAt: number): Promise<void> {
  await em.execute(WAKE, [lane.tenantId, lane.kind, lane.scope, lane.key, dueAt]);
}

/** When the next open work of a lane is due, by kind; of what has arrived the oldest counts, found without looking at the rest. */
const NEXT_DUE: Record<LaneKind, string> = {
  look: `select received_at from signal where tenant_id = lane.tenant_id and lane_key = lane.key and installation_id is null and handled_at is null and not dead order by id limit 1`,
  inbox: `select received_at from signal where tenant_id = lane.tenant_id and lane_key = lane.key and installation_id = nullif(lane.scope, '')::uuid and handled_at is null and not dead order by id limit 1`,
  job: `select due_at from job where tenant_id = lane.tenant_id and installation_id = nullif(lane.scope, '')::uuid and lane_key = lane.key and state = 'waiting' order by due_at, id limit 1`,
  // Each installation's first one alone, as in `nextAction`: those behind it wait with it.
  action: `select min(due_at) from (select distinct on (installation_id) due_at from action
    where tenant_id = lane.tenant_id and lane_key = lane.key and state in ('ready', 'sending', 'unknown') order by installation_id, id) heads`,
};

/** A statement, to be sent along with others. */
export interface Statement { readonly sql: string; readonly params: readonly unknown[] }

const HOLD = 'select fence from lane where id = ? for update';

/** Locks the lane row and proves that this worker still holds it; throws `StaleFence` otherwise. */
export async function holdLane(em: EntityManager, claim: LaneClaim): Promise<void> {
  const rows = await em.execute<{ fence: string }[]>(HOLD, [claim.id]);
  if (Number(rows[0]?.fence) !== claim.fence) throw new StaleFence();
}

export interface LaneEnd {
  readonly retryInMs?: number;
  readonly failed?: boolean;
}

/** Gives the lane back; fails when it is not this worker's any more. */
function release(claim: LaneClaim, { retryInMs: retry = 0, failed = false }: LaneEnd): Statement {
  return {
    sql: `with next as (select (${NEXT_DUE[claim.kind]}) as due_at from lane where id = ? and fence = ?),
     closed as (delete from lane using next where id = ? and fence = ? and next.due_at is null returning id),
     kept as (
       update lane set due_at = next.due_at, locked_until = '-infinity', deaths = 0, failures = ${failed ? 'failures + 1' : '0'},
         retry_at = case when ?::float8 > 0 then clock_timestamp() + make_interval(secs => ?::float8 / 1000) else '-infinity' end
       from next where id = ? and fence = ? and next.due_at is not null returning id)
     select 1 / count(*) from (select id from closed union all select id from kept) released`,
    params: [claim.id, claim.fence, claim.id, claim.fence, retry, retry, claim.id, claim.fence],
  };
}

/** SQLSTATE of a division by zero: by the number of lanes that are still this worker's. Nothing else that is sent along divides. */
const LANE_LOST = '22012';

const staleOr = (error: unknown): unknown => ((error as { code?: unknown }).code === LANE_LOST ? new StaleFence() : error);

function together(statements: readonly Statement[]): [sql: string, params: unknown[]] {
  return [statements.map(({ sql }) => sql).join(';\n'), statements.flatMap(({ params }) => [...params])];
}

/**
 * The transaction that finishes a piece of work: holds the lane, works, and gives the lane back with `last` and the commit in one round
 * trip. Throws `StaleFence`, and nothing of it stands, when the lane is not this worker's any more. The lane is held first: that waits for a
 * producer that is waking it, so that its new work is seen at the end.
 */
export async function finishInLane<T>(
  database: Database, claim: LaneClaim, work: (em: EntityManager) => Promise<T>, end: LaneEnd = {}, last: readonly Statement[] = [],
): Promise<T> {
  let isWorking = true;
  try {
    return await database.inTenant(claim.tenantId, async (em) => {
      await holdLane(em, claim);
      const answer = await work(em);
      await em.flush();
      isWorking = false;
      const [sql, params] = together([...last, release(claim, end)]);
      await em.execute(withCommit(sql), params);
      return answer;
    });
  } catch (error) {
    throw isWorking ? error : staleOr(error);
  }
}

/** The same in one round trip, for work whose statements need no answer. */
export function settleLane(database: Database, claim: LaneClaim, work: readonly Statement[], end: LaneEnd = {}): Promise<void> {
  return atOnce(database, claim, [...work, release(claim, end)]);
}

/** The same for work that goes on: the lane stays held. */
export function keepInLane(database: Database, claim: LaneClaim, work: readonly Statement[]): Promise<void> {
  return atOnce(database, claim, [...work, { sql: 'select 1 / count(*) from lane where id = ? and fence = ?', params: [claim.id, claim.fence] }]);
}

/** Outside of a transaction PostgreSQL makes one of what is sent together. */
async function atOnce(database: Database, claim: LaneClaim, statements: readonly Statement[]): Promise<void> {
  try {
    await database.forTenant(claim.tenantId).execute(...together([{ sql: HOLD, params: [claim.id] }, ...statements]));
  } catch (error) {
    throw staleOr(error);
  }
}

export interface ClaimLimits {
  readonly businessNow: number;
  readonly batch: number;
  /** Of one tenant in this claim. */
  readonly perTenant: number;
  /** Of one tenant, with those that this process holds already. */
  readonly atMost: number;
  /** How many that is, by tenant. */
  readonly busy: ReadonlyMap<string, number>;
  readonly leaseMs: number;
  readonly salt: number;
}

/** Claims up to `batch` due lanes over all tenants, none of them twice. */
export async function claimLanes(database: Database, options: ClaimLimits): Promise<LaneClaim[]> {
  const rows = await database.asRunner().execute<ClaimRow[]>(
    `with due as materialized (
       select taken.id from (select id from tenant order by hashtext(id::text || ?)) turn cross join lateral (
         select l.id from lane l
         where l.tenant_id = turn.id and l.due_at <= to_timestamp(? / 1000.0)
           and l.retry_at <= clock_timestamp() and l.locked_until <= clock_timestamp()
         order by l.due_at limit least(?::int, greatest(0, ?::int - coalesce((?::jsonb->>turn.id::text)::int, 0))) for update skip locked
       ) taken limit ?
     )
     update lane set locked_until = clock_timestamp() + make_interval(secs => ?::float8 / 1000), fence = fence + 1,
       deaths = case when locked_until > '-infinity' then deaths + 1 else deaths end
     from due, tenant where lane.id = due.id and tenant.id = lane.tenant_id
     returning lane.id, tenant_id, kind, scope, key, fence, failures, deaths, tenant.zone, tenant.name as organisation`,
    [String(options.salt), options.businessNow, options.perTenant, options.atMost, JSON.stringify(Object.fromEntries(options.busy)), options.batch,
      options.leaseMs],
  );
  return rows.map((row) => ({
    id: row.id, tenantId: row.tenant_id, kind: row.kind, scope: row.scope, key: row.key,
    fence: Number(row.fence), failures: row.failures, deaths: row.deaths, zone: row.zone,
    organisation: row.organisation,
  }));
}

/**
 * Extends the leases of running work; answers the ids that are still held. A lane that was given back meanwhile stays given
 * back, and one whose worker is just committing is left to it.
 */
export async function renewLanes(database: Database, claims: readonly LaneClaim[], leaseMs: number): Promise<ReadonlySet<string>> {
  const rows = await database.asRunner().execute<{ id: string }[]>(
    `with held as (
       select lane.id from lane join unnest(?::bigint[], ?::bigint[]) as mine(id, fence) on mine.id = lane.id and mine.fence = lane.fence
       where lane.locked_until > '-infinity'),
     free as (select id from lane where id in (select id from held) for update skip locked),
     renewed as (update lane set locked_until = clock_timestamp() + make_interval(secs => ?::float8 / 1000)
       from free where lane.id = free.id and lane.locked_until > '-infinity')
     select id from held`,
    [`{${claims.map((claim) => claim.id).join(',')}}`, `{${claims.map((claim) => claim.fence).join(',')}}`, leaseMs],
  );
  return new Set(rows.map((row) => row.id));
}

/** Gives back claims that were never begun, e.g. on shutdown. */
export async function returnLane(database: Database, claim: LaneClaim): Promise<void> {
  await database.asRunner().execute(`update lane set locked_until = '-infinity' where id = ? and fence = ?`, [claim.id, claim.fence]);
}
