import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import type { LaneWorker } from '../ledger/claimer.js';
import { enqueuedJobs, type JobInput } from '../ledger/jobs.js';
import { settleLane, type LaneClaim, type Statement } from '../ledger/lanes.js';
import { isAboutData } from '../ledger/signal-inbox.js';
import type { Clock } from '../sdk/clock.js';
import { StaleFence } from '../sdk/errors.js';
import type { VendorEvent } from '../sdk/webhooks.js';
import type { Catalogue } from './catalogue.js';
import { describeError } from './failure.js';
import { INSTALLATION_COLUMNS, installationFrom, type InstallationRow, type InstallationView } from './installation-view.js';

type Reading = { readonly events: readonly VendorEvent[] } | { readonly reason: string };
interface Delivery { readonly id: string; readonly raw: Buffer | null; readonly view: InstallationView }

/** Deliveries of one lane that are settled in one transaction. */
const TOGETHER = 50;

export interface InboxWorkerPorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly catalogue: Catalogue;
}

/** Turns stored vendor deliveries into one job for each event in them; the same event id twice makes one job (SH-13). */
export class InboxWorker implements LaneWorker {
  readonly kind = 'inbox' as const;

  constructor(private readonly ports: InboxWorkerPorts) {}

  async work(claim: LaneClaim): Promise<void> {
    const deliveries = await this.read(claim);
    try {
      await this.settle(claim, deliveries);
    } catch (error) {
      const [first] = deliveries;
      if (!first || error instanceof StaleFence) throw error;
      await this.settleAlone(claim, first);
    }
    this.ports.bell.ring();
  }

  /** One that cannot be stored holds up neither those before it nor those behind. */
  private async settleAlone(claim: LaneClaim, delivery: Delivery): Promise<void> {
    try {
      await this.settle(claim, [delivery]);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      await settleLane(this.ports.database, claim, this.outcome([{ delivery, reading: { reason: 'its events cannot be stored' } }]));
    }
  }

  /** The oldest open deliveries with their installation, in one statement. */
  private async read(claim: LaneClaim): Promise<Delivery[]> {
    const rows = await this.ports.database.forTenant(claim.tenantId).execute<(InstallationRow & { id: string; raw: Buffer | null })[]>(
      `select d.id, d.raw, ${INSTALLATION_COLUMNS} from signal d join installation i on i.id = d.installation_id
       left join settings_revision s on s.installation_id = i.id and s.revision = i.settings_revision
       where d.lane_key = ? and d.installation_id = ? and d.handled_at is null and not d.dead order by d.id limit ${TOGETHER}`, [claim.key, claim.scope]);
    return rows.map((row) => ({ id: row.id, raw: row.raw, view: installationFrom(row, claim) }));
  }

  private async settle(claim: LaneClaim, deliveries: readonly Delivery[]): Promise<void> {
    const readings = deliveries.map((delivery) => ({ delivery, reading: this.parse(delivery) }));
    await failpoint('inbox.before-commit');
    await settleLane(this.ports.database, claim, this.outcome(readings));
    await failpoint('inbox.after-commit');
  }

  /** A delivery that cannot be read is kept as a dead letter with its cause, never dropped (G8). */
  private parse({ view, raw }: Delivery): Reading {
    const webhooks = this.ports.catalogue.find(view.integrationKey)?.provider.webhooks;
    if (!webhooks) return { reason: 'the integration takes no vendor webhooks' };
    try {
      return { events: webhooks.parse(raw ?? Buffer.alloc(0)) };
    } catch (error) {
      return { reason: describeError(error) };
    }
  }

  /** A job for each event, and each delivery handled or dead. */
  private outcome(readings: readonly { delivery: Delivery; reading: Reading }[]): Statement[] {
    const now = this.ports.clock.now();
    const jobs: JobInput[] = [];
    const handled: string[] = [];
    const dead: Statement[] = [];
    for (const { delivery: { id, view }, reading } of readings) {
      if ('events' in reading) {
        jobs.push(...this.jobsOf(view, reading.events, now));
        handled.push(id);
      } else {
        dead.push({ sql: 'update signal set dead = true, last_error = ? where id = ?', params: [reading.reason, id] });
      }
    }
    return [
      ...(jobs.length > 0 ? [enqueuedJobs(jobs)] : []), ...dead,
      { sql: 'update signal set handled_at = to_timestamp(? / 1000.0), raw = null where id = any(?::bigint[])', params: [now, `{${handled.join(',')}}`] },
    ];
  }

  private jobsOf(view: InstallationView, events: readonly VendorEvent[], now: number): JobInput[] {
    const known = this.ports.catalogue.find(view.integrationKey)?.provider.webhooks?.handlers ?? {};
    return events.filter((event) => known[event.type]).map((event) => ({
      tenantId: view.tenantId, installationId: view.id, integrationKey: view.integrationKey, kind: 'event', name: event.type, uniqueKey: event.id,
      laneKey: event.lane, opportunityId: event.lane.startsWith('opportunity:') ? event.lane.slice('opportunity:'.length) : null, payload: event,
      factId: null, depth: 0, dueAt: now, epoch: view.epoch, settingsRevision: view.settingsRevision, createdAt: now,
    }));
  }
}
