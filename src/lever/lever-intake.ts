import type { Hooks, HookDoor } from '../connections/hooks.js';
import { RecentDoors } from '../connections/recent-doors.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import type { SignalInbox } from '../ledger/signal-inbox.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import { readLeverWebhook, type LeverDelivery, type WebhookReading } from './client/webhook-signature.js';

/** Takes Lever's webhooks in: signature checked, stored, committed, and only then acknowledged (G1). */
export class LeverIntake {
  private readonly doors: RecentDoors;

  constructor(
    private readonly database: Database, private readonly hooks: Hooks, private readonly clock: Clock, private readonly bell: Bell,
    private readonly inbox: SignalInbox,
  ) {
    this.doors = new RecentDoors(hooks);
  }

  /**
   * Throws 404 for an unknown door and 401 for anything unsigned or forged. The same delivery again is
   * acknowledged without effect. What the body says is never believed: it only names where to look.
   */
  async receive(token: string, rawBody: Buffer): Promise<void> {
    const { door, reading } = await this.read(token, rawBody);
    if (!reading.ok) throw new CallerError('webhook-refused', `The webhook was refused: ${reading.reason}.`, { status: 401 });
    await failpoint('intake.before-commit');
    if (door.verifiedAt === null) await this.noteVerified(door);
    await this.store(door, reading.webhook, rawBody);
    await failpoint('intake.after-commit');
    this.bell.ring();
  }

  private async read(token: string, rawBody: Buffer): Promise<{ door: HookDoor; reading: WebhookReading }> {
    const door = leverDoor(await this.doors.find(token));
    const reading = readLeverWebhook(rawBody, door.secrets);
    if (reading.ok || reading.reason !== 'signature-wrong') return { door, reading };
    const fresh = leverDoor(await this.doors.again(token));
    return { door: fresh, reading: readLeverWebhook(rawBody, fresh.secrets) };
  }

  private async noteVerified(door: HookDoor): Promise<void> {
    await this.database.inTenant(door.tenantId, (em) => this.hooks.markVerified(em, door, this.clock.now()));
    await this.doors.again(door.token);
  }

  private async store(door: HookDoor, webhook: LeverDelivery, rawBody: Buffer): Promise<void> {
    const { opportunityId } = webhook.data;
    if (typeof opportunityId !== 'string' || !/^[\w-]{1,60}$/.test(opportunityId)) return;
    await this.inbox.store({
      tenantId: door.tenantId, source: 'lever-webhook', installationId: null, laneKey: `opportunity:${opportunityId}`, raw: rawBody,
      receivedAt: this.clock.now(), dedupeKey: `lever:${door.id}:${webhook.token}:${webhook.triggeredAt}:${webhook.event}:${opportunityId}`,
    });
  }
}

function leverDoor(door: HookDoor | null): HookDoor {
  if (door?.system !== 'lever') throw CallerError.notFound('This webhook address');
  return door;
}
