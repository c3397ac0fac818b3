import type { Permission, Role } from '../sdk/principal.js';

/** What a manifest takes away from the default roles (D23). The module that knows the manifests provides it. */
export abstract class PermissionNarrowing {
  /** The roles that the integration leaves; undefined where its manifest says nothing, or there is no such integration. */
  abstract rolesFor(integrationKey: string, permission: Exclude<Permission, 'operate'>): readonly Role[] | undefined;
}
