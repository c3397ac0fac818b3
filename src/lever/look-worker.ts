import type { EntityManager } from '@mikro-orm/postgresql';
import type { RevocationNotice } from '../connections/revocation-notice.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import type { LaneWorker } from '../ledger/claimer.js';
import type { Subscriptions } from '../ledger/facts.js';
import { finishInLane, settleLane, type LaneClaim } from '../ledger/lanes.js';
import { closedSignals } from '../ledger/signals.js';
import type { Clock } from '../sdk/clock.js';
import { CredentialRefused, SwitchedOff } from '../sdk/errors.js';
import { LeverForbidden, LeverNotFound, type LeverReads, type Opportunity } from '../sdk/lever/index.js';
import { detect, type Detection } from './detector.js';
import type { FeedConnections } from './feed-connection.js';
import { forgetGone, type Erasures } from './gone-people.js';
import { goneFrom, seenFrom } from './mirror-row.js';
import { lockMirrorRows, type ErasedPeople } from './mirror-store.js';
import { recordDetections } from './record-detection.js';

const FROZEN_LOOK_MS = 60_000;
const PREFIX = 'opportunity:';

export interface LookWorkerPorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly feeds: FeedConnections; readonly subscriptions: Subscriptions;
  readonly revocations: RevocationNotice;
  readonly erased: ErasedPeople;
  readonly erasures: Erasures;
  /** Delay before the next try of a failed look, from the failures so far; ms. */
  readonly backOffMs: (failures: number) => number;
}

/**
 * Answers all open signals of one opportunity with one look: re-reads it, compares it with the mirror under
 * a lock, and writes mirror, facts and jobs together (decisions D1). What a webhook said is never believed.
 */
export class LookWorker implements LaneWorker {
  readonly kind = 'look' as const;

  constructor(private readonly ports: LookWorkerPorts) {}

  async work(claim: LaneClaim, signal: AbortSignal): Promise<void> {
    const upTo = await this.newestSignal(claim);
    if (upTo === null || !claim.key.startsWith(PREFIX)) return this.finish(claim, upTo, async () => undefined);
    const feed = await this.ports.feeds.open(claim.tenantId, 'fact', signal);
    if (!feed) return this.later(claim, FROZEN_LOOK_MS);
    try {
      await failpoint('look.before-read');
      const opportunity = await read(feed.lever, claim.key.slice(PREFIX.length));
      await failpoint('look.after-read');
      const subscribers = await this.ports.subscriptions.subscribers(claim.tenantId);
      await this.finish(claim, upTo, async (em) => {
        const detection = await this.compare(em, claim, opportunity, feed.tellsSince);
        if (!detection) return;
        await recordDetections(em, claim.tenantId, [detection], subscribers, this.ports.clock.now());
        await forgetGone(em, claim.tenantId, detection, this.ports.erasures);
      });
      await failpoint('look.after-commit');
      this.ports.bell.ring();
    } catch (error) {
      await this.fail(claim, feed.owner, error);
    }
  }

  private async compare(em: EntityManager, claim: LaneClaim, opportunity: Opportunity | null, since: number): Promise<Detection | null> {
    const id = claim.key.slice(PREFIX.length);
    const seen = opportunity ? seenFrom(opportunity, await hiredReasons(em)) : null;
    if (seen && await this.ports.erased.isErased(em, claim.tenantId, seen.contactId)) return null;
    const before = (await lockMirrorRows(em, claim.tenantId, [id])).get(id) ?? null;
    if (seen) return detect(before, seen, this.ports.clock.now(), since);
    if (!before || before.deleted || await this.ports.erased.isErased(em, claim.tenantId, before.contactId)) return null;
    return detect(before, goneFrom(before), this.ports.clock.now(), since);
  }

  private async newestSignal(claim: LaneClaim): Promise<string | null> {
    const rows = await this.ports.database.forTenant(claim.tenantId).execute<{ id: string | null }[]>(
      'select max(id)::text as id from signal where lane_key = ? and installation_id is null and handled_at is null and not dead', [claim.key]);
    return rows[0]?.id ?? null;
  }

  private async fail(claim: LaneClaim, owner: string, error: unknown): Promise<void> {
    if (error instanceof CredentialRefused) {
      await this.later(claim, 1_000);
      return this.ports.revocations.noticeRefusal(claim.tenantId, owner, 'lever', error.message);
    }
    if (error instanceof SwitchedOff) return this.later(claim, 1_000);
    // Confidential, and this credential may not see it: nothing to tell (SH-20). A permission given later is found by polling.
    if (error instanceof LeverForbidden) return this.finish(claim, await this.newestSignal(claim), async () => undefined);
    await this.later(claim, this.ports.backOffMs(claim.failures), true);
    throw error;
  }

  private async later(claim: LaneClaim, retryInMs: number, failed = false): Promise<void> {
    await settleLane(this.ports.database, claim, [], { retryInMs, failed });
    this.ports.bell.ringIn(retryInMs);
  }

  private finish(claim: LaneClaim, upTo: string | null, work: (em: EntityManager) => Promise<void>): Promise<void> {
    const handled = upTo === null ? [] : [closedSignals(claim.tenantId, claim.key, upTo, this.ports.clock.now())];
    return finishInLane(this.ports.database, claim, work, {}, handled);
  }
}

async function read(lever: LeverReads, id: string): Promise<Opportunity | null> {
  try {
    return await lever.opportunities.get(id, { expand: ['applications'] });
  } catch (error) {
    if (error instanceof LeverNotFound) return null;
    throw error;
  }
}

export async function hiredReasons(em: EntityManager): Promise<Set<string>> {
  const rows = await em.execute<{ id: string }[]>('select id from mirror_archive_reason where hired');
  return new Set(rows.map((row) => row.id));
}
