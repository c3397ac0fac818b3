import type { EntityManager } from '@mikro-orm/postgresql';

/** Something that must hold in every committed state of the ledgers, whatever crashed before. */
export interface Invariant {
  readonly name: string;
  readonly promise: string;
  /** What an operator does when it is broken. */
  readonly remedy: string;
  /** Selects `id` of each row that breaks it; `:now` is business time, epoch ms. */
  readonly sql: string;
}

export interface InvariantResult {
  readonly name: string;
  readonly promise: string;
  readonly violations: number;
  /** The first few rows: ids of the ledger, no personal data. */
  readonly examples: readonly string[];
  readonly remedy: string;
}

const EXAMPLES = 5;
const NO_LANE = (kind: string, row: string, scope: string): string =>
  `not exists (select from lane l where l.tenant_id = ${row}.tenant_id and l.kind = '${kind}' and l.scope = ${scope} and l.key = ${row}.lane_key and l.due_at is not null)`;

/** Ledger rules are checked in one snapshot, so they hold exactly; rules about time allow for a slow minute. */
export const INVARIANTS: readonly Invariant[] = [
  {
    name: 'signal-waits-in-a-lane', promise: 'Every acknowledged event is done, waiting in a lane, or a dead letter.',
    remedy: 'Nobody will work these events: wake them with `patchbay dead-letters retry`, and report the fault.',
    sql: `select s.id::text as id from signal s where s.handled_at is null and not s.dead
      and case when s.installation_id is null then ${NO_LANE('look', 's', `''`)} else ${NO_LANE('inbox', 's', 's.installation_id::text')} end`,
  },
  {
    name: 'job-waits-in-a-lane', promise: 'Every job is done, cancelled, dead, or waits in a lane.',
    remedy: 'Nobody will work these jobs: disable and enable the installation, which tells missed facts again, and report the fault.',
    sql: `select j.id::text as id from job j where j.state = 'waiting' and ${NO_LANE('job', 'j', 'j.installation_id::text')}`,
  },
  {
    name: 'action-has-an-outcome', promise: 'Every intended write has an outcome, waits for a person, or waits in a lane.',
    remedy: 'Nobody will finish these writes: look at them with `patchbay actions list`, and report the fault.',
    sql: `select a.id::text as id from action a where a.state in ('ready', 'sending', 'unknown') and ${NO_LANE('action', 'a', `''`)}`,
  },
  {
    name: 'off-means-off', promise: 'An installation that is off has nothing left to do.',
    remedy: 'Disable the installation once more, and report the fault.',
    sql: `select 'job ' || j.id as id from job j join installation i on i.id = j.installation_id where i.state in ('disabled', 'revoked') and j.state = 'waiting'
      union all select 'action ' || a.id from action a join installation i on i.id = a.installation_id
      where i.state in ('disabled', 'revoked') and a.state in ('planned', 'awaiting_approval', 'ready', 'held')`,
  },
  {
    name: 'lanes-move', promise: 'Work that is due is taken up within a minute.',
    remedy: 'Workers do not keep up or none runs: start one, or look at patchbay_background_failures_total and the log.',
    sql: `select l.id::text as id from lane l where l.due_at <= to_timestamp(:now / 1000.0) - interval '1 minute'
      and l.retry_at <= clock_timestamp() - interval '1 minute' and l.locked_until <= clock_timestamp() - interval '1 minute'`,
  },
  {
    name: 'messages-settle', promise: 'A message that is being sent has an outcome within ten minutes.',
    remedy: 'The sender died and did not come back: restart a worker.',
    sql: `select m.id::text as id from message m where m.state = 'sending' and m.sending_wall_ms < extract(epoch from clock_timestamp() - interval '10 minutes') * 1000`,
  },
  {
    name: 'schedules-run', promise: 'A schedule of an enabled installation is looked at within ten minutes of its time.',
    remedy: 'No worker ticks: start one.',
    sql: `select s.installation_id || ' ' || s.name as id from schedule s join installation i on i.id = s.installation_id
      where i.state = 'enabled' and not s.paused and s.next_due < to_timestamp(:now / 1000.0) - interval '10 minutes'`,
  },
  {
    name: 'lever-is-polled', promise: 'Lever is read again within ten minutes of its time.',
    remedy: 'No worker polls, or Lever refuses: see last_error of the connection, and start a worker.',
    sql: `select f.tenant_id::text as id from mirror_feed f join connection c on c.id = f.connection_id and c.state = 'active'
      where f.next_poll_at < to_timestamp(:now / 1000.0) - interval '10 minutes' and f.locked_until < clock_timestamp() - interval '10 minutes'`,
  },
];

/** Checks one invariant in the caller's transaction of the runner. */
export async function checkInvariant(em: EntityManager, invariant: Invariant, now: number): Promise<InvariantResult> {
  const { name, promise, remedy } = invariant;
  const rows = await em.execute<{ id: string; total: string }[]>(
    `select id, count(*) over () as total from (${invariant.sql.replaceAll(':now', `${Math.trunc(now)}::float8`)}) broken limit ${EXAMPLES}`);
  return { name, promise, remedy, violations: Number(rows[0]?.total ?? 0), examples: rows.map((row) => row.id) };
}
