/** How long a table's rows are kept, by a column of business time (LG-11). Declared beside the entity. */
export interface RetentionRule {
  readonly table: string;
  /** Absent for core tables. */
  readonly schema?: string;
  readonly column: string;
  /** How the column tells time. */
  readonly unit: 'ms' | 'datetime';
  readonly keepDays: number;
  /** Rows it applies to, as constant SQL; all when absent. */
  readonly where?: string;
  /** Platform tables are purged by the runner, tenant tables under each tenant. */
  readonly owner?: 'tenant' | 'platform';
}

const declared = new Map<string, RetentionRule>();

/** One rule per table; a later one replaces it. */
export function keepFor(rule: RetentionRule): void {
  declared.set(`${rule.schema ?? 'public'}.${rule.table}`, rule);
}

export function retentionRules(): readonly RetentionRule[] {
  return [...declared.values()];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The rows whose time is over; the parameter is the cutoff in epoch ms. */
export function overdue(rule: RetentionRule): { readonly table: string; readonly condition: string } {
  const moment = rule.unit === 'ms' ? '?::bigint' : 'to_timestamp(?::double precision / 1000)';
  const narrowed = rule.where ? ` and (${rule.where})` : '';
  return { table: `${quoted(rule.schema ?? 'public')}.${quoted(rule.table)}`, condition: `${quoted(rule.column)} < ${moment}${narrowed}` };
}
