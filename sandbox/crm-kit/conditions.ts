import type { Fields } from './table.js';

export type Condition = (row: Fields) => boolean;

/** Thrown with what was not understood. */
export class ConditionError extends Error {}

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[():=,]|[^\s():=,"']+)/y;

/**
 * Reads the part that Lucene queries, JPQL and SOQL have in common: `field:value`, `field='value'`, `field IN (…)`,
 * `field LIKE '%part%'`, AND, OR, NOT and brackets.
 * Text is compared without regard to case; `*` at the end means a word beginning so; dots reach into objects; `0`, `1`, `true` and `false` fit booleans.
 */
export function parseCondition(text: string): Condition {
  const reader = new Reader(tokensOf(text));
  const condition = either(reader);
  if (!reader.isAtEnd) throw new ConditionError(`Unexpected ${reader.next()}`);
  return condition;
}

export function valueAt(row: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Fields)[name] : undefined), row);
}

class Reader {
  private at = 0;
  constructor(private readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new ConditionError('Unexpected end');
    this.at += 1;
    return token;
  }

  takes(...wanted: string[]): boolean {
    if (!wanted.includes(this.tokens[this.at]?.toUpperCase() ?? '')) return false;
    this.at += 1;
    return true;
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    tokens.push(match[1] ?? '');
    if (TOKEN.lastIndex >= text.trimEnd().length) return tokens;
  }
  throw new ConditionError(`Cannot be read: ${text}`);
}

function either(reader: Reader): Condition {
  let left = all(reader);
  while (reader.takes('OR')) {
    const [first, second] = [left, all(reader)];
    left = (row) => first(row) || second(row);
  }
  return left;
}

function all(reader: Reader): Condition {
  let left = one(reader);
  while (reader.takes('AND')) {
    const [first, second] = [left, one(reader)];
    left = (row) => first(row) && second(row);
  }
  return left;
}

function one(reader: Reader): Condition {
  if (reader.takes('NOT')) {
    const inner = one(reader);
    return (row) => !inner(row);
  }
  if (reader.takes('(')) {
    const inner = either(reader);
    if (!reader.takes(')')) throw new ConditionError('Missing )');
    return inner;
  }
  const path = reader.next();
  if (reader.takes(':', '=')) return equals(path, [plain(reader.next())]);
  if (reader.takes('IN') && reader.takes('(')) return equals(path, list(reader));
  if (reader.takes('LIKE')) return like(path, plain(reader.next()));
  throw new ConditionError(`Unexpected end of ${path}`);
}

function list(reader: Reader): string[] {
  const values = [plain(reader.next())];
  while (reader.takes(',')) values.push(plain(reader.next()));
  if (!reader.takes(')')) throw new ConditionError('Missing )');
  return values;
}

function plain(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
}

function equals(path: string, wanted: readonly string[]): Condition {
  const lower = wanted.map((value) => value.toLowerCase());
  return (row) => lower.some((value) => isSame(valueAt(row, path), value));
}

/** `%` stands for anything. */
function like(path: string, wanted: string): Condition {
  const pattern = new RegExp(`^${wanted.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'is');
  return (row) => {
    const found = valueAt(row, path);
    return typeof found === 'string' && pattern.test(found);
  };
}

function isSame(found: unknown, wanted: string): boolean {
  if (typeof found === 'boolean') return found === (wanted === 'true' || wanted === '1');
  if (found === undefined || found === null) return wanted === 'null';
  if (typeof found !== 'string' && typeof found !== 'number') return false;
  const text = String(found).toLowerCase();
  return wanted.endsWith('*') ? text.split(/\s+/).some((word) => word.startsWith(wanted.slice(0, -1))) : text === wanted;
}
