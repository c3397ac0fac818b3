import { isAccountSystem } from '../connections/account-keeper.js';
import type { Database } from '../database/database.js';
import { Subscriptions, type Subscriber } from '../ledger/facts.js';
import type { Catalogue } from './catalogue.js';
import { loadInstallation, type InstallationView, type OrganisationView } from './installation-view.js';

/** Looks installations up for running work; always fresh, so that off means off at the next step. */
export class InstallationDirectory extends Subscriptions {
  constructor(private readonly database: Database, private readonly catalogue: Catalogue) { super(); }

  async view(tenantId: string, installationId: string, revision?: number): Promise<InstallationView | null> {
    return loadInstallation(this.database.forTenant(tenantId), installationId, await this.organisation(tenantId), revision);
  }

  async byKey(tenantId: string, integrationKey: string): Promise<InstallationView | null> {
    const rows = await this.database.forTenant(tenantId).execute<{ id: string }[]>('select id from installation where integration_key = ?', [integrationKey]);
    return rows[0] ? this.view(tenantId, rows[0].id) : null;
  }

  /** Ids of the owner's usable connections, by `lever` and `vendor`. */
  async connectionsOf(tenantId: string, owner: string): Promise<Record<string, string>> {
    const rows = await this.database.forTenant(tenantId).execute<{ id: string; system: string }[]>(
      `select id, system from connection where owner = ? and state = 'active'`, [owner]);
    return connectionsFrom(rows);
  }

  /** Enabled (or paused) installations that want facts. */
  async subscribers(tenantId: string): Promise<Subscriber[]> {
    const rows = await this.database.forTenant(tenantId).execute<
      { id: string; integration_key: string; effective_from: string | null; epoch: number; settings_revision: number }[]>(
      `select id, integration_key, effective_from, epoch, settings_revision from installation where state in ('enabled', 'paused')`);
    return rows.map((row) => ({
      installationId: row.id, integrationKey: row.integration_key, kinds: this.catalogue.factKindsOf(row.integration_key),
      effectiveFrom: row.effective_from === null ? Number.POSITIVE_INFINITY : new Date(row.effective_from).getTime(),
      epoch: row.epoch, settingsRevision: row.settings_revision,
      mayConfidential: this.catalogue.find(row.integration_key)?.provider.manifest.lever.confidential ?? false,
    }));
  }

  private async organisation(tenantId: string): Promise<OrganisationView> {
    const rows = await this.database.asRunner().execute<OrganisationView[]>('select zone, name as organisation from tenant where id = ?', [tenantId]);
    return rows[0] ?? { zone: 'UTC', organisation: '' };
  }
}

/** Outside accounts are neither Lever nor the vendor: they have their own way in. */
export function connectionsFrom(rows: readonly { readonly id: string; readonly system: string }[]): Record<string, string> {
  const own = rows.filter((row) => !isAccountSystem(row.system));
  return Object.fromEntries(own.map((row) => [row.system === 'lever' ? 'lever' : 'vendor', row.id]));
}
