import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Bell } from '../ledger/bell.js';
import { enqueueJob } from '../ledger/jobs.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import type { Catalogue } from './catalogue.js';
import { settingsOf } from './contexts.js';
import type { InstallationView } from './installation-view.js';
import { nextDue, planDue } from './schedule-plan.js';

interface DueRow {
  installation_id: string; name: string; tenant_id: string; cron: string; zone: string; next_due: string;
  integration_key: string; epoch: number; settings_revision: number;
}

/** Turns due times into jobs, each with a record of what became of it (D18). */
export class Schedules {
  constructor(
    private readonly database: Database, private readonly clock: Clock, private readonly bell: Bell, private readonly catalogue: Catalogue,
  ) {}

  /** Starts or re-times an installation's schedules; a running one keeps its next due time when nothing changed. */
  async start(em: EntityManager, view: InstallationView, provider: IntegrationProvider): Promise<void> {
    const settings = settingsOf(provider, view);
    for (const [name, definition] of Object.entries(provider.schedules)) {
      const cron = definition.cron(settings);
      const zone = definition.zone ?? view.zone;
      await em.execute(
        `insert into schedule (installation_id, name, tenant_id, cron, zone, next_due, paused) values (?, ?, ?, ?, ?, to_timestamp(? / 1000.0), false)
         on conflict (installation_id, name) do update set next_due = case when schedule.cron = excluded.cron and schedule.zone = excluded.zone
           and not schedule.paused then schedule.next_due else excluded.next_due end, cron = excluded.cron, zone = excluded.zone, paused = false`,
        [view.id, name, view.tenantId, cron, zone, nextDue(cron, zone, this.clock.now())]);
    }
  }

  async stop(em: EntityManager, installationId: string): Promise<void> {
    await em.execute('update schedule set paused = true where installation_id = ?', [installationId]);
  }

  /** One tick: every process may call it; each due time is taken once. */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const due = await this.database.asRunner().execute<{ tenant_id: string; installation_id: string; name: string }[]>(
      `select tenant_id, installation_id, name from schedule where not paused and next_due <= to_timestamp(? / 1000.0) limit 500`, [now]);
    let started = 0;
    for (const row of due) {
      await failpoint('schedule.before-commit');
      started += await this.database.inTenant(row.tenant_id, (em) => this.take(em, row.installation_id, row.name, now));
      await failpoint('schedule.after-commit');
    }
    if (started > 0) this.bell.ring();
    return started;
  }

  /** Starts a run now; joins the buffered run when one is already waiting. */
  async runNow(em: EntityManager, view: InstallationView, name: string): Promise<{ joined: boolean; jobId: string | null }> {
    const { provider } = this.catalogue.get(view.integrationKey);
    const definition = Object.hasOwn(provider.schedules, name) ? provider.schedules[name] : undefined;
    if (!definition) throw CallerError.notFound(`Schedule ${name.slice(0, 60)}`);
    if (await this.waiting(em, view.id, definition.job) >= 2) return { joined: true, jobId: null };
    const now = this.clock.now();
    return { joined: false, jobId: await this.enqueue(em, view, definition.job, name, now, `now:${now}`) };
  }

  private async take(em: EntityManager, installationId: string, name: string, now: number): Promise<number> {
    const rows = await em.execute<DueRow[]>(
      `select s.*, i.integration_key, i.epoch, i.settings_revision from schedule s join installation i on i.id = s.installation_id
       where s.installation_id = ? and s.name = ? and not s.paused and s.next_due <= to_timestamp(? / 1000.0) for update of s skip locked`,
      [installationId, name, now]);
    const row = rows[0];
    const definition = row && this.catalogue.find(row.integration_key)?.provider.schedules[name];
    if (!row || !definition) return 0;
    const plan = planDue({
      cron: row.cron, zone: row.zone, nextDue: new Date(row.next_due).getTime(),
      overlap: definition.overlap ?? 'buffer-one', catchUp: definition.catchUp ?? 'collapse',
    }, now, await this.waiting(em, installationId, definition.job));
    let started = 0;
    for (const run of plan.runs) {
      const jobId = run.outcome === 'run' ? await this.enqueue(em, {
        id: installationId, tenantId: row.tenant_id, integrationKey: row.integration_key, epoch: row.epoch, settingsRevision: row.settings_revision,
      }, definition.job, name, run.due, String(run.due)) : null;
      if (jobId) started += 1;
      await em.execute(
        `insert into schedule_run (installation_id, name, due, tenant_id, outcome, job_id) values (?, ?, to_timestamp(? / 1000.0), ?, ?, ?) on conflict do nothing`,
        [installationId, name, run.due, row.tenant_id, run.outcome, jobId]);
    }
    await em.execute('update schedule set next_due = to_timestamp(? / 1000.0) where installation_id = ? and name = ?', [plan.next, installationId, name]);
    return started;
  }

  private async waiting(em: EntityManager, installationId: string, job: string): Promise<number> {
    const rows = await em.execute<{ n: number }[]>(
      `select count(*)::int as n from job where installation_id = ? and kind = 'job' and name = ? and lane_key = ? and state = 'waiting'`,
      [installationId, job, `run:${job}`]);
    return rows[0]?.n ?? 0;
  }

  private enqueue(
    em: EntityManager, view: Pick<InstallationView, 'id' | 'tenantId' | 'integrationKey' | 'epoch' | 'settingsRevision'>, job: string, schedule: string,
    due: number, occasion: string,
  ): Promise<string | null> {
    return enqueueJob(em, {
      tenantId: view.tenantId, installationId: view.id, integrationKey: view.integrationKey, kind: 'job', name: job,
      uniqueKey: `${schedule}:${occasion}`, laneKey: `run:${job}`, opportunityId: null, payload: { due, schedule }, factId: null, depth: 0,
      dueAt: this.clock.now(), epoch: view.epoch, settingsRevision: view.settingsRevision, createdAt: this.clock.now(),
    });
  }
}
