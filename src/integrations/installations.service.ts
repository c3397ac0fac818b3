import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Connections } from '../connections/connections.js';
import type { Hooks } from '../connections/hooks.js';
import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import { leverPermission, type LeverOperation } from '../sdk/lever/index.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import type { Principal } from '../sdk/principal.js';
import type { Catalogue } from './catalogue.js';
import type { InstallationSummary, IntegrationView } from './installations.dto.js';
import { settingsSchema } from './settings.service.js';

interface Row {
  id: string; integration_key: string; state: string; mode: string; paused_by: string | null; state_reason: string | null;
  settings_revision: number; effective_from: string | null;
}

/** The catalogue and the tenant's installations, as the API shows them. */
export class InstallationsService {
  constructor(
    private readonly database: Database, private readonly clock: Clock, private readonly catalogue: Catalogue,
    private readonly connections: Connections, private readonly hooks: Hooks, private readonly audit: AuditTrail,
  ) {}

  integrations(): IntegrationView[] {
    return this.catalogue.all().map((entry) => viewOf(entry.provider));
  }

  integration(key: string): IntegrationView {
    return viewOf(this.catalogue.get(key).provider);
  }

  async list(tenantId: string): Promise<InstallationSummary[]> {
    const rows = await this.database.forTenant(tenantId).execute<Row[]>('select * from installation order by integration_key');
    return rows.map(summaryOf);
  }

  async one(tenantId: string, key: string): Promise<InstallationSummary> {
    const rows = await this.database.forTenant(tenantId).execute<Row[]>('select * from installation where integration_key = ?', [key]);
    if (!rows[0]) throw CallerError.notFound(`An installation of ${key.slice(0, 60)}`);
    return summaryOf(rows[0]);
  }

  /** Makes the tenant's one row of an integration; a second call answers the row that is there. */
  async install(tenantId: string, key: string, by: Principal): Promise<InstallationSummary> {
    if (!this.catalogue.find(key)) throw CallerError.invalid([{ field: '/integrationKey', message: 'is not in the catalogue; GET /v1/integrations lists the keys' }]);
    await this.database.inTenant(tenantId, async (em) => {
      const id = await this.insert(em, tenantId, key);
      if (!id) return;
      const { manifest } = this.catalogue.get(key).provider;
      const now = this.clock.now();
      await this.connections.prepare(em, tenantId, id, 'lever', manifest.lever.auth);
      await this.hooks.ensure(em, tenantId, id, 'lever', now);
      if (manifest.vendor) await this.hooks.ensure(em, tenantId, id, manifest.vendor.system, now);
      await this.audit.record(em, { tenantId, actor: by, action: 'installation.created', subject: `installation:${id}`, detail: { integration: key } });
    });
    return this.one(tenantId, key);
  }

  async setMode(tenantId: string, key: string, mode: 'live' | 'preview', by: Principal): Promise<InstallationSummary> {
    const current = await this.one(tenantId, key);
    await this.database.inTenant(tenantId, async (em) => {
      await em.execute('update installation set mode = ?, updated_at = to_timestamp(? / 1000.0) where id = ?', [mode, this.clock.now(), current.id]);
      await this.audit.record(em, { tenantId, actor: by, action: 'installation.mode', subject: `installation:${current.id}`, detail: { integration: key, mode } });
    });
    return this.one(tenantId, key);
  }

  private async insert(em: EntityManager, tenantId: string, key: string): Promise<string | null> {
    const now = this.clock.now();
    const rows = await em.execute<{ id: string }[]>(
      `insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
       values (?, ?, ?, 'draft', 'live', 0, 0, to_timestamp(? / 1000.0), to_timestamp(? / 1000.0), to_timestamp(? / 1000.0))
       on conflict (tenant_id, integration_key) do nothing returning id`, [randomUUID(), tenantId, key, now, now, now]);
    return rows[0]?.id ?? null;
  }
}

function summaryOf(row: Row): InstallationSummary {
  return {
    id: row.id, integrationKey: row.integration_key, state: row.state, mode: row.mode, pausedBy: row.paused_by, reason: row.state_reason,
    settingsRevision: row.settings_revision, effectiveFrom: row.effective_from === null ? null : new Date(row.effective_from).toISOString(),
  };
}

function viewOf({ manifest }: IntegrationProvider): IntegrationView {
  const names = (operations: readonly LeverOperation[] = []): string[] => [...new Set(operations.map((id) => leverPermission(id).permission))];
  return {
    key: manifest.key, name: manifest.name, version: manifest.version, summary: manifest.summary, leverAuth: manifest.lever.auth,
    leverPermissions: names(manifest.lever.operations), optionalLeverPermissions: names(manifest.lever.optionalOperations),
    may: [...manifest.may], settingsSchema: settingsSchema(manifest), support: manifest.support,
  };
}
