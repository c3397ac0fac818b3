import { leverOperation, LeverNotFound } from '../../sdk/lever/index.js';
import type { LeverQuery, LeverRequest } from './lever-request.js';

/** Names that Lever spells in camel case on the wire; all others are snake case. */
const CAMEL_CASE = new Set(['distributionChannel', 'includeDeactivated', 'accessRole', 'isRequired', 'fromDate', 'toDate']);

/** Filters in our spelling to filters in Lever's. */
export function wireQuery(filter: object): LeverQuery {
  return Object.fromEntries(Object.entries(filter as LeverQuery).map(([name, value]) => [wireName(name), value]));
}

function wireName(name: string): string {
  return CAMEL_CASE.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The address of a call. An id that cannot be one of Lever's is not found, without asking. */
export function urlOf(baseUrl: string, request: LeverRequest): URL {
  const path = leverOperation(request.operation).path.replace(/:(\w+)/g, (_match, name: string) => idIn(request, name));
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value as readonly unknown[] : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

/** Refuses whatever would lead to another endpoint: an empty id, dots, slashes. */
function idIn(request: LeverRequest, name: string): string {
  const id = request.params?.[name] ?? '';
  if (!/^[\w-][\w.-]{0,199}$/.test(id)) {
    throw new LeverNotFound({ operation: request.operation, status: null, leverCode: null, leverMessage: `not an id: ${name}` });
  }
  return id;
}
