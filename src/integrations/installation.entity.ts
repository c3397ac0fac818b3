import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';

export type InstallationState = 'draft' | 'enabled' | 'paused' | 'disabling' | 'disabled' | 'revoked';
export type PausedBy = 'person' | 'needs_reauth' | 'needs_attention';

const InstallationSchema = coreTable({
  table: 'installation',
  runner: 'select',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    integrationKey: p.string().length(60),
    state: p.string().length(12).$type<InstallationState>(),
    mode: p.string().length(10).$type<'live' | 'preview'>(),
    pausedBy: p.string().length(20).$type<PausedBy | null>().nullable(),
    stateReason: p.text().nullable(),
    /** Goes up with each enable and disable: work of an older epoch is not sent (D5, G7). */
    epoch: p.integer().default(0),
    settingsRevision: p.integer().default(0),
    /** Older facts reach the plugin only through a back-fill (D1). */
    effectiveFrom: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    stateChangedAt: p.datetime(),
  },
  uniques: [{ name: 'installation_once', properties: ['tenantId', 'integrationKey'] }],
});
/** An integration at a tenant: one row for ever. */
export class Installation extends InstallationSchema.class {}
InstallationSchema.setClass(Installation);

const SettingsRevisionSchema = coreTable({
  table: 'settings_revision',
  runner: 'none',
  appendOnly: true,
  properties: {
    installationId: p.uuid().primary(),
    revision: p.integer().primary(),
    tenantId: p.uuid(),
    schemaVersion: p.integer(),
    value: p.json().$type<Record<string, unknown>>(),
    by: p.string(),
    at: p.datetime(),
  },
});
/** Settings never change in place: each save is a revision (D19). */
export class SettingsRevision extends SettingsRevisionSchema.class {}
SettingsRevisionSchema.setClass(SettingsRevision);

export const INTEGRATION_ENTITIES = [Installation, SettingsRevision];
