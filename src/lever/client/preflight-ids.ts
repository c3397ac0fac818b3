import { LEVER_OPERATIONS, LeverForbidden, LeverNotFound, type LeverOperation } from '../../sdk/lever/index.js';
import { NotJson, parseJson } from './answer-json.js';
import { BadEnvelope, isObject, pageIn } from './envelope.js';
import type { LeverCalls } from './lever-calls.js';
import type { LeverAnswer, LeverRequest } from './lever-request.js';

/** Ids to try operations with: real ones where a list shows one, else ones that Lever cannot know. */
export class ProbeIds {
  private readonly found = new Map<string, Promise<string | null>>();

  constructor(private readonly calls: LeverCalls, readonly newId: () => string) {}

  /** `parents`: the last id is made up, so that a file is asked for but never transferred. */
  async existing(path: string, which: 'all' | 'parents'): Promise<Record<string, string>> {
    const names = namesIn(path);
    const params: Record<string, string> = {};
    for (const name of names) {
      const isLast = name === names.at(-1);
      const real = isLast && which === 'parents' ? null : await this.firstIn(collectionBefore(path, name), params);
      params[name] = real ?? this.newId();
    }
    return params;
  }

  fresh(path: string): Record<string, string> {
    return Object.fromEntries(namesIn(path).map((name) => [name, this.newId()]));
  }

  private firstIn(collection: string, params: Readonly<Record<string, string>>): Promise<string | null> {
    const list = (Object.keys(LEVER_OPERATIONS) as LeverOperation[]).find((id) =>
      LEVER_OPERATIONS[id].path === collection && LEVER_OPERATIONS[id].method === 'GET');
    if (!list) return Promise.resolve(null);
    const key = `${collection} ${JSON.stringify(params)}`;
    const known = this.found.get(key) ?? this.ask({ operation: list, params, query: { limit: 1 }, priority: 'interactive' });
    this.found.set(key, known);
    return known;
  }

  /** No right to list, or no parent: then there is no real id to be had. */
  private async ask(request: LeverRequest): Promise<string | null> {
    try {
      return firstId(await this.calls.send(request));
    } catch (error) {
      if (error instanceof LeverForbidden || error instanceof LeverNotFound) return null;
      throw error;
    }
  }
}

function firstId(answer: LeverAnswer): string | null {
  try {
    const row = pageIn(parseJson(answer.body)).rows[0];
    return isObject(row) && typeof row.id === 'string' ? row.id : null;
  } catch (error) {
    if (error instanceof BadEnvelope || error instanceof NotJson) return null;
    throw error;
  }
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
}

function collectionBefore(path: string, name: string): string {
  return path.slice(0, path.indexOf(`/:${name}`));
}
