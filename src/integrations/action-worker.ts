import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditTrail } from '../audit/audit-trail.js';
import { systemNow } from '../clock/system-clock.js';
import type { RevocationNotice } from '../connections/revocation-notice.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import { changeAction } from '../ledger/actions.js';
import type { Bell } from '../ledger/bell.js';
import type { LaneWorker } from '../ledger/claimer.js';
import { finishInLane, keepInLane, settleLane, type LaneClaim } from '../ledger/lanes.js';
import { DEATHS, isPoison } from '../ledger/retry-policy.js';
import type { Clock } from '../sdk/clock.js';
import { NeedsPerson, OutcomeUnknown, PatchbayError, StaleFence } from '../sdk/errors.js';
import type { ActionExecutor } from '../lever/action-executors.js';
import { blockedBy, type ActionView } from './action-view.js';
import { settleAction, type Outcome } from './action-settlement.js';
import type { Catalogue } from './catalogue.js';
import type { Executors } from './executors.js';
import { judge } from './failure.js';
import type { InstallationDirectory } from './installation-directory.js';
import type { InstallationView } from './installation-view.js';
import { mirrorReader } from './mirror-reader.js';
import { nextAction, previousState } from './open-action.js';

const PAUSED_LOOK_MS = 30_000;
/** When to look first, of the settle time: most often a write whose answer was lost took effect long before. */
const FIRST_LOOK = 0.05;

export interface ActionWorkerPorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly catalogue: Catalogue; readonly directory: InstallationDirectory;
  readonly audit: AuditTrail; readonly executors: Executors; readonly revocations: RevocationNotice;
  /** The longest time in which a lost request may still take effect, ms: before that a look-back that finds nothing proves nothing (D7). */
  readonly settleMs: number;
  readonly random: () => number;
}

/** Sends intended writes: intention committed first, then the call, then its outcome; looks back when an answer was lost. */
export class ActionWorker implements LaneWorker {
  readonly kind = 'action' as const;

  constructor(private readonly ports: ActionWorkerPorts) {}

  async work(claim: LaneClaim, signal: AbortSignal): Promise<void> {
    const em = this.ports.database.forTenant(claim.tenantId);
    const action = await nextAction(em, claim.key, this.ports.clock.now());
    if (!action) return this.release(claim);
    const view = await this.ports.directory.view(claim.tenantId, action.installationId);
    const refusal = view ? this.switchedOff(view, action) : 'the installation is gone';
    if (!view || refusal) return this.end(claim, action, view, { state: 'cancelled', reason: refusal ?? 'switched off' });
    if (view.state === 'paused') return this.release(claim, PAUSED_LOOK_MS);
    if (isPoison(claim.deaths)) return this.end(claim, action, view, { state: 'failed', reason: `its worker died ${DEATHS} times in a row`, remedy: 'retry it' });
    await this.carryOut(claim, action, view, signal);
  }

  private async carryOut(claim: LaneClaim, action: ActionView, view: InstallationView, signal: AbortSignal): Promise<void> {
    let executor: ActionExecutor | null;
    try {
      executor = await this.ports.executors.of(action, view, signal);
    } catch (error) {
      return this.fail(claim, action, view, error);
    }
    if (!executor) {
      return this.end(claim, action, view, { state: 'held', reason: 'the plugin has no such action any more', remedy: 'install the version that planned it, then retry' });
    }
    if (action.state === 'ready') return this.send(claim, action, view, executor);
    await this.resolve(claim, action, view, executor);
  }

  private switchedOff(view: InstallationView, action: ActionView): string | null {
    if (view.state === 'disabling' && action.cleanUp) return null;
    if (view.epoch !== action.epoch) return 'the installation was switched off after this was planned';
    return ['enabled', 'paused'].includes(view.state) ? null : 'the installation is switched off';
  }

  private async send(claim: LaneClaim, action: ActionView, view: InstallationView, executor: ActionExecutor): Promise<void> {
    const em = this.ports.database.forTenant(claim.tenantId);
    if (action.requiresPrevious) {
      const previous = await previousState(em, action, claim.key);
      if (previous !== null && previous !== 'done') return this.end(claim, action, view, { state: 'skipped', reason: `the write before it is ${previous}` });
    }
    const opportunity = action.opportunityId ? await mirrorReader(() => em, true).opportunity(action.opportunityId) : null;
    const blocked = blockedBy(action.kind, opportunity);
    if (blocked) return this.end(claim, action, view, { state: 'skipped', reason: blocked });
    let isOnTheWire = false;
    try {
      const guard = await executor.guard?.() ?? { go: true as const };
      if (!guard.go) return await this.end(claim, action, view, { state: guard.state, reason: guard.reason });
      await failpoint('action.before-intent');
      await this.markSending(claim, action);
      await failpoint('action.before-send');
      isOnTheWire = true;
      const result = await executor.send();
      await failpoint('action.after-send');
      await this.end(claim, action, view, { state: 'done', result });
    } catch (error) {
      await this.fail(claim, action, view, isOnTheWire ? afterSending(error) : error);
    }
  }

