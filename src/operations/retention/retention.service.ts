import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Database } from '../../database/database.js';
import { declareCoreRetention } from './core-retention.js';
import { overdue, retentionRules, type RetentionRule } from './retention-rules.js';

export interface PurgeReport {
  readonly dryRun: boolean;
  /** Rows purged, or that would be, by table. */
  readonly rows: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
const BATCH = 1_000;

/** Deletes what has been kept long enough, table by table as declared with `keepFor`. */
@Injectable()
export class RetentionService {
  constructor(private readonly database: Database) {
    declareCoreRetention();
  }

  /** `nowMs` is business time. A dry run only counts. Short transactions; may be stopped and run again. */
  async purge(nowMs: number, { dryRun }: { readonly dryRun: boolean }): Promise<PurgeReport> {
    const rows: Record<string, number> = {};
    const tenants = await this.database.asRunner().execute<{ id: string }[]>('select id from tenant order by id');
    for (const rule of retentionRules()) {
      const name = rule.schema ? `${rule.schema}.${rule.table}` : rule.table;
      const cutoff = nowMs - rule.keepDays * DAY_MS;
      const owners = rule.owner === 'platform' ? [null] : tenants.map((tenant) => tenant.id);
      rows[name] = 0;
      for (const tenantId of owners) rows[name] += await this.apply(rule, tenantId, cutoff, dryRun);
    }
    return { dryRun, rows };
  }

  private async apply(rule: RetentionRule, tenantId: string | null, cutoff: number, dryRun: boolean): Promise<number> {
    const { table, condition } = overdue(rule);
    const scope = tenantId === null ? '' : 'tenant_id = ? and ';
    const values = tenantId === null ? [cutoff] : [tenantId, cutoff];
    const run = (sql: string) => {
      const work = async (em: EntityManager) => Number((await em.execute<{ count: string }[]>(sql, values))[0]?.count ?? 0);
      return tenantId === null ? this.database.inRunner(work) : this.database.inTenant(tenantId, work);
    };
    if (dryRun) return run(`select count(*) as count from ${table} where ${scope}${condition}`);
    const batch = `with gone as (delete from ${table} where ctid in
      (select ctid from ${table} where ${scope}${condition} limit ${BATCH}) returning 1) select count(*) as count from gone`;
    let purged = 0;
    for (let count = BATCH; count === BATCH; purged += count) count = await run(batch);
    return purged;
  }
}
