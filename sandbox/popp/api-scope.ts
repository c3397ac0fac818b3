import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';
import type { Organization, Records } from './records.js';

interface Caller { organization: Organization; role: 'admin' | 'member' }

export const callerOf = (request: FastifyRequest): Caller => request.getDecorator<Caller>('caller');
export const organizationOf = (request: FastifyRequest): Organization => callerOf(request).organization;

export function requireAdmin(request: FastifyRequest): void {
  if (callerOf(request).role !== 'admin') throw new ApiError(403, 'FORBIDDEN', 'Only an administrator of the organisation may do this.');
}

/** Every route asks for both headers, and for a key of that very organisation. */
export function requireKey(api: FastifyInstance, records: Records): void {
  api.decorateRequest('caller', null);
  api.addHook('onRequest', async (request) => {
    const organization = records.organizations.get(String(request.headers['x-organization-id'] ?? ''));
    const role = organization?.keys.get(String(request.headers['x-api-key'] ?? ''));
    if (!organization || !role) throw new ApiError(401, 'UNAUTHORIZED', 'x-api-key or x-organization-id is missing, unknown or revoked.');
    request.setDecorator('caller', { organization, role });
    request.credentialLabel = organization.id;
  });
}
