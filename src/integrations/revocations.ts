import { RevocationNotice } from '../connections/revocation-notice.js';
import type { Connections } from '../connections/connections.js';
import type { InstallationDirectory } from './installation-directory.js';
import type { LifecycleService } from './lifecycle.service.js';

/**
 * What a refused credential means for its owner: Lever's refusal revokes the installation, a vendor's only
 * pauses it until somebody signs in again (D6, SH-8). The first notice acts, later ones find nothing to do.
 */
export class Revocations extends RevocationNotice {
  private lifecycle: LifecycleService | null = null;

  constructor(private readonly connections: Connections, private readonly directory: InstallationDirectory) { super(); }

  /** The life cycle itself plans work that may notice a refusal, so it is handed over after construction. */
  use(lifecycle: LifecycleService): void { this.lifecycle = lifecycle; }

  async noticeRefusal(tenantId: string, owner: string, system: 'lever' | 'vendor', cause: string): Promise<void> {
    const ids = await this.directory.connectionsOf(tenantId, owner);
    const id = ids[system];
    if (id) await this.connections.retire(tenantId, id, system === 'lever' ? 'revoked' : 'needs_reauth', cause);
    if (owner === 'hub' || !this.lifecycle) return;
    if (system === 'lever') return this.lifecycle.revoke(tenantId, owner, cause);
    const view = await this.directory.view(tenantId, owner);
    if (view?.state === 'enabled') await this.lifecycle.pauseFor(view, 'needs_reauth', cause);
  }
}
