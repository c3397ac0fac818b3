import type { FastifyInstance } from 'fastify';
import { ControlError } from '../control/control-error.js';
import { OAuthError } from '../oauth/oauth-error.js';
import { LeverError } from './errors.js';
import { isApiPath, unknownRoute } from './register-routes.js';

interface WithStatus {
  readonly statusCode?: number;
  readonly message: string;
}

/** Every failure leaves in the shape of the surface that was called: Data API, OAuth host or control. */
export function installErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error: WithStatus, request, reply) => {
    if (error instanceof LeverError) return reply.code(error.status).send({ code: error.code, message: error.message });
    if (error instanceof OAuthError) return reply.code(error.status).send({ error: error.error,
      error_description: error.message });
    if (error instanceof ControlError) return reply.code(error.status).send({ message: error.message });
    const status = error.statusCode ?? 500;
    if (!isApiPath(request.url)) return reply.code(status).send({ message: error.message });
    if (status === 413) return reply.code(413).send({ code: 'RequestEntityTooLarge', message: error.message });
    if (status < 500) return reply.code(400).send({ code: 'BadRequestError', message: error.message });
    return reply.code(500).send({ code: 'InternalServerError', message: error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? request.url;
    if (!isApiPath(request.url)) return reply.code(404).send({ message: `${path} does not exist` });
    const error = unknownRoute(path);
    return reply.code(error.status).send({ code: error.code, message: error.message });
  });
}
