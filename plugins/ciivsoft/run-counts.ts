/** What a run did; `skipped` counts by reason. */
export interface RunCounts {
  readonly scanned: number;
  readonly matched: number;
  readonly advanced: number;
  readonly suggested: number;
  readonly leads: number;
  readonly queued: number;
  /** Could not be handled by a fault of ours; tried again by the next run. */
  readonly failed: number;
  readonly skipped: Readonly<Record<string, number>>;
}

export const NO_COUNTS: RunCounts = { scanned: 0, matched: 0, advanced: 0, suggested: 0, leads: 0, queued: 0, failed: 0, skipped: {} };

export type Counted = Partial<Omit<RunCounts, 'skipped'>> & { readonly skipped?: string };

/** Pure. */
export function count(counts: RunCounts, more: Counted): RunCounts {
  const { skipped, ...numbers } = more;
  const sums = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, counts[name as keyof typeof numbers] + (value ?? 0)]));
  return { ...counts, ...sums, ...(skipped !== undefined && { skipped: { ...counts.skipped, [skipped]: (counts.skipped[skipped] ?? 0) + 1 } }) };
}
