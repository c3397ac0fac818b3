import type { BusinessClock } from '../clock/business-clock.js';
import { monotonicNow } from '../clock/system-clock.js';
import { within } from '../clock/within.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import { PatchbayError, StaleFence } from '../sdk/errors.js';
import type { Bell } from './bell.js';
import { claimLanes, renewLanes, returnLane, type LaneClaim, type LaneKind } from './lanes.js';

/** Serves one kind of lane: does one piece of work and gives the lane back in the same transaction. */
export interface LaneWorker {
  readonly kind: LaneKind;
  /** It cuts its own work in time; otherwise the claimer gives a lane up that is held longer than `holdMs`. */
  readonly cutsItself?: boolean;
  /** Ends by releasing the lane; aborts at `signal`. Throws only what its own failure path could not settle. */
  work(claim: LaneClaim, signal: AbortSignal): Promise<void>;
}

export interface ClaimerOptions {
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly holdMs: number;
  readonly pollMs: number;
  /** Gets what a worker could not settle; the lane comes back when its lease ends. */
  readonly onError: (error: unknown, claim: LaneClaim | null) => void;
}

interface Running { readonly claim: LaneClaim; readonly abort: AbortController; readonly done: Promise<void>; readonly until: number }

/** With nearly all hands busy, places that become free are gathered for so long: one claim then fills several. */
const GATHER_MS = 3;

/** Of a claim, what one tenant may get. */
const shareOf = (room: number): number => Math.max(1, Math.ceil(room / 2));

/** The one claimer: takes due lanes from the ledger and hands them to the worker of their kind (DESIGN 3.1). */
export class Claimer {
  private readonly workers = new Map<LaneKind, LaneWorker>();
  private readonly running = new Map<string, Running>();
  private pass: Promise<void> | null = null;
  private again = false;
  private stopping = false;
  private poll: NodeJS.Timeout | null = null;
  private renew: NodeJS.Timeout | null = null;
  private gathering: NodeJS.Timeout | null = null;
  private soon: NodeJS.Immediate | null = null;
  private salt = 0;

  constructor(
    private readonly database: Database, private readonly clock: BusinessClock, private readonly bell: Bell,
    private readonly options: ClaimerOptions,
  ) {}

  register(worker: LaneWorker): void { this.workers.set(worker.kind, worker); }

  start(): void {
    this.stopping = false;
    this.bell.onRing(() => this.wake());
    this.poll = setInterval(() => this.wake(), this.options.pollMs);
    this.renew = setInterval(() => { void this.renewAll(); }, this.options.leaseMs / 3);
    this.wake();
  }

  /** Lets running work end (at most `graceMs`), then aborts it; its lanes come back after their lease. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    if (this.poll) clearInterval(this.poll);
    if (this.gathering) clearTimeout(this.gathering);
    if (this.soon) clearImmediate(this.soon);
    await this.pass;
    const all = Promise.all([...this.running.values()].map((entry) => entry.done));
    await Promise.race([all, new Promise((resolve) => { setTimeout(resolve, graceMs).unref(); })]);
    for (const entry of this.running.values()) entry.abort.abort(new Error('The process is stopping.'));
    await Promise.race([all, new Promise((resolve) => { setTimeout(resolve, 1_000).unref(); })]);
    if (this.renew) clearInterval(this.renew);
  }

  /** Number of lanes this process works on now. */
  get inFlight(): number { return this.running.size; }

  wake(): void {
    if (this.stopping || this.gathering || this.soon) return;
    this.again = true;
    if (this.pass) return;
    if (this.room < this.options.concurrency / 4) this.gathering = setTimeout(() => { this.gathering = null; this.claimNow(); }, GATHER_MS);
    // A piece of work that ends rings the bell and frees its place: one claim for both.
    else this.soon = setImmediate(() => { this.soon = null; this.claimNow(); });
  }

  /** One tenant, however much it has to do, leaves a quarter of the hands to all others (D10). */
  private get tenantCap(): number { return Math.max(1, Math.floor(this.options.concurrency * 3 / 4)); }

  private busyTenants(): ReadonlyMap<string, number> {
    const busy = new Map<string, number>();
    for (const { claim } of this.running.values()) busy.set(claim.tenantId, (busy.get(claim.tenantId) ?? 0) + 1);
    return busy;
  }

  private get room(): number { return this.options.concurrency - this.running.size; }

  private claimNow(): void {
    if (this.stopping) return;
    this.pass ??= this.claimUntilEmpty().finally(() => { this.pass = null; if (this.again) this.wake(); });
  }

  private async claimUntilEmpty(): Promise<void> {
    while (this.again && !this.stopping) {
      this.again = false;
      const { room } = this;
      if (room <= 0) return;
      try {
        const claims = await within(this.options.leaseMs, 'Claiming work', this.claim(room));
        for (const claim of claims) this.run(claim);
        // Less than one tenant's share: nothing was left behind.
        if (claims.length >= shareOf(room)) this.again = true;
      } catch (error) {
        this.options.onError(error, null);
        return;
      }
    }
  }

  private async claim(room: number): Promise<LaneClaim[]> {
    await this.clock.refresh();
    const claims = await claimLanes(this.database, {
      businessNow: this.clock.now(), batch: room, perTenant: shareOf(room), atMost: this.tenantCap, busy: this.busyTenants(),
      leaseMs: this.options.leaseMs, salt: this.salt++,
    });
    await failpoint('claimer.claimed');
    return claims;
  }

  private run(claim: LaneClaim): void {
    const worker = this.workers.get(claim.kind);
    if (!worker || this.stopping) { void returnLane(this.database, claim).catch((error: unknown) => this.options.onError(error, claim)); return; }
    const abort = new AbortController();
    const done = worker.work(claim, abort.signal)
      .catch((error: unknown) => { if (!(error instanceof StaleFence)) this.options.onError(error, claim); })
      .finally(() => { if (this.running.get(claim.id)?.abort === abort) this.running.delete(claim.id); this.wake(); });
    const until = worker.cutsItself ? Infinity : monotonicNow() + this.options.holdMs;
    this.running.set(claim.id, { claim, abort, done, until });
  }

  private async renewAll(): Promise<void> {
    for (const entry of [...this.running.values()]) if (monotonicNow() > entry.until) this.giveUp(entry);
    const entries = [...this.running.values()];
    if (entries.length === 0) return;
    try {
      const held = await renewLanes(this.database, entries.map((entry) => entry.claim), this.options.leaseMs);
      for (const entry of entries) if (!held.has(entry.claim.id)) entry.abort.abort(new StaleFence());
    } catch (error) {
      this.options.onError(error, null);
    }
  }

  /** Its lease runs out and another worker takes the lane; what this one still commits fails on the fence. */
  private giveUp({ claim, abort }: Running): void {
    const error = new PatchbayError('timed-out', 'ours', `A lane of kind ${claim.kind} was held too long.`);
    this.running.delete(claim.id);
    abort.abort(error);
    this.options.onError(error, claim);
    this.wake();
  }
}
