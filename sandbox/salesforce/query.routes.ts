import type { FastifyInstance } from 'fastify';
import { ConditionError, parseCondition, type Condition, type Crm } from '../crm-kit/index.js';
import { rowsOf } from './objects.js';
import { refusals } from './refusals.js';

const SOQL = /^SELECT (?<names>.+?) FROM (?<object>\w+)(?: WHERE (?<where>.+?))?(?: ORDER BY .+?)?(?: LIMIT (?<limit>\d+))?$/is;
/** Long text may be read but not searched. */
const UNSEARCHABLE = /\bDescription\s*(=|LIKE|IN)/i;

/** Queries see every change at once: no search index lies between. */
export function installQuery(api: FastifyInstance, crm: Crm): void {
  api.get<{ Querystring: { q?: string } }>('/query', async ({ query }) => {
    const parts = SOQL.exec(query.q?.trim() ?? '')?.groups;
    if (!parts) throw refusals.invalid('unexpected token');
    if (UNSEARCHABLE.test(parts.where ?? '')) throw refusals.invalid("field 'Description' can not be filtered in a query call");
    const names = (parts.names ?? '').split(',').map((name) => name.trim());
    const rows = rowsOf(crm, parts.object ?? '').filter(conditionOf(parts.where));
    const records = rows.slice(0, Number(parts.limit ?? 2_000)).map((row) => ({
      attributes: { type: parts.object }, ...Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
    }));
    return { totalSize: records.length, done: true, records };
  });
}

function conditionOf(where: string | undefined): Condition {
  if (where === undefined) return () => true;
  try {
    return parseCondition(where);
  } catch (error) {
    if (error instanceof ConditionError) throw refusals.invalid(error.message);
    throw error;
  }
}
