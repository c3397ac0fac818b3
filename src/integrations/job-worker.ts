import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditTrail } from '../audit/audit-trail.js';
import { Deadline } from '../clock/deadline.js';
import type { Connections } from '../connections/connections.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import type { LaneWorker } from '../ledger/claimer.js';
import { finishedJob, triedJob } from '../ledger/jobs.js';
import { finishInLane, holdLane, settleLane, type LaneClaim, type Statement } from '../ledger/lanes.js';
import { DEATHS, isPoison } from '../ledger/retry-policy.js';
import type { Messages } from '../messaging/messages.js';
import type { ErasureService } from '../operations/erasure/erasure.service.js';
import type { PeopleSearch } from '../people/people-search.js';
import type { Clock } from '../sdk/clock.js';
import type { HandlerContext, UnitOfWork } from '../sdk/context.js';
import { PatchbayError } from '../sdk/errors.js';
import type { Catalogue } from './catalogue.js';
import type { Contexts } from './contexts.js';
import { judge, type Verdict } from './failure.js';
import { handlerOf, nextWork, type DueJob, type DueWork } from './due-job.js';
import { InstallationDirectory } from './installation-directory.js';
import type { InstallationView } from './installation-view.js';
import type { RevocationNotice } from '../connections/revocation-notice.js';
import { unitOfWork } from './unit-of-work.js';

const PAUSED_LOOK_MS = 30_000;

export interface JobWorkerPorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly catalogue: Catalogue; readonly contexts: Contexts;
  readonly directory: InstallationDirectory; readonly audit: AuditTrail; readonly messages: Messages;
  readonly connections: Connections; readonly people: PeopleSearch; readonly erasures: Pick<ErasureService, 'begin'>; readonly revocations: RevocationNotice;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
}

/** Runs the handlers of plugins: one job of the lane, committed together with its outcome (D2). */
export class JobWorker implements LaneWorker {
  readonly kind = 'job' as const;
  readonly cutsItself = true;

  constructor(private readonly ports: JobWorkerPorts) {}

  async work(claim: LaneClaim, signal: AbortSignal): Promise<void> {
    const due = await nextWork(this.ports.database.forTenant(claim.tenantId), claim, this.ports.clock.now());
    if (!due) return this.settle(claim, null);
    const { job, view } = due;
    if (view.epoch !== job.epoch || ['draft', 'disabling', 'disabled', 'revoked'].includes(view.state)) {
      return this.settle(claim, finishedJob(job.id, 'cancelled', this.ports.clock.now(), 'the installation is switched off'));
    }
    if (view.state === 'paused') return this.settle(claim, null, PAUSED_LOOK_MS);
    if (isPoison(claim.deaths)) return this.bury(claim, job, `its worker died ${DEATHS} times in a row`);
    await this.attempt(claim, due, signal);
  }

  private async attempt(claim: LaneClaim, { job, view, connections }: DueWork, signal: AbortSignal): Promise<void> {
    const entry = this.ports.catalogue.find(view.integrationKey);
    const handler = entry && handlerOf(entry.provider, job);
    if (!entry || !handler) return this.bury(claim, job, 'no handler of this name');
    const deadline = new Deadline(handler.timeoutMs, signal);
    const state = { committed: false };
    try {
      const shared = this.ports.contexts.build(view, entry.provider, { during: 'work', priority: 'fact', signal: deadline.signal, connections });
      await Promise.race([handler.run(this.handlerContext(claim, job, view, shared, state)), rejectOn(deadline.signal)]);
      if (!state.committed) await this.settle(claim, finishedJob(job.id, 'done', this.ports.clock.now(), null));
      this.ports.bell.ring();
    } catch (error) {
      await this.fail(claim, job, error);
    } finally {
      deadline.end();
    }
  }

  private handlerContext(
    claim: LaneClaim, job: DueJob, view: InstallationView, shared: ReturnType<Contexts['build']>, state: { committed: boolean },
  ): HandlerContext<object> {
    const provider = this.ports.catalogue.get(view.integrationKey).provider;
    const open = (em: EntityManager): UnitOfWork => unitOfWork(em, {
      installation: view, provider, jobId: job.id, factId: job.factId, depth: job.depth, now: this.ports.clock.now(),
      actor: { kind: 'system', id: `job:${job.id}`, tenantId: view.tenantId },
    }, this.ports);
    const run = async <T>(work: (tx: UnitOfWork) => Promise<T>, last: boolean): Promise<T> => {
      if (state.committed) throw new PatchbayError('committed-twice', 'ours', 'A handler commits once; use checkpoint for parts.', { retryable: false });
      await failpoint('job.before-commit');
      const inside = (em: EntityManager): Promise<T> => work(open(em));
      const result = last
        ? await finishInLane(this.ports.database, claim, inside, {}, [finishedJob(job.id, 'done', this.ports.clock.now(), null)])
        : await this.ports.database.inTenant(claim.tenantId, async (em) => { await holdLane(em, claim); return inside(em); });
      if (last) state.committed = true;
      await failpoint('job.after-commit');
      return result;
    };
    return { ...shared, commit: (work) => run(work, true), checkpoint: (work) => run(work, false) };
  }

  private async fail(claim: LaneClaim, job: DueJob, error: unknown): Promise<void> {
    const now = this.ports.clock.now();
    const verdict: Verdict = judge(error, { attempts: job.attempts, ageMs: now - (job.firstFailedAt ?? now) }, this.ports.random());
    switch (verdict.kind) {
      case 'ignore': return;
      case 'switched-off': return this.settle(claim, triedJob(job.id, 'switched off', null), 1_000);
      case 'retry': return this.settle(claim, triedJob(job.id, verdict.message, now), verdict.inMs, true);
      case 'dead': return this.bury(claim, job, verdict.message);
      case 'revoked':
        await this.settle(claim, triedJob(job.id, verdict.message, null), 1_000);
        await this.ports.revocations.noticeRefusal(claim.tenantId, claim.scope, verdict.system, verdict.message);
    }
  }

  private bury(claim: LaneClaim, job: DueJob, reason: string): Promise<void> {
    return this.settle(claim, finishedJob(job.id, 'dead', this.ports.clock.now(), reason));
  }

  private async settle(claim: LaneClaim, work: Statement | null, retryInMs = 0, failed = false): Promise<void> {
    await settleLane(this.ports.database, claim, work ? [work] : [], { retryInMs, failed });
    this.ports.bell.ringIn(retryInMs);
  }
}

/** Cuts a handler that ignores its signal: its later commit fails on the fence or the finished job. */
function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(new PatchbayError('timed-out', 'ours', 'The handler did not end in its time.'));
    if (signal.aborted) fail(); else signal.addEventListener('abort', fail, { once: true });
  });
}
