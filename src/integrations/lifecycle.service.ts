import type { EntityManager } from '@mikro-orm/postgresql';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Connections } from '../connections/connections.js';
import type { Database } from '../database/database.js';
import type { Bell } from '../ledger/bell.js';
import { electFeed } from '../lever/feed.js';
import type { Messages } from '../messaging/messages.js';
import type { ErasureService } from '../operations/erasure/erasure.service.js';
import type { PeopleSearch } from '../people/people-search.js';
import type { Clock } from '../sdk/clock.js';
import type { LifecycleContext } from '../sdk/context.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import type { Catalogue } from './catalogue.js';
import type { Contexts } from './contexts.js';
import { describeError } from './failure.js';
import type { InstallationDirectory } from './installation-directory.js';
import type { InstallationState, PausedBy } from './installation.entity.js';
import type { InstallationView } from './installation-view.js';
import { cancelOpenWork, enqueueMissedFacts } from './open-work.js';
import type { Schedules } from './schedules.js';
import type { SetupService } from './setup.service.js';
import { unitOfWork } from './unit-of-work.js';

/** Vendor clean-up ends after this, whatever it answers (D6). */
const CLEAN_UP_MS = 60_000;
/** How long disable waits for a call that is on the wire (G7). */
const WIRE_MS = 3_000;

export interface LifecyclePorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly catalogue: Catalogue; readonly contexts: Contexts;
  readonly directory: InstallationDirectory; readonly audit: AuditTrail; readonly messages: Messages;
  readonly connections: Connections; readonly people: PeopleSearch; readonly erasures: Pick<ErasureService, 'begin'>; readonly setup: SetupService;
  readonly schedules: Schedules;
}

/** Moves installations through their states; every step may be called twice. */
export class LifecycleService {
  constructor(private readonly ports: LifecyclePorts) {}

  /** Requires every set-up step done, else `409 setup-incomplete` naming the open ones. */
  async enable(tenantId: string, key: string, by: Principal): Promise<void> {
    const { provider } = this.ports.catalogue.get(key);
    const view = await this.require(tenantId, key);
    if (view.state === 'enabled') return;
    if (view.state === 'paused') return this.resume(tenantId, key, by);
    if (view.state === 'disabling') throw CallerError.conflict('disabling', 'It is still being switched off. Try again in a minute.');
    const report = await this.ports.setup.report(tenantId, key);
    const open = report.steps.filter((step) => step.state !== 'done');
    if (open.length > 0) {
      throw new CallerError('setup-incomplete', 'Finish the set-up first.', {
        status: 409, fields: open.map((step) => ({ field: `/steps/${step.id}`, message: `${step.title}: ${step.explanation}` })),
      });
    }
    const now = this.ports.clock.now();
    await this.change(tenantId, view, by, 'enabled', async (em) => {
      await em.execute(`update lane set retry_at = '-infinity' where tenant_id = ? and due_at is not null`, [tenantId]);
      await em.execute('update installation set epoch = epoch + 1, effective_from = coalesce(effective_from, to_timestamp(? / 1000.0)) where id = ?', [now, view.id]);
    });
    const fresh = await this.require(tenantId, key);
    await this.ports.database.inTenant(tenantId, async (em) => {
      await this.ports.schedules.start(em, fresh, provider);
      await enqueueMissedFacts(em, tenantId, {
        installationId: fresh.id, integrationKey: key, kinds: this.ports.catalogue.factKindsOf(key), effectiveFrom: fresh.effectiveFrom ?? now,
        epoch: fresh.epoch, settingsRevision: fresh.settingsRevision, mayConfidential: provider.manifest.lever.confidential ?? false,
      }, now);
    });
    await this.runEnable(fresh, by);
    this.ports.bell.ring();
  }

  private async runEnable(view: InstallationView, by: Principal): Promise<void> {
    const { provider } = this.ports.catalogue.get(view.integrationKey);
    try {
      await provider.enable(await this.context(view, 'work', AbortSignal.timeout(CLEAN_UP_MS), by), by);
    } catch (error) {
      await this.pauseFor(view, 'needs_attention', describeError(error));
      throw error;
    }
  }

  async pause(tenantId: string, key: string, by: Principal): Promise<void> {
    const view = await this.require(tenantId, key);
    if (view.state === 'paused') return;
    if (view.state !== 'enabled') throw CallerError.conflict('not-enabled', 'Only an enabled integration can be paused.');
    await this.change(tenantId, view, by, 'paused', (em) => em.execute(`update installation set paused_by = 'person' where id = ?`, [view.id]));
  }

