import type { EntityManager } from '@mikro-orm/postgresql';
import type { InstallationState } from './installation.entity.js';

/** What running work needs to know about an installation; read in one statement. */
export interface InstallationView {
  readonly id: string;
  readonly tenantId: string;
  readonly integrationKey: string;
  readonly state: InstallationState;
  readonly mode: 'live' | 'preview';
  readonly epoch: number;
  readonly settingsRevision: number;
  readonly settings: Record<string, unknown> | null;
  readonly schemaVersion: number;
  readonly effectiveFrom: number | null;
  readonly zone: string;
  /** The organisation's name. */
  readonly organisation: string;
}

export interface OrganisationView { readonly zone: string; readonly organisation: string }

/** Columns of `INSTALLATION_COLUMNS`. */
export interface InstallationRow {
  installation_id: string; tenant_id: string; integration_key: string; state: InstallationState; mode: 'live' | 'preview'; epoch: number;
  settings_revision: number; value: Record<string, unknown> | null; schema_version: number | null; effective_from: string | null;
}

/** Of installation `i` and settings revision `s`. */
export const INSTALLATION_COLUMNS = `i.id as installation_id, i.tenant_id, i.integration_key, i.state, i.mode, i.epoch, i.settings_revision, i.effective_from,
  s.value, s.schema_version`;

/** `revision` pins older settings (D19); the current ones otherwise. Null when there is no such installation here. */
export async function loadInstallation(em: EntityManager, id: string, owner: OrganisationView, revision?: number): Promise<InstallationView | null> {
  const rows = await em.execute<InstallationRow[]>(
    `select ${INSTALLATION_COLUMNS} from installation i
     left join settings_revision s on s.installation_id = i.id and s.revision = coalesce(?::int, i.settings_revision)
     where i.id = ?`,
    [revision ?? null, id],
  );
  return rows[0] ? installationFrom(rows[0], owner) : null;
}

export function installationFrom(row: InstallationRow, owner: OrganisationView): InstallationView {
  return {
    id: row.installation_id, tenantId: row.tenant_id, integrationKey: row.integration_key, state: row.state, mode: row.mode, epoch: row.epoch,
    settingsRevision: row.settings_revision, settings: row.value, schemaVersion: row.schema_version ?? 0,
    effectiveFrom: row.effective_from === null ? null : new Date(row.effective_from).getTime(), zone: owner.zone, organisation: owner.organisation,
  };
}
