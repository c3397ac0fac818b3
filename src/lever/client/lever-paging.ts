import type { LeverPage, Query } from '../../sdk/lever/index.js';
import { LeverUnexpectedAnswer } from './lever-errors.js';

/** Reads a list envelope tolerantly: `hasNext` is missing on some lists (lever-api 3.1). */
export function pageFrom<T>(body: unknown): LeverPage<T> {
  if (body === null || typeof body !== 'object' || !('data' in body) || !Array.isArray(body.data)) throw new LeverUnexpectedAnswer('a list without data');
  const rows = body.data as unknown[];
  if (rows.some((row) => row === null || typeof row !== 'object')) throw new LeverUnexpectedAnswer('a row that is no object');
  const next = 'hasNext' in body && body.hasNext === true && 'next' in body && typeof body.next === 'string' ? body.next : null;
  return { data: rows as T[], next };
}

/** Reads a single object's envelope. */
export function dataFrom<T>(body: unknown): T {
  if (body === null || typeof body !== 'object' || !('data' in body)) throw new LeverUnexpectedAnswer('an object without data');
  if (body.data === null || typeof body.data !== 'object') throw new LeverUnexpectedAnswer('data that is no object');
  return body.data as T;
}

/** Iterates a list page by page; rows that moved while reading come once, a token that repeats ends it with an error. */
export async function* iterate<T extends object>(
  fetchPage: (query: Query, offset: string | null) => Promise<LeverPage<T>>, query: Query,
): AsyncIterable<T> {
  const seen = new Set<string>();
  const tokens = new Set<string>();
  for (let offset: string | null = null; ;) {
    const page: LeverPage<T> = await fetchPage(query, offset);
    for (const row of page.data) {
      const id = 'id' in row && typeof row.id === 'string' ? row.id : null;
      if (id !== null && seen.has(id)) continue;
      if (id !== null) seen.add(id);
      yield row;
    }
    if (page.next === null) return;
    if (tokens.has(page.next)) throw new LeverUnexpectedAnswer('the same page token twice');
    tokens.add(page.next);
    offset = page.next;
  }
}
