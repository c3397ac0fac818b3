import type { FastifyRequest } from 'fastify';
import { nestBrackets } from './brackets.js';
import { badRequest, LeverError } from './errors.js';

export interface ReceivedFile {
  readonly field: string;
  readonly filename: string;
  readonly content: Buffer;
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a request body with checked types; everything a form carries is text and is converted. */
export class Body {
  constructor(readonly fields: Fields, readonly files: readonly ReceivedFile[] = [], private readonly isForm = false) {}

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') throw badRequest(`Invalid type: ${typeof value} (expected string) at /${name}`);
    return value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw badRequest(`Missing required property: ${name}`);
    return value;
  }

  texts(name: string): string[] | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (this.isForm && typeof value === 'string') return value === '' ? [] : [value];
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
      throw badRequest(`Invalid type: expected array of strings at /${name}`);
    }
    return value as string[];
  }

  number(name: string): number | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw badRequest(`Invalid type: expected number at /${name}`);
    return number;
  }

  flag(name: string): boolean | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw badRequest(`Invalid type: expected boolean at /${name}`);
  }

  object(name: string): Body | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (!isRecord(value)) throw badRequest(`Invalid type: expected object at /${name}`);
    return new Body(value, [], this.isForm);
  }

  objects(name: string): Body[] | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value) || !value.every(isRecord)) throw badRequest(`Invalid type: expected array of objects at /${name}`);
    return value.map((item) => new Body(item, [], this.isForm));
  }

  file(field: string): ReceivedFile | undefined {
    return this.files.find((file) => file.field === field || file.field === `${field}[]`);
  }
}

export async function readBody(request: FastifyRequest): Promise<Body> {
  if (request.isMultipart()) return readMultipart(request);
  const body = request.body;
  if (body === undefined || body === null) return new Body({});
  if (!isRecord(body)) throw badRequest('The request body must be an object.');
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (!isForm) return new Body(body);
  const pairs = Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item): [string, unknown] => [name, item]));
  return new Body(nestBrackets(pairs), [], true);
}

async function readMultipart(request: FastifyRequest): Promise<Body> {
  const pairs: Array<[string, unknown]> = [];
  const files: ReceivedFile[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      pairs.push([part.fieldname, part.value]);
      continue;
    }
    const content = await part.toBuffer();
    if (part.file.truncated) throw new LeverError(413, 'RequestEntityTooLarge', 'The request file size is limited to 30MB.');
    files.push({ field: part.fieldname, filename: part.filename, content });
  }
  return new Body(nestBrackets(pairs), files, true);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
