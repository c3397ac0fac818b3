import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

export interface ErrorBody {
  error: { code: string; message: string; field?: string };
}

/** An answer other than success, as our own contracts word it: `{error: {code, message, field?}}`. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly field?: string) {
    super(message);
  }
}

export const notFound = (what: string): ApiError => new ApiError(404, 'not_found', `There is no such ${what}.`);

export function errorBody(code: string, message: string, field?: string): ErrorBody {
  return { error: { code, message, ...(field === undefined ? {} : { field }) } };
}

/** Every error of the API has one shape. */
export function sendApiError(error: FastifyError | ApiError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) {
    if (error.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(error.status).send(errorBody(error.code, error.message, error.field));
  }
  const [violation] = error.validation ?? [];
  if (violation) {
    const missing = violation.params.missingProperty;
    const path = violation.instancePath.slice(1).replaceAll('/', '.');
    const field = typeof missing === 'string' ? [path, missing].filter(Boolean).join('.') : path;
    return reply.code(422).send(errorBody('invalid_field', `${field || 'The body'} ${violation.message ?? 'is not valid'}.`, field));
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.code(status).send(errorBody('bad_request', error.message));
  return reply.code(500).send(errorBody('internal', `Something went wrong: ${error.message}`));
}
