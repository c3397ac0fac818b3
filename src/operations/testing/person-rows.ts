import { randomUUID } from 'node:crypto';
import { coreTables } from '../../database/core-table.js';
import { tenantTables } from '../../sdk/tenant-table.js';
import { erasureSteps, stepName, type ErasureStep } from '../erasure/erasure-steps.js';

interface OwnerAccess {
  asOwner<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly udt: string;
  readonly required: boolean;
  readonly length: number | null;
}

export interface PlantedPerson {
  readonly contactId: string;
  readonly opportunityId: string;
  /** A text that stands in every column that holds this person and nowhere else. */
  readonly canary: string;
}

const HOLDS_TEXT = new Set(['text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY']);

/** Plants one row about the person in every registered table; answers how many columns now hold the canary. */
export async function plantPerson(db: OwnerAccess, tenantId: string, person: PlantedPerson) {
  let columns = 0;
  const steps = erasureSteps(coreTables(), tenantTables()).filter(({ by }) => by.is !== 'other');
  for (const step of steps) columns += await plantRow(db, step, tenantId, person);
  return { tables: steps.map(stepName), columns };
}

async function plantRow(db: OwnerAccess, step: ErasureStep, tenantId: string, person: PlantedPerson): Promise<number> {
  const columns = await db.asOwner<Column>(
    `select column_name as name, data_type as type, udt_name as udt, character_maximum_length as length,
       is_nullable = 'NO' and column_default is null and is_identity = 'NO' as required
     from information_schema.columns where table_schema = $1 and table_name = $2`, [step.schema, step.table]);
  const personal = columns.filter((column) => step.erase === 'row' ? HOLDS_TEXT.has(column.type) : step.erase.includes(column.name))
    .filter((column) => column.name !== step.by.column);
  const values = new Map<string, unknown>();
  for (const column of columns.filter(({ required }) => required)) values.set(column.name, anyValue(column));
  for (const column of personal) values.set(column.name, canaryValue(column, person.canary));
  values.set('tenant_id', tenantId);
  values.set(step.by.column, step.by.is === 'contact' ? person.contactId : person.opportunityId);
  const table = `"${step.schema}"."${step.table}"`;
  await db.asOwner(`alter table ${table} no force row level security`);
  await db.asOwner(
    `insert into ${table} (${[...values.keys()].map((name) => `"${name}"`).join(', ')}) values (${[...values.keys()].map((_, index) => `$${index + 1}`).join(', ')})`,
    [...values.values()]);
  return personal.filter((column) => HOLDS_TEXT.has(column.type)).length;
}

function canaryValue(column: Column, canary: string): unknown {
  if (column.type === 'json' || column.type === 'jsonb') return JSON.stringify([{ text: canary }]);
  if (column.type === 'bytea') return Buffer.from(canary);
  if (column.type === 'ARRAY') return [canary];
  return HOLDS_TEXT.has(column.type) ? canary.slice(0, column.length ?? undefined) : anyValue(column);
}

function anyValue({ type, udt, length }: Column): unknown {
  if (type === 'uuid') return randomUUID();
  if (type === 'boolean') return false;
  if (type === 'json' || type === 'jsonb') return '{}';
  if (type === 'bytea') return Buffer.alloc(0);
  if (type === 'ARRAY') return [];
  if (type.startsWith('timestamp') || type === 'date') return new Date(0);
  if (/int|numeric|double|real/.test(udt) || udt === 'float8') return 1;
  return randomUUID().slice(0, length ?? undefined);
}
