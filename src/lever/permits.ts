import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.js';
import { assertOutsideTransaction } from '../database/database.js';
import { SwitchedOff } from '../sdk/errors.js';

export type Priority = 'interactive' | 'fact' | 'bulk';

export interface PermitRates { readonly burst: number; readonly perSecond: number; readonly applicationsPerSecond: number }

/** On whose behalf a call is made: the switch is checked in the same statement as the rate (decisions D16). */
export interface PermitHolder {
  readonly connectionId: string;
  /** Null for the tenant's hub connection, which has no installation to switch off. */
  readonly installation: { readonly id: string; readonly epoch: number; readonly during: 'work' | 'feed' | 'set-up' | 'clean-up' } | null;
}

const SHARE: Record<Priority, number> = { interactive: 0.2, fact: 0.5, bulk: 0.1 };
const REST = 0.2;
const STATES = {
  'work': ['enabled'],
  'feed': ['enabled', 'paused'],
  'set-up': ['draft', 'enabled', 'paused', 'disabled', 'revoked'],
  'clean-up': ['enabled', 'disabling', 'paused'],
} as const;

interface PermitRow { allowed: boolean; taken: boolean; wait_ms: number }

/**
 * One permit for every outgoing Lever call, over all processes: burst and rate of the credential with a
 * floor for each priority, and the off switch, in one SQL statement (G4, G7).
 */
export class Permits {
  constructor(private readonly database: Database, private readonly rates: PermitRates) {}

  /** Waits for a token. Throws `SwitchedOff` when the holder may not call any more, or what aborted `signal`. */
  async take(holder: PermitHolder, priority: Priority, options: { application?: boolean; signal?: AbortSignal } = {}): Promise<void> {
    assertOutsideTransaction();
    for (;;) {
      options.signal?.throwIfAborted();
      const row = await this.tryTake(holder, priority, options.application ?? false);
      if (!row.allowed) throw new SwitchedOff();
      if (row.taken) return;
      await sleep(Math.min(1_000, Math.max(5, row.wait_ms)), undefined, options.signal ? { signal: options.signal } : {});
    }
  }

  private async tryTake(holder: PermitHolder, priority: Priority, application: boolean): Promise<PermitRow> {
    const rows = await this.database.asRunner().execute<PermitRow[]>(this.statement(priority, application), this.parameters(holder));
    return rows[0] ?? { allowed: false, taken: false, wait_ms: 0 };
  }

  private parameters(holder: PermitHolder): unknown[] {
    const states = holder.installation ? `{${STATES[holder.installation.during].join(',')}}` : '{}';
    return [holder.connectionId, holder.installation?.id ?? null, holder.installation?.id ?? null, states, holder.installation?.epoch ?? 0,
      holder.connectionId];
  }

  /** Columns and numbers are constants of this file, never input. */
  private statement(priority: Priority, application: boolean): string {
    const { burst, perSecond, applicationsPerSecond } = this.rates;
    const refill = (name: Priority) => `b.${name} + s.elapsed * ${perSecond * SHARE[name]}`;
    const cap = (name: Priority) => burst * SHARE[name];
    const overflow = (Object.keys(SHARE) as Priority[]).map((name) => `greatest(0, ${refill(name)} - ${cap(name)})`).join(' + ');
    const full = (name: Priority) => `least(${cap(name)}, ${refill(name)})`;
    const mine = full(priority);
    const others = (Object.keys(SHARE) as Priority[]).filter((name) => name !== priority).map((name) => `${name} = r.${name}`).join(', ');
    // What the full ones can not hold goes to all: a waiting one is not told to sleep through it.
    const common = `(${REST} + ${(Object.keys(SHARE) as Priority[]).filter((name) => name !== priority)
      .map((name) => `case when r.${name} >= ${cap(name)} then ${SHARE[name]} else 0 end`).join(' + ')})`;
    const appNeed = application ? 'and r.applications >= 1' : '';
    return `
      with allowed as (
        select 1 from connection c where c.id = ?::uuid and c.state in ('active', 'pending') and (?::uuid is null or exists (
          select 1 from installation i where i.id = ?::uuid and i.state = any(?::text[]) and i.epoch = ?))
      ), locked as (
        select b.* from permit_bucket b where b.connection_id = ?::uuid and exists (select from allowed) for update
      ), r as (
        select b.connection_id, s.at, ${full('interactive')} as interactive, ${full('fact')} as fact, ${full('bulk')} as bulk, ${mine} as mine,
          least(${burst * REST}, b.shared + s.elapsed * ${perSecond * REST} + ${overflow}) as shared,
          least(${Math.max(1, applicationsPerSecond)}, b.applications + s.elapsed * ${applicationsPerSecond}) as applications
        from locked b cross join lateral (
          select clock_timestamp() as at, greatest(0, extract(epoch from clock_timestamp() - b.refilled_at)) as elapsed) s
      ), spent as (
        update permit_bucket b set refilled_at = r.at, ${others},
          ${priority} = case when r.mine >= 1 then r.mine - 1 else r.mine end,
          shared = case when r.mine >= 1 then r.shared else r.shared - 1 end,
          applications = r.applications - ${application ? 1 : 0}
        from r where b.connection_id = r.connection_id and (r.mine >= 1 or r.shared >= 1) ${appNeed}
        returning b.connection_id
      )
      select exists (select from allowed) as allowed, exists (select from spent) as taken,
        coalesce((select 1000 * least((1 - r.mine) / ${perSecond * SHARE[priority]}, (1 - r.shared) / (${perSecond} * ${common})) from r), 100)::float8 as wait_ms`;
  }
}

/** Starts a credential with a full bucket; callable again without effect. */
export const NEW_BUCKET = (rates: PermitRates, connectionId: string, tenantId: string): { sql: string; params: unknown[] } => ({
  sql: `insert into permit_bucket (connection_id, tenant_id, interactive, fact, bulk, shared, applications, refilled_at)
        values (?, ?, ?, ?, ?, ?, ?, clock_timestamp()) on conflict (connection_id) do nothing`,
  params: [connectionId, tenantId, rates.burst * SHARE.interactive, rates.burst * SHARE.fact, rates.burst * SHARE.bulk,
    rates.burst * REST, Math.max(1, rates.applicationsPerSecond)],
});
