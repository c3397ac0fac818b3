import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../kit/index.js';
import type { Organisation, Records } from './records.js';

/** The organisation whose key came with the request. */
export function organisationOf(request: FastifyRequest): Organisation {
  return request.getDecorator<Organisation>('organisation');
}

/** Every route of the API asks for an organisation key. */
export function requireOrganisationKey(api: FastifyInstance, records: Records): void {
  api.decorateRequest('organisation', null);
  api.addHook('onRequest', async (request) => {
    const [, key] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const organisation = key === undefined ? undefined : records.organisationByKey(key);
    if (!organisation) throw new ApiError(401, 'unauthorized', 'The organisation key is missing, unknown or revoked.');
    request.setDecorator('organisation', organisation);
    request.credentialLabel = organisation.id;
  });
}

interface StoredAnswer {
  fingerprint: string;
  status: number;
  payload: unknown;
}

/** A POST repeated with the same `Idempotency-Key` gets the first answer again; with another body it is refused. */
export function replayIdempotentPosts(api: FastifyInstance): void {
  const answers = new Map<string, StoredAnswer>();
  api.addHook('preHandler', async (request, reply) => {
    const name = answerName(request);
    const stored = name === null ? undefined : answers.get(name);
    if (!stored) return undefined;
    if (stored.fingerprint !== fingerprintOf(request)) {
      throw new ApiError(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.', 'Idempotency-Key');
    }
    return reply.code(stored.status).header('idempotency-replayed', 'true').type('application/json').send(stored.payload);
  });
  api.addHook('onSend', async (request, reply, payload) => {
    const name = answerName(request);
    if (name !== null && reply.statusCode < 300 && !answers.has(name)) {
      answers.set(name, { fingerprint: fingerprintOf(request), status: reply.statusCode, payload });
    }
    return payload;
  });
}

function answerName(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  return request.method === 'POST' && typeof key === 'string' ? `${request.credentialLabel} ${key}` : null;
}

function fingerprintOf(request: FastifyRequest): string {
  return createHash('sha256').update(`${request.url}\n${JSON.stringify(request.body ?? null)}`).digest('hex');
}
