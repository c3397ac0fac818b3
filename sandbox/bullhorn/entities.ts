import { CrmRefusal, ConditionError, parseCondition, type Condition, type Crm, type Entry, type Fields } from '../crm-kit/index.js';

/** An entity as queries and answers see it. */
export function candidateRow({ id, fields }: Entry): Fields {
  return { id: Number(id), ...fields };
}

export function submissionRow({ id, fields }: Entry): Fields {
  const { personId, jobId, ...more } = fields;
  return { id: Number(id), candidate: { id: Number(personId) }, jobOrder: { id: Number(jobId) }, isDeleted: false, ...more };
}

/** Only what `fields` names; `*` is everything. */
export function picked(row: Fields, fields: string | undefined): Fields {
  const names = (fields ?? 'id').replace(/\([^)]*\)/g, '').split(',').map((name) => name.trim());
  const named = (name: string): [string, unknown] => [name, row[name]];
  return names.includes('*') ? row : Object.fromEntries(['id', ...names].filter((name) => row[name] !== undefined).map(named));
}

export function page(rows: readonly Fields[], { start = '0', count = '20', fields }: Record<string, string>): object {
  const from = Number(start);
  const data = rows.slice(from, from + Number(count)).map((row) => picked(row, fields));
  return { total: rows.length, start: from, count: data.length, data };
}

/** A Lucene or JPQL condition, or 400. */
export function conditionOf(crm: Crm, text: string | undefined): Condition {
  try {
    return parseCondition(text ?? '');
  } catch (error) {
    if (error instanceof ConditionError) throw crm.definition.refusals.invalid(`Invalid query: ${error.message}`);
    throw error;
  }
}

/** The id in `{id}`. */
export function idIn(value: unknown): string {
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : '';
}

export const saved = (entity: string, id: string, changeType: 'INSERT' | 'UPDATE' | 'DELETE' | 'ASSOCIATE') =>
  ({ changedEntityType: entity, changedEntityId: Number(id), changeType });

export function unpersisted(entity: string, propertyName: string, detailMessage: string): CrmRefusal {
  return new CrmRefusal(400, {
    errorMessage: `error persisting an entity of type: ${entity}`, errorMessageKey: 'errors.cannotPersistEntity', errorCode: 400,
    errors: [{ propertyName, severity: 'ERROR', type: 'INVALID', detailMessage }],
  });
}
