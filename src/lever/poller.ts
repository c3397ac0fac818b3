import type { EntityManager } from '@mikro-orm/postgresql';
import type { RevocationNotice } from '../connections/revocation-notice.js';
import { within } from '../clock/within.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import { recordFact, type Subscriptions } from '../ledger/facts.js';
import { storeSignal } from '../ledger/signals.js';
import type { Clock } from '../sdk/clock.js';
import { CredentialRefused, SwitchedOff } from '../sdk/errors.js';
import { LeverForbidden, type OpportunityWith } from '../sdk/lever/index.js';
import { BackFill, PAGE_LIMIT_MS } from './back-fill.js';
import type { Feed, FeedConnections } from './feed-connection.js';
import { saveArchiveReasons, savePostings, saveStages } from './mirror-catalogue.js';
import type { ErasedPeople } from './mirror-store.js';

/** Rows can move while they are read and clocks differ: each poll looks this far back again (R6). */
const OVERLAP_MS = 5 * 60_000;
/** A poller that dies is replaced after this; a living one renews its lease while it polls. */
const LEASE_MS = 4_000;

export interface PollerPorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly feeds: FeedConnections; readonly subscriptions: Subscriptions;
  readonly revocations: RevocationNotice; readonly erased: ErasedPeople; readonly pollEveryMs: number;
}

/** Makes webhooks optional: lists what changed since the last poll and leaves a signal for each (DESIGN 3.2). */
export class Poller {
  private readonly stopping = new AbortController();

  constructor(private readonly ports: PollerPorts) {}

  /** Cuts the polls that are going on; whoever polls next begins where they were. */
  stop(): void {
    this.stopping.abort(new Error('The process is stopping.'));
  }

  /** Polls every tenant whose time has come; each by one process at a time. Answers how many were polled. */
  async tick(): Promise<number> {
    const due = await this.ports.database.inRunner((em) => em.execute<{ tenant_id: string }[]>(
      `update mirror_feed set locked_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1_000})
       where tenant_id in (select tenant_id from mirror_feed where connection_id is not null and next_poll_at <= to_timestamp(? / 1000.0)
         and locked_until <= clock_timestamp() for update skip locked limit 20) returning tenant_id`, [this.ports.clock.now()]));
    await Promise.all(due.map((row) => this.pollTenant(row.tenant_id)));
    return due.length;
  }

  private async pollTenant(tenantId: string): Promise<void> {
    const startedAt = this.ports.clock.now();
    const feed = await this.ports.feeds.open(tenantId, 'bulk', this.stopping.signal);
    let problem: string | null = null;
    const renewing = setInterval(() => { void this.renew(tenantId).catch(() => undefined); }, LEASE_MS / 4);
    try {
      if (feed) await this.poll(tenantId, feed, startedAt);
    } catch (error) {
      problem = error instanceof Error ? error.name : 'failure';
      if (feed && error instanceof CredentialRefused) await this.ports.revocations.noticeRefusal(tenantId, feed.owner, 'lever', error.message);
      else if (!(error instanceof SwitchedOff) && !this.stopping.signal.aborted) throw error;
    } finally {
      clearInterval(renewing);
      await this.ports.database.inRunner((em) => em.execute(
        `update mirror_feed set locked_until = '-infinity', last_error = ?, next_poll_at = to_timestamp(? / 1000.0),
           last_polled_at = case when ?::text is null then to_timestamp(? / 1000.0) else last_polled_at end where tenant_id = ?`,
        [problem, startedAt + this.ports.pollEveryMs, problem, startedAt, tenantId]));
      this.ports.bell.ring();
    }
  }

