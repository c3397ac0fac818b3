import type { EntityManager } from '@mikro-orm/postgresql';
import type { HookDoor, Hooks } from '../connections/hooks.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import { storeSignal } from '../ledger/signals.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import { readLeverWebhook, type LeverDelivery } from './client/webhook-signature.js';

/** Takes Lever's webhooks in: signature checked, stored, committed, and only then acknowledged (G1). */
export class LeverIntake {
  constructor(
    private readonly database: Database, private readonly hooks: Hooks, private readonly clock: Clock, private readonly bell: Bell,
  ) {}

  /**
   * Throws 404 for an unknown door and 401 for anything unsigned or forged. The same delivery again is
   * acknowledged without effect. What the body says is never believed: it only names where to look.
   */
  async receive(token: string, rawBody: Buffer): Promise<void> {
    const door = await this.hooks.find(token);
    if (door?.system !== 'lever') throw CallerError.notFound('This webhook address');
    const reading = readLeverWebhook(rawBody, door.secrets);
    if (!reading.ok) throw new CallerError('webhook-refused', `The webhook was refused: ${reading.reason}.`, { status: 401 });
    await failpoint('intake.before-commit');
    await this.database.inTenant(door.tenantId, async (em) => {
      if (door.verifiedAt === null) await this.hooks.markVerified(em, door, this.clock.now());
      await this.store(em, door, reading.webhook, rawBody);
    });
    await failpoint('intake.after-commit');
    this.bell.ring();
  }

  private async store(em: EntityManager, door: HookDoor, webhook: LeverDelivery, rawBody: Buffer): Promise<void> {
    const { opportunityId } = webhook.data;
    if (typeof opportunityId !== 'string' || !/^[\w-]{1,60}$/.test(opportunityId)) return;
    await storeSignal(em, {
      tenantId: door.tenantId, source: 'lever-webhook', installationId: null, laneKey: `opportunity:${opportunityId}`, raw: rawBody,
      receivedAt: this.clock.now(), dedupeKey: `lever:${door.id}:${webhook.token}:${webhook.triggeredAt}:${webhook.event}:${opportunityId}`,
    });
  }
}
