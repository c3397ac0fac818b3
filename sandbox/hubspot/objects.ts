import type { Crm, Entry, Fields, Table } from '../crm-kit/index.js';

export interface ById { Params: { id: string } }
export type Query = { Querystring: Record<string, string> };
export interface Properties { Body: { properties?: Fields; associations?: Association[] } }
export interface Association { to: { id: string | number }; types: { associationCategory: string; associationTypeId: number }[] }
export interface SearchBody {
  filterGroups?: { filters: { propertyName: string; operator: string; value?: string; values?: string[] }[] }[];
  query?: string; properties?: string[]; limit?: number; after?: string;
}

const iso = (at: number): string => new Date(at).toISOString();

export function objectRow({ id, fields, createdAt, updatedAt }: Entry, names?: readonly string[]): object {
  const properties = names ? Object.fromEntries(names.map((name) => [name, fields[name] ?? null])) : fields;
  return { id, properties, createdAt: iso(createdAt), updatedAt: iso(updatedAt), archived: false };
}

/** All properties are text. */
const textAt = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

export function asked(query: Record<string, string>): string[] | undefined {
  return query.properties?.split(',');
}

/** Groups are alternatives, filters of a group must all hold. */
export function found(table: Table, body: SearchBody, textFields: readonly string[]): object {
  const groups = body.filterGroups ?? [];
  const text = body.query?.toLowerCase();
  const rows = table.findable((fields) => (groups.length === 0 || groups.some((group) => group.filters.every((filter) => fits(fields, filter))))
    && (text === undefined || textFields.some((name) => textAt(fields, name).toLowerCase().includes(text))));
  return { total: rows.length, results: rows.slice(0, body.limit ?? 10).map((row) => objectRow(row, body.properties)) };
}

function fits(fields: Fields, { propertyName, operator, value = '', values = [] }: { propertyName: string; operator: string; value?: string; values?: string[] }): boolean {
  const held = textAt(fields, propertyName).toLowerCase();
  if (operator === 'EQ') return held === value.toLowerCase();
  if (operator === 'NEQ') return held !== value.toLowerCase();
  if (operator === 'IN') return values.some((one) => one.toLowerCase() === held);
  return operator === 'CONTAINS_TOKEN' && held.split(/[\s;]+/).includes(value.toLowerCase());
}

export function objectOf(crm: Crm, table: Table, id: string): Entry {
  const entry = table.get(id);
  if (!entry) throw crm.definition.refusals.notFound('Object');
  return entry;
}
