import type { AccessRegistry, Credential } from '../access-registry.js';
import type { LeverRoute } from './call.js';
import { forbidden, unauthorized } from './errors.js';

/** Who calls: an API key as Basic user name (or bearer), or an OAuth access token. Throws 401, or 403 for foreign tokens. */
export function authenticate(header: string | undefined, access: AccessRegistry): Credential {
  const [scheme = '', value = ''] = (header ?? '').trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === 'basic') return keyCredential(basicUser(value), access);
  if (scheme.toLowerCase() !== 'bearer') throw unauthorized();
  const live = access.liveGrant(value);
  if (live !== undefined) return { kind: 'grant', ...live };
  if (access.issuedHere(value)) throw unauthorized();
  if (value.split('.').length === 3) throw forbidden('Unable to find a signing key that matches the token.');
  return keyCredential(value, access);
}

function keyCredential(token: string, access: AccessRegistry): Credential {
  const key = access.liveKey(token);
  if (key === undefined) throw unauthorized();
  return { kind: 'key', key };
}

function basicUser(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString('utf8').split(':', 1)[0] ?? '';
}

/** A key needs the endpoint ticked; a token needs one of its scopes, where write implies read. */
export function authorize(credential: Credential, permission: string, route: LeverRoute): void {
  if (credential.kind === 'key') {
    const { permissions } = credential.key;
    if (permissions !== 'all' && !permissions.includes(permission)) {
      throw forbidden(`This API key has no access to the endpoint "${permission}".`);
    }
    return;
  }
  const granted = credential.grant.scopes;
  const allows = route.scopes.some((scope) =>
    granted.includes(`${scope}:admin`) || (scope.endsWith(':read')
      && granted.includes(`${scope.replace(/read$/, 'write')}:admin`)));
  if (!allows) throw forbidden(`Insufficient scope. This endpoint needs ${route.scopes.map((scope) => `${scope}:admin`).join(' or ')}.`);
}
