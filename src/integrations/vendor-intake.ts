import type { Hooks } from '../connections/hooks.js';
import type { Database } from '../database/database.js';
import type { Bell } from '../ledger/bell.js';
import { storeSignal } from '../ledger/signals.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { Catalogue } from './catalogue.js';
import type { InstallationDirectory } from './installation-directory.js';

/** Takes vendor webhooks in: verified by the plugin, stored raw, committed, and only then acknowledged (G1). */
export class VendorIntake {
  constructor(
    private readonly database: Database, private readonly hooks: Hooks, private readonly clock: Clock, private readonly bell: Bell,
    private readonly catalogue: Catalogue, private readonly directory: InstallationDirectory,
  ) {}

  /** Throws 404 for an unknown door, 401 for what the plugin does not accept. */
  async receive(token: string, headers: Readonly<Record<string, string>>, rawBody: Buffer): Promise<void> {
    const door = await this.hooks.find(token);
    const view = door && door.system !== 'lever' ? await this.directory.view(door.tenantId, door.installationId) : null;
    const webhooks = view ? this.catalogue.find(view.integrationKey)?.provider.webhooks : null;
    if (!door || !view || !webhooks) throw CallerError.notFound('This webhook address');
    const now = this.clock.now();
    const verdict = door.secrets.length > 0 ? webhooks.verify({ headers, rawBody, secrets: door.secrets, now }) : { ok: false as const, reason: 'no secret is known yet' };
    if (!verdict.ok) throw new CallerError('webhook-refused', `The webhook was refused: ${verdict.reason}.`, { status: 401 });
    await this.database.inTenant(door.tenantId, async (em) => {
      if (door.verifiedAt === null) await this.hooks.markVerified(em, door, now);
      await storeSignal(em, {
        tenantId: door.tenantId, source: 'vendor-webhook', installationId: view.id, laneKey: `inbox:${door.system}`, raw: rawBody, receivedAt: now, dedupeKey: null,
      });
    });
    this.bell.ring();
  }
}
