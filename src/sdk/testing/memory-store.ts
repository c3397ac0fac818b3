import type { Store } from '../context.js';

type Row = Record<string, unknown>;
type Condition = Record<string, unknown>;

function matches(row: Row, where: Condition): boolean {
  return Object.entries(where).every(([name, wanted]) => {
    if (name === '$and') return (wanted as Condition[]).every((part) => matches(row, part));
    if (name === '$or') return (wanted as Condition[]).some((part) => matches(row, part));
    return fits(row[name] ?? null, wanted);
  });
}

function fits(value: unknown, wanted: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object') return value === wanted;
  return Object.entries(wanted).every(([operator, operand]) => {
    switch (operator) {
      case '$in': return (operand as unknown[]).includes(value);
      case '$ne': return value !== operand;
      case '$lt': return (value as number) < (operand as number);
      case '$gt': return (value as number | string) > (operand as number | string);
      default: throw new Error(`The store in memory knows no ${operator}.`);
    }
  });
}

interface Options { readonly orderBy?: Record<string, string> | Record<string, string>[]; readonly limit?: number }

function compare(a: Row, b: Row, order: readonly [string, string][]): number {
  for (const [property, direction] of order) {
    const [x, y] = [a[property] as number, b[property] as number];
    if (x !== y) return (x < y ? -1 : 1) * (direction === 'desc' ? -1 : 1);
  }
  return 0;
}

/** Rows of a plugin in memory, for unit specs of handlers; found by the few conditions that handlers use, and throws for any other. */
export class MemoryStore {
  private readonly tables = new Map<unknown, Row[]>();

  rows(entity: unknown): Row[] {
    const known = this.tables.get(entity) ?? [];
    this.tables.set(entity, known);
    return known;
  }

  asStore(): Store {
    const found = (entity: unknown, where: Condition, options: Options = {}): Row[] => {
      const order = [options.orderBy ?? []].flat().flatMap((part) => Object.entries(part));
      const sorted = this.rows(entity).filter((row) => matches(row, where)).toSorted((a, b) => compare(a, b, order));
      return sorted.slice(0, options.limit ?? sorted.length);
    };
    return {
      find: async (entity: unknown, where: Condition, options?: object) => found(entity, where, options),
      findOne: async (entity: unknown, where: Condition) => found(entity, where)[0] ?? null,
      count: async (entity: unknown, where: Condition) => found(entity, where).length,
      create: (entity: unknown, row: Row) => { this.rows(entity).push(row); return row; },
      assign: (row: Row, change: Row) => Object.assign(row, change),
      remove: (row: Row) => { for (const rows of this.tables.values()) if (rows.includes(row)) rows.splice(rows.indexOf(row), 1); },
      nativeUpdate: async (entity: unknown, where: Condition, change: Row) => { for (const row of found(entity, where)) Object.assign(row, change); },
    } as unknown as Store;
  }
}
