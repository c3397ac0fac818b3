import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** An answer other than success, as the API words it. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

/** Another organisation's object is as absent as one that never was. */
export const notFound = (what: string): ApiError => new ApiError(404, 'NOT_FOUND', `There is no such ${what}.`);

export const errorBody = (code: string, message: string) => ({ error: { code, message } });

/** Every error of the API has one shape. */
export function sendApiError(error: FastifyError | ApiError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) return reply.code(error.status).send(errorBody(error.code, error.message));
  const [violation] = error.validation ?? [];
  if (violation) return reply.code(422).send(errorBody('INVALID_FIELD', `${violation.instancePath || 'The body'} ${violation.message ?? 'is not valid'}.`));
  const status = error.statusCode ?? 500;
  return reply.code(status).send(errorBody(status < 500 ? 'BAD_REQUEST' : 'INTERNAL', error.message));
}
