import type { Job as BullJob, Queue } from 'bull';
import { Bell } from './bell.js';
import { Coalesce } from './coalesce.js';

const COALESCE_MS = 5;

/** Bull on Redis as the bell between machines: one coalesced job, removed on completion, never a delay (D17). */
export class BullBell extends Bell {
  private readonly listeners: (() => void)[] = [];
  private readonly telling = new Coalesce(COALESCE_MS, () => this.tell());
  private stopped = false;

  constructor(private readonly queue: Queue) { super(); }

  ring(): void {
    for (const listener of this.listeners) listener();
    if (!this.stopped) this.telling.ask();
  }

  /** Never awaited: with Redis down `add` does not settle; the backstop poll carries on meanwhile. */
  private tell(): void {
    if (this.isHealthy()) this.queue.add('ring', {}, { removeOnComplete: true, removeOnFail: true }).catch(() => undefined);
  }

  onRing(listener: () => void): void { this.listeners.push(listener); }

  async start(): Promise<void> {
    this.queue.on('error', () => undefined);
    void this.queue.process('ring', 1, (_job: BullJob) => {
      for (const listener of this.listeners) listener();
      return Promise.resolve();
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.telling.stop();
    await Promise.race([this.queue.close(true), new Promise((resolve) => { setTimeout(resolve, 1_000).unref(); })]);
  }

  isHealthy(): boolean { return this.queue.client.status === 'ready'; }
}
