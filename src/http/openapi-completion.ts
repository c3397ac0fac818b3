import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { describeError, problemOf } from './problem.js';
import { PROBLEM_TYPE } from './problem-reply.js';
import { ProblemDto } from './problem.dto.js';
import type { Route } from './route-table.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameter = Extract<NonNullable<Operation['parameters']>[number], { name: string }>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const PROBLEMS = [400, 401, 403, 404, 409, 422, 429] as const;
const MEANING: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.', 401: 'No valid credential.', 403: 'The caller may not do this.',
  404: 'Absent, or of another organisation.', 409: 'Not possible in the present state.',
  422: 'Some fields cannot be used as given.', 429: 'Too many requests.',
};
const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key', in: 'header', required: false, example: 'f3b6c1d2-order-42',
  description: 'The same key again within 24 hours gives the first answer and does nothing.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
};
const TENANT: Parameter = {
  name: 'x-patchbay-tenant', in: 'header', required: false,
  description: 'Operators only: the organisation to act on. Audited there.', schema: { type: 'string', format: 'uuid' },
};

/** Adds to each operation what holds for all: who may call it, how it fails, which headers it takes. */
export function completeDocument(document: OpenAPIObject, routes: readonly Route[]): OpenAPIObject {
  const needs = new Map(routes.map((route) => [`${route.method} ${route.path}`, route.needs]));
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) complete(operation, method, needs.get(`${method.toUpperCase()} ${path}`));
    }
  }
  assertUniqueIds(document);
  return document;
}

function complete(operation: Operation, method: string, needs: Route['needs']): void {
  const isOpen = needs === 'anyone' || needs === undefined;
  Object.assign(operation, { 'x-patchbay-needs': needs ?? 'anyone' });
  operation.security = isOpen ? [] : [{ bearer: [] }, { key: [] }];
  const parameters = (operation.parameters ??= []);
  if (method === 'post' && !isOpen) parameters.push(IDEMPOTENCY_KEY);
  if (!isOpen) parameters.push(TENANT);
  for (const status of PROBLEMS) operation.responses[String(status)] ??= problemResponse(status);
  operation.responses['default'] ??= problemResponse(500);
}

function problemResponse(status: number) {
  const example = problemOf(describeError({ statusCode: status }), { id: '0b8f6a0e-3a43-4c55-9a0e-6e0b8a4b7c11', path: '/v1/…' });
  return { description: MEANING[status] ?? 'Any other error.', content: { [PROBLEM_TYPE]: { schema: { $ref: getSchemaPath(ProblemDto) }, example } } };
}

function assertUniqueIds(document: OpenAPIObject): void {
  const seen = new Set<string>();
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const id = item[method]?.operationId;
      if (id === undefined) continue;
      if (seen.has(id)) throw new Error(`Two operations are called ${id}: give one another operationId.`);
      seen.add(id);
    }
  }
}
