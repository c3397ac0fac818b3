import { badRequest } from './errors.js';
import type { Query } from './query.js';

export type SortValue = number | string;
/** `text` sorts alphabetically without regard to case. */
export type Direction = 'asc' | 'desc' | 'text';

export interface Order<Row> {
  readonly directions: readonly Direction[];
  key(row: Row): SortValue[];
}

export interface Page<Row> {
  readonly rows: Row[];
  readonly hasNext: boolean;
  readonly next?: string;
}

interface Keyed<Row> {
  readonly row: Row;
  readonly key: SortValue[];
}

const collator = new Intl.Collator('en');

/** One page; its token names the first row of the next page by its sort key, so it survives rows that come, go or move. */
export function takePage<Row>(rows: Iterable<Row>, order: Order<Row>, query: Query, defaultLimit = 100): Page<Row> {
  const limit = limitOf(query, defaultLimit);
  const from = query.one('offset');
  const start = from === undefined || from === '' ? undefined : readToken(from, order.directions);
  const keyed: Array<Keyed<Row>> = [];
  for (const row of rows) {
    const key = order.key(row);
    if (start === undefined || compareKeys(key, start, order.directions) >= 0) keyed.push({ row, key });
  }
  keyed.sort((left, right) => compareKeys(left.key, right.key, order.directions));
  const following = keyed[limit];
  const page = keyed.slice(0, limit).map((entry) => entry.row);
  if (following === undefined) return { rows: page, hasNext: false };
  return { rows: page, hasNext: true, next: encodeURIComponent(JSON.stringify(following.key)) };
}

function limitOf(query: Query, defaultLimit: number): number {
  const text = query.one('limit');
  if (text === undefined || text === '') return defaultLimit;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw badRequest(`Invalid limit: ${text}`);
  return Math.min(limit, 100);
}

/** Clients send the token raw or encoded once more; both arrive here decoded at least once. */
function readToken(token: string, directions: readonly Direction[]): SortValue[] {
  let text = token;
  for (let round = 0; round < 3; round += 1) {
    const key = parsedKey(text, directions);
    if (key !== undefined) return key;
    text = decoded(text);
  }
  throw badRequest(`Invalid offset token: ${token}`);
}

function parsedKey(text: string, directions: readonly Direction[]): SortValue[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isKey(value, directions) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isKey(value: unknown, directions: readonly Direction[]): value is SortValue[] {
  return Array.isArray(value) && value.length === directions.length
    && value.every((part) => typeof part === 'number' || typeof part === 'string');
}

function compareKeys(left: readonly SortValue[], right: readonly SortValue[], directions: readonly Direction[]): number {
  for (const [index, direction] of directions.entries()) {
    const order = compareValues(left[index] ?? '', right[index] ?? '', direction);
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(left: SortValue, right: SortValue, direction: Direction): number {
  if (left === right) return 0;
  if (direction === 'text') return collator.compare(String(left), String(right));
  const ascending = left < right ? -1 : 1;
  return direction === 'asc' ? ascending : -ascending;
}

export const byCreation: Order<{ id: string; createdAt: number }> = {
  directions: ['desc', 'asc'],
  key: (row) => [row.createdAt, row.id],
};

/** For rows that are listed as they are kept. */
export function asKept<Row>(rows: readonly Row[]): Order<Row> {
  const places = new Map(rows.map((row, index) => [row, index]));
  return { directions: ['asc'], key: (row) => [places.get(row) ?? 0] };
}
