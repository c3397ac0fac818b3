import type { SandboxClock } from './clock.js';
import { defaultRetryGapsMs, type Delivery, type DeliveryRequest, type RenderedDelivery, type SenderSwitches }
  from './delivery.js';
import type { PendingWork } from './pending-work.js';
import { SeededRandom } from './seeded-random.js';

export type { Delivery, DeliveryAttempt, DeliveryRequest, DeliveryState, RenderedDelivery, SenderSwitches } from './delivery.js';

export interface SignedSenderOptions {
  readonly clock: SandboxClock;
  /** Waits before the second and later attempts, on the business clock; 1 m, 5 m, 30 m, 2 h, 8 h when absent. */
  readonly gapsMs?: readonly number[];
  /** Multiplies the gaps; 0.001 turns a minute into 60 ms. */
  readonly factor?: number;
  readonly timeoutMs?: number;
  /** Which answers count as delivered; any 2xx when absent. */
  readonly accepts?: (status: number) => boolean;
  readonly concurrency?: number;
  readonly seed?: number;
  readonly reorderWithinMs?: number;
  readonly switches?: Partial<SenderSwitches>;
}

interface Job {
  readonly delivery: Delivery;
  readonly render: DeliveryRequest['render'];
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
const longestTimerMs = 60_000;
const keptDeliveries = 10_000;

/** Delivers webhooks: retries on the sandbox clock, and shows the misbehaviour real senders have when asked to. */
export class SignedSender {
  readonly switches: SenderSwitches;
  private readonly jobs = new Map<string, Job>();
  private readonly waiting = new Set<Job>();
  private readonly random: SeededRandom;
  private readonly gaps: readonly number[];
  private readonly stopWatching: () => void;
  private timer: NodeJS.Timeout | null = null;
  private sending = 0;
  private closed = false;

  constructor(private readonly options: SignedSenderOptions) {
    this.random = new SeededRandom(options.seed ?? 1);
    this.gaps = (options.gapsMs ?? defaultRetryGapsMs).map((gap) => gap * (options.factor ?? 1));
    this.switches = { duplicate: 0, reorder: 0, drop: 0, paused: false, ...options.switches };
    this.stopWatching = options.clock.onChange(() => this.pump());
  }

  enqueue(request: DeliveryRequest): Delivery {
    const job = this.add(request);
    if (this.random.chance(this.switches.drop)) job.delivery.state = 'dropped';
    else this.waiting.add(job);
    if (this.random.chance(this.switches.reorder)) {
      job.delivery.dueAt += 1 + this.random.below(this.options.reorderWithinMs ?? 2000);
    }
    if (this.random.chance(this.switches.duplicate)) this.waiting.add(this.add(request));
    this.pump();
    return job.delivery;
  }

  setSwitches(change: Partial<SenderSwitches>): SenderSwitches {
    Object.assign(this.switches, change);
    this.pump();
    return this.switches;
  }

  /** Sends a recorded delivery again, whatever became of it. */
  rerun(id: string): Delivery | undefined {
    const job = this.jobs.get(id);
    if (job === undefined || job.delivery.state === 'sending') return undefined;
    job.delivery.state = 'waiting';
    job.delivery.dueAt = this.options.clock.now();
    this.waiting.add(job);
    this.pump();
    return job.delivery;
  }

  list(): Delivery[] {
    return [...this.jobs.values()].map((job) => job.delivery);
  }

  pendingWork(): PendingWork {
    const nowMs = this.options.clock.now();
    const waiting = [...this.waiting].map((job) => job.delivery.dueAt);
    const later = waiting.filter((dueAt) => dueAt > nowMs);
    return { pending: this.sending + waiting.length - later.length, nextDueAt: later.length === 0 ? null : Math.min(...later) };
  }

  close(): void {
    this.closed = true;
    this.stopWatching();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private add(request: DeliveryRequest): Job {
    const nowMs = this.options.clock.now();
    const delivery: Delivery = {
      id: this.random.uuid(), url: request.url, event: request.event, subscription: request.subscription ?? null,
      createdAt: nowMs, dueAt: nowMs, state: 'waiting', attempts: [],
    };
    const job: Job = { delivery, render: request.render };
    this.jobs.set(delivery.id, job);
    this.forgetOldest();
    return job;
  }

  private forgetOldest(): void {
    if (this.jobs.size <= keptDeliveries) return;
    const oldest = this.jobs.entries().next();
    if (!oldest.done && !this.waiting.has(oldest.value[1])) this.jobs.delete(oldest.value[0]);
  }

  private pump(): void {
    if (this.closed || this.switches.paused) return;
    const nowMs = this.options.clock.now();
    let nextDueAt = Number.POSITIVE_INFINITY;
    for (const job of this.waiting) {
      if (job.delivery.dueAt > nowMs) nextDueAt = Math.min(nextDueAt, job.delivery.dueAt);
      else if (this.sending < (this.options.concurrency ?? 8)) void this.send(job);
    }
    this.wakeAt(nextDueAt, nowMs);
  }

  private wakeAt(dueAt: number, nowMs: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!Number.isFinite(dueAt)) return;
    this.timer = setTimeout(() => this.pump(), Math.min(Math.max(dueAt - nowMs, 1), longestTimerMs));
    this.timer.unref();
  }

  private async send(job: Job): Promise<void> {
    const { delivery } = job;
    delivery.state = 'sending';
    this.waiting.delete(job);
    this.sending += 1;
    const rendered = job.render(delivery.attempts.length + 1, this.options.clock.now());
    const outcome = await this.post(delivery.url, rendered);
    this.sending -= 1;
    const at = this.options.clock.now();
    delivery.attempts.push({ at, ...outcome });
    this.settle(job, outcome.status, at);
    this.pump();
  }

  private settle(job: Job, status: number | null, at: number): void {
    const { delivery } = job;
    if (status !== null && (this.options.accepts ?? isSuccess)(status)) {
      delivery.state = 'delivered';
      return;
    }
    const gap = this.gaps[delivery.attempts.length - 1];
    delivery.state = gap === undefined ? 'failed' : 'waiting';
    if (gap === undefined) return;
    delivery.dueAt = at + gap;
    this.waiting.add(job);
  }

  private async post(url: string, rendered: RenderedDelivery): Promise<{ status: number | null; error: string | null }> {
    try {
      const response = await fetch(url, {
        method: 'POST', body: rendered.body, headers: rendered.headers, redirect: 'manual',
        signal: AbortSignal.timeout(this.options.timeoutMs ?? 10_000),
      });
      await response.arrayBuffer();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
    }
  }
}
