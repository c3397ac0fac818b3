import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A file or one line of it that cannot be used. The message names both. */
export class JsonLineError extends Error {
  constructor(file: string, line: number | undefined, problem: string) {
    super(`${file === '-' ? 'standard input' : file}${line === undefined ? '' : `, line ${line}`}: ${problem}`);
    this.name = 'JsonLineError';
  }
}

/** Kind of a field of a line. */
export type FieldKind = 'string' | 'string?' | 'number?' | 'strings';

/** The fields a line must have. */
export type Shape = Readonly<Record<string, FieldKind>>;

/** A parsed line with the place it came from. */
export interface JsonLine<T> {
  readonly value: T;
  readonly file: string;
  readonly line: number;
}

/** Reads JSON lines one by one, checked against a shape; empty lines are skipped. `-` is standard input. Throws JsonLineError. */
export async function* readJsonLines<T>(file: string, shape: Shape): AsyncGenerator<JsonLine<T>> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (let line = 1; ; line++) {
    const next = await Promise.race([lines.next(), failed]).catch((error: unknown) => {
      throw new JsonLineError(file, undefined, messageOf(error));
    });
    if (next.done) return;
    const text = line === 1 ? next.value.replace(/^\uFEFF/, '') : next.value;
    if (text.trim() !== '') yield { value: parse(text, shape, file, line) as T, file, line };
  }
}

function parse(text: string, shape: Shape, file: string, line: number): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JsonLineError(file, line, `not valid JSON (${messageOf(error)})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new JsonLineError(file, line, 'a JSON object is needed');
  for (const [field, kind] of Object.entries(shape)) {
    const problem = problemOf((value as Record<string, unknown>)[field], kind);
    if (problem) throw new JsonLineError(file, line, `"${field}" ${problem}`);
  }
  return value;
}

function messageOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return hasMessage ? String(error.message) : 'cannot be read';
}

function problemOf(value: unknown, kind: FieldKind): string | undefined {
  const isMissing = value === undefined || value === null;
  if (isMissing) return kind.endsWith('?') ? undefined : 'is missing';
  switch (kind) {
    case 'string':
    case 'string?':
      return typeof value === 'string' ? undefined : 'must be a string';
    case 'number?':
      return typeof value === 'number' ? undefined : 'must be a number';
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'must be a list of strings';
  }
}
