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

interface Row {
  id: string; tenant_id: string; integration_key: string; state: InstallationState; mode: 'live' | 'preview'; epoch: number;
  settings_revision: number; value: Record<string, unknown> | null; schema_version: number | null; effective_from: string | null;
}

/** `revision` pins older settings (D19); the current ones otherwise. Null when there is no such installation here. */
export async function loadInstallation(em: EntityManager, id: string, owner: OrganisationView, revision?: number): Promise<InstallationView | null> {
  const rows = await em.execute<Row[]>(
    `select i.*, s.value, s.schema_version from installation i
     left join settings_revision s on s.installation_id = i.id and s.revision = coalesce(?::int, i.settings_revision)
     where i.id = ?`,
    [revision ?? null, id],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id, tenantId: row.tenant_id, integrationKey: row.integration_key, state: row.state, mode: row.mode, epoch: row.epoch,
    settingsRevision: row.settings_revision, settings: row.value, schemaVersion: row.schema_version ?? 0,
    effectiveFrom: row.effective_from === null ? null : new Date(row.effective_from).getTime(), ...owner,
  };
}
