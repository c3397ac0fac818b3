import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';

/** The tenant of the credential (D23). Throws 403 for a platform operator, who has none. */
export function tenantOf(principal: Principal): string {
  if (principal.tenantId === null) throw CallerError.forbidden('Use a credential of the organisation for this.');
  return principal.tenantId;
}
