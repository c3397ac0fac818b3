import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { Bell } from '../ledger/bell.js';
import { StructuredLog } from '../operations/log/structured-log.js';
import type { Engine } from './engine.js';

/** Injection token of the process's `Engine`. */
export const ENGINE = Symbol('patchbay:engine');

const TICK_MS = 1_000;
const GRACE_MS = 10_000;

/** Starts and stops the workers of a process and gives schedules and polling their second (decisions D18). */
@Injectable()
export class Ticker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly running = new Map<string, Promise<void>>();
  private isStopped = false;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine, @Inject(CONFIG) private readonly config: AppConfig,
    private readonly bell: Bell, private readonly log: StructuredLog,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.bell.start();
    if (this.works) this.engine.claimer.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.engine.poller.stop();
    await Promise.all(this.running.values());
    if (this.works) await this.engine.claimer.stop(GRACE_MS);
    await this.bell.stop();
  }

  @Interval(TICK_MS)
  schedules(): Promise<void> { return this.alone('schedules', () => this.engine.schedules.tick()); }

  @Interval(TICK_MS)
  poll(): Promise<void> { return this.alone('poll', () => this.engine.poller.tick()); }

  private get works(): boolean { return this.config.role !== 'web'; }

  private async alone(task: string, work: () => Promise<unknown>): Promise<void> {
    if (!this.works || this.isStopped || this.running.has(task)) return;
    const run = work().then(() => undefined, (error: unknown) => { this.log.error('tick.failed', error, { task }); });
    this.running.set(task, run);
    await run;
    this.running.delete(task);
  }
}