  private async poll(tenantId: string, feed: Feed, startedAt: number): Promise<void> {
    await this.refreshCatalogue(tenantId, feed);
    if (!feed.baselineDone) return new BackFill(tenantId, feed, this.ports).run();
    const since = Math.max(0, feed.highWaterMark - OVERLAP_MS);
    await eachPage(feed.lever.opportunities.list({ updatedAtStart: since }).pages(),
      (page) => this.inTenant(tenantId, (em) => this.signalChanged(em, tenantId, page.rows, startedAt)));
    await eachPage(feed.lever.opportunities.listDeleted({ deletedAtStart: since }).pages(),
      (page) => this.inTenant(tenantId, (em) => this.signalDeleted(em, tenantId, page.rows.map((row) => row.id), startedAt)));
    await this.inTenant(tenantId, (em) => em.execute('update mirror_feed set high_water_mark = ? where tenant_id = ?', [startedAt, tenantId]));
  }

  private async refreshCatalogue(tenantId: string, feed: Feed): Promise<void> {
    // One after another: when the first is refused, none is left running behind.
    const stages = await feed.lever.stages.list().toArray();
    const reasons = await allowed(feed.lever.archiveReasons.list().toArray());
    const postings = await feed.lever.postings.list().toArray();
    const subscribers = await this.ports.subscriptions.subscribers(tenantId);
    await this.inTenant(tenantId, async (em) => {
      const now = this.ports.clock.now();
      await saveStages(em, tenantId, stages);
      if (reasons) await saveArchiveReasons(em, tenantId, reasons);
      const facts = await savePostings(em, tenantId, postings, now, feed.tellsSince);
      for (const fact of facts) await recordFact(em, tenantId, fact, null, subscribers, now);
    });
  }

  private async signalChanged(em: EntityManager, tenantId: string, rows: readonly OpportunityWith<never>[], now: number): Promise<void> {
    const known = await em.execute<{ id: string; updated_at: string | null }[]>(
      'select id, updated_at from mirror_opportunity where id = any(?::text[])', [`{${rows.map((row) => row.id).join(',')}}`]);
    const seenAt = new Map(known.map((row) => [row.id, row.updated_at === null ? null : Number(row.updated_at)]));
    // In the order in which arriving groups lock their lanes, so that neither waits for the other for ever.
    for (const row of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      if (seenAt.has(row.id) && seenAt.get(row.id) === row.updatedAt) continue;
      await storeSignal(em, {
        tenantId, source: 'lever-poll', installationId: null, laneKey: `opportunity:${row.id}`, raw: null, receivedAt: now,
        dedupeKey: row.updatedAt === null ? null : `poll:${row.id}:${row.updatedAt}`,
      });
    }
  }

  private async signalDeleted(em: EntityManager, tenantId: string, ids: readonly string[], now: number): Promise<void> {
    for (const id of ids.toSorted()) {
      await storeSignal(em, {
        tenantId, source: 'lever-poll', installationId: null, laneKey: `opportunity:${id}`, raw: null, receivedAt: now, dedupeKey: `deleted:${id}`,
      });
    }
  }

  private renew(tenantId: string): Promise<unknown> {
    return this.ports.database.inRunner((em) => em.execute(
      `update mirror_feed set locked_until = clock_timestamp() + make_interval(secs => ${LEASE_MS / 1_000}) where tenant_id = ?`, [tenantId]));
  }

  private inTenant<T>(tenantId: string, work: (em: EntityManager) => Promise<T>): Promise<T> {
    return this.ports.database.inTenant(tenantId, work);
  }
}

/** One page after the other, each within its time; the next one is on its way while one is stored. */
async function eachPage<P>(pages: AsyncIterable<P>, handle: (page: P) => Promise<void>): Promise<void> {
  const iterator = pages[Symbol.asyncIterator]();
  let coming = iterator.next();
  const step = async (): Promise<boolean> => {
    const next = await coming;
    if (next.done) return false;
    coming = iterator.next();
    // Its failure counts when its turn comes; nobody waits for it when this page fails first.
    coming.catch(() => undefined);
    await failpoint('poll.page-read');
    await handle(next.value);
    return true;
  };
  while (await within(PAGE_LIMIT_MS, 'Reading a page of Lever', step()));
}

/** Some vendors' keys may not read archive reasons: what is known of them then stays as it is. */
async function allowed<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof LeverForbidden) return null;
    throw error;
  }
}
