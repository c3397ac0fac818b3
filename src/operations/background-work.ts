import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { AuditSequencer } from '../audit/audit-sequencer.js';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import { MessageSender } from '../messaging/message-sender.js';
import { ErasureService } from './erasure/erasure.service.js';
import { InvariantMonitor } from './invariants/invariant-monitor.js';
import { Metrics } from './metrics/metrics.js';
import { RetentionService } from './retention/retention.service.js';

const SEQUENCER_MS = 2_000;
const MESSAGES_MS = 1_000;
const ERASURES_MS = 15_000;
const RETENTION_MS = 60_000;
const INVARIANTS_MS = 60_000;
const DAY_MS = 86_400_000;
/** 03:00 UTC, business time. */
const NIGHT_MS = 3 * 3_600_000;

/** The core's own housekeeping, in processes that work; each kind runs one at a time. */
@Injectable()
export class BackgroundWork implements BeforeApplicationShutdown {
  private readonly logger = new Logger('background');
  private readonly running = new Map<string, Promise<void>>();
  private readonly failures;
  private isStopped = false;
  private lastPurgedNight = -1;

  constructor(
    @Inject(CONFIG) private readonly config: AppConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sequencer: AuditSequencer,
    private readonly sender: MessageSender,
    private readonly erasures: ErasureService,
    private readonly retention: RetentionService,
    private readonly invariants: InvariantMonitor,
    metrics: Metrics,
  ) {
    this.failures = metrics.counter({
      name: 'patchbay_background_failures_total', help: 'Runs of housekeeping that ended with an error.', labels: ['task'],
    });
  }

  @Interval(SEQUENCER_MS)
  sealAudit(): Promise<void> {
    return this.alone('audit', () => this.sequencer.run());
  }

  @Interval(MESSAGES_MS)
  sendMessages(): Promise<void> {
    return this.alone('messages', () => this.sender.sendDue());
  }

  @Interval(ERASURES_MS)
  resumeErasures(): Promise<void> {
    return this.alone('erasures', () => this.erasures.resume());
  }

  @Interval(INVARIANTS_MS)
  checkInvariants(): Promise<void> {
    return this.alone('invariants', () => this.invariants.check());
  }

  /** Once a night of business time; also soon after a start later in the day, which costs a few empty deletes. */
  @Interval(RETENTION_MS)
  purgeExpired(): Promise<void> {
    return this.alone('retention', async () => {
      const now = this.clock.now();
      const night = Math.floor((now - NIGHT_MS) / DAY_MS);
      if (night <= this.lastPurgedNight) return;
      const { rows } = await this.retention.purge(now, { dryRun: false });
      this.lastPurgedNight = night;
      this.logger.log({ event: 'retention.purged', count: Object.values(rows).reduce((sum, count) => sum + count, 0) });
    });
  }

  /** Lets what runs come to its end, so that nothing is cut in the middle of a mail. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.running.values());
  }

  private async alone(task: string, work: () => Promise<unknown>): Promise<void> {
    if (this.config.role === 'web' || this.isStopped || this.running.has(task)) return;
    const run = work().then(() => undefined, (error: unknown) => {
      this.failures.inc({ task });
      this.logger.error({ event: 'background.failed', task, error });
    });
    this.running.set(task, run);
    await run;
    this.running.delete(task);
  }
}