  /**
   * An answer was lost, or the process died while sending: look before anything is sent again. What is found counts at once;
   * that nothing is there counts only after the settle time (D7).
   */
  private async resolve(claim: LaneClaim, action: ActionView, view: InstallationView, executor: ActionExecutor): Promise<void> {
    const wait = (action.sentAt ?? 0) + this.ports.settleMs - systemNow();
    if (wait > 0 && !executor.looksOnly) return this.release(claim, wait);
    try {
      const result = await executor.lookBack();
      await failpoint('action.after-look-back');
      if (result) return await this.end(claim, action, view, { state: 'done', result: { ...result, foundByLookBack: true } });
      if (wait > 0) return await this.release(claim, wait);
      await this.inLane(claim, (em) => changeAction(em, action.id, ['sending', 'unknown'], { state: 'ready' }, this.ports.clock.now()));
    } catch (error) {
      await this.fail(claim, { ...action, state: 'unknown' }, view, error);
    }
  }

  private async markSending(claim: LaneClaim, action: ActionView): Promise<void> {
    await keepInLane(this.ports.database, claim, [{
      sql: `update action set state = 'sending', attempts = attempts + 1, sent_at = clock_timestamp() where id = ? and state = 'ready'`, params: [action.id],
    }]);
  }

  private async fail(claim: LaneClaim, action: ActionView, view: InstallationView, error: unknown): Promise<void> {
    const now = this.ports.clock.now();
    if (error instanceof NeedsPerson) return this.end(claim, action, view, { state: 'held', reason: error.message, remedy: error.remedy });
    if (error instanceof OutcomeUnknown) {
      return this.inLane(claim, (em) => changeAction(em, action.id, ['ready', 'sending', 'unknown'], { state: 'unknown', reason: error.code, failed: true }, now), FIRST_LOOK * this.ports.settleMs);
    }
    const back = action.state === 'unknown' ? 'unknown' as const : 'ready' as const;
    const keep = (reason: string, failed = false) => (em: EntityManager) =>
      changeAction(em, action.id, ['ready', 'sending', 'unknown'], { state: back, reason, failed }, now);
    const verdict = judge(error, { attempts: action.attempts, ageMs: now - (action.firstFailedAt ?? now) }, this.ports.random());
    switch (verdict.kind) {
      case 'ignore': return;
      case 'switched-off': return this.inLane(claim, keep('switched off'), 1_000);
      case 'retry': return this.inLane(claim, keep(verdict.message, true), verdict.inMs, true);
      case 'dead': return this.end(claim, action, view, { state: 'failed', reason: verdict.message, remedy: 'look at the cause, then retry it' });
      case 'revoked':
        await this.inLane(claim, keep(verdict.message), 1_000);
        await this.ports.revocations.noticeRefusal(claim.tenantId, action.installationId, verdict.system, verdict.message);
    }
  }

  private async end(claim: LaneClaim, action: ActionView, view: InstallationView | null, outcome: Outcome): Promise<void> {
    const mayNote = view !== null && (this.ports.catalogue.find(action.integrationKey)?.provider.manifest.may.includes('note') ?? false);
    await this.inLane(claim, (em) => settleAction(em, action, outcome, {
      audit: this.ports.audit, mayNote, now: this.ports.clock.now(), mode: view?.mode ?? 'live',
    }));
    await failpoint('action.after-settle');
    this.ports.bell.ring();
  }

  private async release(claim: LaneClaim, retryInMs = 0): Promise<void> {
    await settleLane(this.ports.database, claim, [], { retryInMs });
    this.ports.bell.ringIn(retryInMs);
  }

  private async inLane(claim: LaneClaim, work: (em: EntityManager) => Promise<unknown>, retryInMs = 0, failed = false): Promise<void> {
    await finishInLane(this.ports.database, claim, work, { retryInMs, failed });
    this.ports.bell.ringIn(retryInMs);
  }
}

/** Once a write is on the wire only the outside system's own word proves that it had no effect; our own failures prove nothing. */
function afterSending(error: unknown): unknown {
  const isTheirs = error instanceof StaleFence || (error instanceof PatchbayError && error.fault === 'outside');
  return isTheirs ? error : new OutcomeUnknown('The outcome could not be recorded.', { cause: error });
}
