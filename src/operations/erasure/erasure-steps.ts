import type { CoreTableInfo } from '../../database/core-table.js';
import type { TenantTableInfo } from '../../sdk/tenant-table.js';
import { otherPerson } from '../../secrets/pseudonyms.js';
import { isContact, type Forgotten } from './tombstones.js';

/** One table of the registries and what erasure does to a person's rows in it. */
export interface ErasureStep {
  /** Null for a table of the core. */
  readonly plugin: string | null;
  readonly schema: string;
  readonly table: string;
  readonly by: { readonly column: string; readonly is: 'contact' | 'opportunity' | 'other' };
  readonly erase: readonly string[] | 'row';
}

export interface ColumnShape {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** Every table that declared a person, in order of name. Throws for one that erasure could not change. */
export function erasureSteps(core: readonly CoreTableInfo[], plugins: readonly TenantTableInfo[]): ErasureStep[] {
  const impossible = core.filter((info) => info.people.length > 0 && (info.appendOnly || !info.tenantScoped)).map((info) => info.table);
  if (impossible.length > 0) {
    throw new Error(`Erasure cannot change ${impossible.join(', ')}: append-only and platform tables keep personal values sealed instead.`);
  }
  const tables = [...core.map((info) => ({ ...info, plugin: null, schema: 'public' })), ...plugins];
  return tables.flatMap(({ plugin, schema, table, people }) => people.map((person) => ({
    plugin, schema, table,
    by: { column: columnName(person.by.column), is: person.by.is },
    erase: person.erase === 'row' ? 'row' as const : person.erase.map(columnName),
  }))).sort((a, b) => stepName(a).localeCompare(stepName(b)));
}

/** The ids by which a step finds this person; null when the step is not about such people. A plugin's tables hold its own ids only. */
export function idsFor(step: ErasureStep, person: Forgotten): readonly string[] | null {
  if (isContact(person)) {
    if (step.by.is === 'other') return null;
    return step.by.is === 'contact' ? [person.contactId] : person.opportunityIds;
  }
  const { integrationKey, otherPersonId } = person;
  if (step.by.is !== 'other') return null;
  if (step.plugin === null) return [otherPerson(integrationKey, otherPersonId).other];
  return step.plugin === integrationKey ? [otherPersonId] : null;
}

export const stepName = ({ schema, table }: ErasureStep): string => (schema === 'public' ? table : `${schema}.${table}`);

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Entities may name properties or columns; the database knows snake_case only. */
export function columnName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const WHOSE = `tenant_id = ? and %s in (select json_array_elements_text(?::json))`;

/** Counts the person's rows; parameters are the tenant id and the JSON list of ids. */
export function countStatement(step: ErasureStep): string {
  return `select count(*) as count from ${tableOf(step)} where ${whose(step)}`;
}

/** Blanks or deletes the person's rows and answers how many; parameters as `countStatement`. */
export function eraseStatement(step: ErasureStep, shapes: readonly ColumnShape[]): string {
  const change = step.erase === 'row'
    ? `delete from ${tableOf(step)} where ${whose(step)}`
    : `update ${tableOf(step)} set ${step.erase.map((column) => `${quoted(column)} = ${blankOf(step, column, shapes)}`).join(', ')} where ${whose(step)}`;
  return `with changed as (${change} returning 1) select count(*) as count from changed`;
}

const tableOf = ({ schema, table }: ErasureStep) => `${quoted(schema)}.${quoted(table)}`;
const whose = ({ by }: ErasureStep) => WHOSE.replace('%s', `${quoted(by.column)}::text`);

function blankOf(step: ErasureStep, column: string, shapes: readonly ColumnShape[]): string {
  const shape = shapes.find(({ name }) => name === column);
  if (!shape) throw new Error(`Erasure knows no column ${column} in ${stepName(step)}.`);
  if (shape.nullable) return 'null';
  const blank = BLANKS[shape.type]?.(quoted(column));
  if (blank === undefined) throw new Error(`Erasure cannot blank ${stepName(step)}.${column} of type ${shape.type}: make it nullable.`);
  return blank;
}

// The container stays what it was, so that readers of the row still find a list where a list was.
const emptyJson = (type: string) => (column: string) =>
  `(case json${type === 'jsonb' ? 'b' : ''}_typeof(${column}) when 'array' then '[]' when 'object' then '{}' else 'null' end)::${type}`;

const BLANKS: Readonly<Record<string, (column: string) => string>> = {
  text: () => `''`,
  'character varying': () => `''`,
  bytea: () => `''`,
  json: emptyJson('json'),
  jsonb: emptyJson('jsonb'),
  ARRAY: () => `'{}'`,
  boolean: () => 'false',
  integer: () => '0',
  bigint: () => '0',
  smallint: () => '0',
  numeric: () => '0',
  real: () => '0',
  'double precision': () => '0',
  date: () => `'epoch'`,
  'timestamp with time zone': () => `'epoch'`,
};
