import { PermissionNarrowing } from '../auth/permission-narrowing.js';
import type { Permission, Role } from '../sdk/principal.js';
import type { Catalogue } from './catalogue.js';

/** What the manifests of the plugins take away from the default roles (D23). */
export class ManifestNarrowing extends PermissionNarrowing {
  constructor(private readonly catalogue: Catalogue) { super(); }

  rolesFor(integrationKey: string, permission: Exclude<Permission, 'operate'>): readonly Role[] | undefined {
    return this.catalogue.find(integrationKey)?.provider.manifest.permissions?.[permission];
  }
}
