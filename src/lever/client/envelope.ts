import type { LeverPage } from '../../sdk/lever/index.js';

/** The answer lacks the frame its endpoint promises; `message` says what is wrong. */
export class BadEnvelope extends Error {}

type Row = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The object of a single answer: `{data: {…}}`, twice nested in Lever's samples, bare for `/postings/:id/users`. */
export function objectIn(answer: unknown): Row {
  if (!isObject(answer)) throw new BadEnvelope('the answer is not an object');
  if (!('data' in answer)) return answer;
  const inner = answer.data;
  if (!isObject(inner)) throw new BadEnvelope('data is not an object');
  return isObject(inner.data) ? inner.data : inner;
}

/**
 * The rows and the next token of a list. `hasNext` is missing on some lists; some answer a bare array or
 * one named array inside `data`. A list that says it goes on without saying where is an error, not an end.
 */
export function pageIn(answer: unknown): LeverPage<unknown> {
  const rows = rowsIn(answer);
  if (!isObject(answer) || answer.hasNext === false) return { rows, next: null };
  const next = typeof answer.next === 'string' && answer.next !== '' ? answer.next : null;
  if (answer.hasNext === true && next === null) throw new BadEnvelope('hasNext without next');
  return { rows, next };
}

function rowsIn(answer: unknown): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  const data = isObject(answer) ? answer.data : undefined;
  if (Array.isArray(data)) return data;
  const nested = isObject(data) ? Object.values(data).filter((value) => Array.isArray(value)) : [];
  if (nested.length === 1 && nested[0]) return nested[0];
  throw new BadEnvelope('no list in the answer');
}
