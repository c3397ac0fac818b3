import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import type { LaneWorker } from '../ledger/claimer.js';
import { enqueueJob } from '../ledger/jobs.js';
import { holdLane, releaseLane, type LaneClaim } from '../ledger/lanes.js';
import type { Clock } from '../sdk/clock.js';
import type { VendorEvent } from '../sdk/webhooks.js';
import type { Catalogue } from './catalogue.js';
import { describeError } from './failure.js';
import type { InstallationDirectory } from './installation-directory.js';
import type { InstallationView } from './installation-view.js';

type Reading = { readonly events: readonly VendorEvent[] } | { readonly reason: string };
interface Delivery { id: string; raw: Buffer | null }

export interface InboxWorkerPorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly catalogue: Catalogue; readonly directory: InstallationDirectory;
}

/** Turns a stored vendor delivery into one job for each event in it; the same event id twice makes one job (SH-13). */
export class InboxWorker implements LaneWorker {
  readonly kind = 'inbox' as const;

  constructor(private readonly ports: InboxWorkerPorts) {}

  async work(claim: LaneClaim): Promise<void> {
    const rows = await this.ports.database.forTenant(claim.tenantId).execute<Delivery[]>(
      'select id, raw from signal where lane_key = ? and installation_id = ? and handled_at is null and not dead order by id limit 1', [claim.key, claim.scope]);
    const delivery = rows[0];
    const view = await this.ports.directory.view(claim.tenantId, claim.scope);
    const reading: Reading = delivery && view ? this.parse(view, delivery) : { events: [] };
    await failpoint('inbox.before-commit');
    await this.ports.database.inTenant(claim.tenantId, async (em) => {
      await holdLane(em, claim);
      if (delivery && view && 'events' in reading) await this.accept(em, view, delivery, reading.events);
      if (delivery && 'reason' in reading) await em.execute('update signal set dead = true, last_error = ? where id = ?', [reading.reason, delivery.id]);
      await releaseLane(em, claim);
    });
    await failpoint('inbox.after-commit');
    this.ports.bell.ring();
  }

  /** A delivery that cannot be read is kept as a dead letter with its cause, never dropped (G8). */
  private parse(view: InstallationView, delivery: Delivery): Reading {
    const webhooks = this.ports.catalogue.find(view.integrationKey)?.provider.webhooks;
    if (!webhooks) return { reason: 'the integration takes no vendor webhooks' };
    try {
      return { events: webhooks.parse(delivery.raw ?? Buffer.alloc(0)) };
    } catch (error) {
      return { reason: describeError(error) };
    }
  }

  private async accept(em: EntityManager, view: InstallationView, delivery: Delivery, events: readonly VendorEvent[]): Promise<void> {
    const now = this.ports.clock.now();
    const known = this.ports.catalogue.find(view.integrationKey)?.provider.webhooks?.handlers ?? {};
    for (const event of events) {
      if (!known[event.type]) continue;
      await enqueueJob(em, {
        tenantId: view.tenantId, installationId: view.id, integrationKey: view.integrationKey, kind: 'event', name: event.type, uniqueKey: event.id,
        laneKey: event.lane, opportunityId: event.lane.startsWith('opportunity:') ? event.lane.slice('opportunity:'.length) : null, payload: event,
        factId: null, depth: 0, dueAt: now, epoch: view.epoch, settingsRevision: view.settingsRevision, createdAt: now,
      });
    }
    await em.execute('update signal set handled_at = to_timestamp(? / 1000.0), raw = null where id = ?', [now, delivery.id]);
  }
}