  async resume(tenantId: string, key: string, by: Principal): Promise<void> {
    const view = await this.require(tenantId, key);
    if (view.state === 'enabled') return;
    if (view.state !== 'paused') throw CallerError.conflict('not-paused', 'Only a paused integration can be resumed. Enable it instead.');
    await this.change(tenantId, view, by, 'enabled', async (em) => {
      await em.execute('update installation set paused_by = null, state_reason = null where id = ?', [view.id]);
      await em.execute(`update lane set retry_at = '-infinity' where tenant_id = ? and due_at is not null`, [tenantId]);
    });
    await this.runEnable(await this.require(tenantId, key), by);
    this.ports.bell.ring();
  }

  /** Starts a schedule's job now, once more than the waiting one at most (D18). */
  async runNow(tenantId: string, key: string, name: string, by: Principal): Promise<{ joined: boolean; jobId: string | null }> {
    const view = await this.require(tenantId, key);
    if (view.state !== 'enabled') throw CallerError.conflict('integration-not-enabled', 'Only an enabled integration runs. Enable it first.');
    const started = await this.ports.database.inTenant(tenantId, async (em) => {
      const run = await this.ports.schedules.runNow(em, view, name);
      await this.ports.audit.record(em, { tenantId, actor: by, action: 'schedule.run-now', subject: `installation:${view.id}`, detail: { schedule: name, joined: run.joined } });
      return run;
    });
    this.ports.bell.ring();
    return started;
  }

  /** When this has answered, nothing new is sent by any process; at most the call on the wire ends (G7). */
  async disable(tenantId: string, key: string, by: Principal): Promise<void> {
    const { provider } = this.ports.catalogue.get(key);
    const view = await this.require(tenantId, key);
    if (['disabled', 'draft', 'revoked'].includes(view.state)) return;
    await this.change(tenantId, view, by, 'disabling', (em) => this.switchOff(em, view, 'the integration was disabled'));
    await this.waitForWire(view);
    const signal = AbortSignal.timeout(CLEAN_UP_MS);
    try {
      const ctx = await this.context(await this.require(tenantId, key), 'clean-up', signal, by);
      await Promise.race([provider.disable(ctx, by), sleep(CLEAN_UP_MS, undefined, { ref: false })]);
    } catch (error) {
      await this.recordProblem(view, `clean-up at the vendor failed: ${describeError(error)}`);
    }
    await this.change(tenantId, view, by, 'disabled', async () => undefined);
  }

  /** Ends a disable that a crash interrupted; called by the sweep. */
  async finishDisabling(tenantId: string, installationId: string): Promise<void> {
    await this.ports.database.inTenant(tenantId, (em) => em.execute(
      `update installation set state = 'disabled', state_changed_at = to_timestamp(? / 1000.0) where id = ? and state = 'disabling'`,
      [this.ports.clock.now(), installationId]));
  }

  /** Lever's side switched it off: nothing outside is called, the admins are told once (SH-8). */
  async revoke(tenantId: string, installationId: string, cause: string): Promise<void> {
    const view = await this.ports.directory.view(tenantId, installationId);
    if (!view || !['enabled', 'paused'].includes(view.state)) return;
    const system: Principal = { kind: 'system', id: 'revocation', tenantId };
    const { provider } = this.ports.catalogue.get(view.integrationKey);
    const changed = await this.change(tenantId, view, system, 'revoked', async (em) => {
      await this.switchOff(em, view, 'the connection was revoked');
      await this.ports.messages.alertAdmins(em, {
        tenantId, key: `revoked:${view.id}:${view.epoch}`, subject: `${provider.manifest.name} was disconnected from Lever`,
        text: `${provider.manifest.name} can no longer reach Lever (${cause}). Nothing more is sent. Connect it again to resume; nobody is handled twice.`,
      });
    });
    if (!changed) return;
    const fresh = await this.ports.directory.view(tenantId, installationId);
    if (fresh) await provider.revoke(await this.context(fresh, 'set-up', AbortSignal.timeout(CLEAN_UP_MS), system), cause);
  }

