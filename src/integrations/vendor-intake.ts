import type { HookDoor, Hooks } from '../connections/hooks.js';
import { RecentDoors } from '../connections/recent-doors.js';
import type { Database } from '../database/database.js';
import type { Bell } from '../ledger/bell.js';
import type { SignalInbox } from '../ledger/signal-inbox.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { Catalogue } from './catalogue.js';

type Delivery = Readonly<{ headers: Readonly<Record<string, string>>; rawBody: Buffer; now: number }>;
type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Takes vendor webhooks in: verified by the plugin, stored raw, committed, and only then acknowledged (G1). */
export class VendorIntake {
  private readonly doors: RecentDoors;

  constructor(
    private readonly database: Database, private readonly hooks: Hooks, private readonly clock: Clock, private readonly bell: Bell,
    private readonly inbox: SignalInbox, private readonly catalogue: Catalogue,
  ) {
    this.doors = new RecentDoors(hooks);
  }

  /** Throws 404 for an unknown door, 401 for what the plugin does not accept. */
  async receive(token: string, headers: Readonly<Record<string, string>>, rawBody: Buffer): Promise<void> {
    const delivery = { headers, rawBody, now: this.clock.now() };
    let door = vendorDoor(await this.doors.find(token));
    let verdict = this.verify(door, delivery);
    if (!verdict.ok) {
      door = vendorDoor(await this.doors.again(token));
      verdict = this.verify(door, delivery);
    }
    if (!verdict.ok) throw new CallerError('webhook-refused', `The webhook was refused: ${verdict.reason}.`, { status: 401 });
    if (door.verifiedAt === null) await this.noteVerified(door, delivery.now);
    await this.inbox.store({
      tenantId: door.tenantId, source: 'vendor-webhook', installationId: door.installationId, laneKey: `inbox:${door.system}`, raw: rawBody,
      receivedAt: delivery.now, dedupeKey: null,
    });
    this.bell.ring();
  }

  private verify(door: HookDoor, delivery: Delivery): Verdict {
    const webhooks = door.integrationKey === null ? null : this.catalogue.find(door.integrationKey)?.provider.webhooks;
    if (!webhooks) throw CallerError.notFound('This webhook address');
    if (door.secrets.length === 0) return { ok: false, reason: 'no secret is known yet' };
    return webhooks.verify({ ...delivery, secrets: door.secrets });
  }

  private async noteVerified(door: HookDoor, now: number): Promise<void> {
    await this.database.inTenant(door.tenantId, (em) => this.hooks.markVerified(em, door, now));
    await this.doors.again(door.token);
  }
}

function vendorDoor(door: HookDoor | null): HookDoor {
  if (!door || door.system === 'lever') throw CallerError.notFound('This webhook address');
  return door;
}
