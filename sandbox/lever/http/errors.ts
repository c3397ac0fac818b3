/** An answer of the Data API that is not a success; the body is always `{code, message}`. */
export class LeverError extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
    this.name = 'LeverError';
  }
}

export function badRequest(message: string): LeverError {
  return new LeverError(400, 'BadRequestError', message);
}

export function unauthorized(): LeverError {
  return new LeverError(401, 'UnauthorizedError', 'The request requires authentication.');
}

export function forbidden(message: string): LeverError {
  return new LeverError(403, 'ForbiddenError', message);
}

export function notFound(thing: string, id?: string): LeverError {
  return new LeverError(404, 'ResourceNotFound', id === undefined ? `${thing} was not found` : `${thing} ${id} was not found`);
}
