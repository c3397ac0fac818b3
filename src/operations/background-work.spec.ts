import { describe, expect, it } from '@jest/globals';
import type { AppConfig } from '../../config/app-config.js';
import type { AuditSequencer } from '../audit/audit-sequencer.js';
import type { MessageSender } from '../messaging/message-sender.js';
import { BackgroundWork } from './background-work.js';
import type { ErasureService } from './erasure/erasure.service.js';
import type { InvariantMonitor } from './invariants/invariant-monitor.js';
import { Metrics } from './metrics/metrics.js';
import type { RetentionService } from './retention/retention.service.js';

const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 0, 5);

function background(role: AppConfig['role'], run: () => Promise<unknown> = () => Promise.resolve()) {
  const clock = { at: MIDNIGHT, now: () => clock.at };
  const purges: number[] = [];
  const metrics = new Metrics();
  const work = new BackgroundWork(
    { role } as AppConfig, clock, { run } as unknown as AuditSequencer, { sendDue: run } as unknown as MessageSender,
    { resume: run } as unknown as ErasureService,
    { purge: (now: number) => { purges.push(now); return Promise.resolve({ dryRun: false, rows: {} }); } } as unknown as RetentionService,
    { check: run } as unknown as InvariantMonitor, metrics);
  return { work, clock, purges, metrics };
}

describe('housekeeping', () => {
  it('runs each kind one at a time and waits for it at the end', async () => {
    let running = 0;
    let runs = 0;
    let finish: () => void = () => undefined;
    const { work } = background('worker', async () => {
      running += 1;
      runs += 1;
      await new Promise<void>((resolve) => { finish = resolve; });
      running -= 1;
    });
    void work.sealAudit();
    await work.sealAudit();
    expect([running, runs]).toEqual([1, 1]);
    const end = work.beforeApplicationShutdown();
    finish();
    await end;
    expect(running).toBe(0);
    await work.sealAudit();
    expect(runs).toBe(1);
  });

  it('is not the business of a process that only answers the web', async () => {
    let runs = 0;
    const { work, purges } = background('web', async () => { runs += 1; });
    await Promise.all([work.sealAudit(), work.sendMessages(), work.resumeErasures(), work.purgeExpired()]);
    expect([runs, purges.length]).toEqual([0, 0]);
  });

  it('counts a failure and goes on', async () => {
    let runs = 0;
    const { work, metrics } = background('both', async () => { runs += 1; throw new TypeError('broken'); });
    await work.sendMessages();
    await work.sendMessages();
    expect(runs).toBe(2);
    expect(await metrics.registry.metrics()).toContain('patchbay_background_failures_total{task="messages"} 2');
  });

  it('purges once a night of business time', async () => {
    const { work, clock, purges } = background('both');
    for (const at of [0, 1, 2, 3, 4, 20, 24, 26.9, 27, 30, 51]) {
      clock.at = MIDNIGHT + at * HOUR;
      await work.purgeExpired();
    }
    expect(purges.map((at) => (at - MIDNIGHT) / HOUR)).toEqual([0, 3, 27, 51]);
  });
});
