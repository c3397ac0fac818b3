import { parseCondition, ConditionError, type Crm, type Fields } from '../crm-kit/index.js';

/** `…/search/fl=id,name;sort=created_date asc?q=field:value# AND other:value#`; each value ends with `#`. */
export function searched(crm: Crm, rows: readonly Fields[], how: string, query: { q?: string; start?: string; limit?: string }): object {
  const fields = (/fl=([^;]*)/.exec(how)?.[1] ?? 'id').split(',');
  const start = Number(query.start ?? 0);
  const found = rows.filter(conditionOf(crm, query.q));
  const items = found.slice(start, start + Math.min(100, Number(query.limit ?? 10)))
    .map((row) => Object.fromEntries(fields.filter((name) => row[name] !== undefined).map((name) => [name, row[name]])));
  return { result: { start, total: found.length, items } };
}

function conditionOf(crm: Crm, q: string | undefined): (row: Fields) => boolean {
  if (q === undefined || q === '') return () => true;
  const text = q.replace(/([a-z_]+):([^#]*)#/g, (_all, field: string, value: string) => `${field}:${JSON.stringify(value)}`);
  try {
    return parseCondition(text);
  } catch (error) {
    if (error instanceof ConditionError) throw crm.definition.refusals.invalid(`The search cannot be read: ${error.message}`);
    throw error;
  }
}