  /** Tells the plugin that somebody signed in to one of its accounts. */
  async accountConnected(tenantId: string, installationId: string, system: string, by: Principal): Promise<void> {
    const view = await this.ports.directory.view(tenantId, installationId);
    const provider = view && this.ports.catalogue.get(view.integrationKey).provider;
    if (view && provider?.accountConnected) await provider.accountConnected(await this.context(view, 'work', AbortSignal.timeout(CLEAN_UP_MS), by), system);
    this.ports.bell.ring();
  }

  async pauseFor(view: InstallationView, by: PausedBy, reason: string): Promise<void> {
    const { provider } = this.ports.catalogue.get(view.integrationKey);
    await this.change(view.tenantId, view, { kind: 'system', id: 'watch', tenantId: view.tenantId }, 'paused', async (em) => {
      await em.execute('update installation set paused_by = ?, state_reason = ? where id = ?', [by, reason, view.id]);
      await this.ports.messages.alertAdmins(em, {
        tenantId: view.tenantId, key: `${by}:${view.id}:${view.epoch}:${view.settingsRevision}`, subject: `${provider.manifest.name} is paused`,
        text: `${provider.manifest.name} is paused: ${reason}. Nothing is lost; it carries on when you have put this right and resumed it.`,
      });
    });
  }

  private async switchOff(em: EntityManager, view: InstallationView, reason: string): Promise<void> {
    await em.execute('update installation set epoch = epoch + 1, state_reason = ?, paused_by = null where id = ?', [reason, view.id]);
    await cancelOpenWork(em, view.id, reason, this.ports.clock.now());
    await this.ports.schedules.stop(em, view.id);
  }

  private async waitForWire(view: InstallationView): Promise<void> {
    for (let waited = 0; waited < WIRE_MS; waited += 50) {
      const rows = await this.ports.database.forTenant(view.tenantId).execute<{ n: number }[]>(
        `select count(*)::int as n from action where installation_id = ? and state = 'sending'`, [view.id]);
      if (rows[0]?.n === 0) return;
      await sleep(50);
    }
  }

  private async recordProblem(view: InstallationView, problem: string): Promise<void> {
    await this.ports.database.inTenant(view.tenantId, (em) => em.execute('update installation set state_reason = ? where id = ?', [problem, view.id]));
  }

  private async context(view: InstallationView, during: 'work' | 'set-up' | 'clean-up', signal: AbortSignal, actor: Principal): Promise<LifecycleContext<object>> {
    const { provider } = this.ports.catalogue.get(view.integrationKey);
    const connections = await this.ports.directory.connectionsOf(view.tenantId, view.id);
    const shared = this.ports.contexts.build(view, provider, { during, priority: 'interactive', signal, connections });
    const vendorWebhook = await this.ports.connections.vendorWebhookStatus(view.tenantId, view.id, provider.manifest.vendor?.system ?? '');
    return {
      ...shared, vendorWebhook,
      commit: (work) => this.ports.database.inTenant(view.tenantId, async (em) => {
        const origin = { installation: view, provider, actor, jobId: null, factId: null, depth: 0, now: this.ports.clock.now() };
        const result = await work(unitOfWork(em, origin, this.ports));
        await em.flush();
        return result;
      }),
    };
  }

  private async require(tenantId: string, key: string): Promise<InstallationView> {
    const view = await this.ports.directory.byKey(tenantId, key);
    if (!view) throw CallerError.notFound(`An installation of ${key.slice(0, 60)}`);
    return view;
  }

  /** One state change with its audit row; false when another process changed the state first. */
  private async change(
    tenantId: string, view: InstallationView, by: Principal, state: InstallationState, also: (em: EntityManager) => Promise<unknown>,
  ): Promise<boolean> {
    return this.ports.database.inTenant(tenantId, async (em) => {
      const now = this.ports.clock.now();
      const rows = await em.execute<{ state: InstallationState }[]>('select state from installation where id = ? for update', [view.id]);
      if (rows[0]?.state === state) return false;
      await em.execute(
        'update installation set state = ?, state_changed_at = to_timestamp(? / 1000.0), updated_at = to_timestamp(? / 1000.0) where id = ?',
        [state, now, now, view.id]);
      await also(em);
      await electFeed(em, tenantId, now);
      await this.ports.audit.record(em, {
        tenantId, actor: by, action: `installation.${state}`, subject: `installation:${view.id}`, detail: { integration: view.integrationKey, from: rows[0]?.state ?? null },
      });
      return true;
    });
  }
}
