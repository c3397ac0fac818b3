import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError, type FieldProblem } from '../sdk/errors.js';
import type { IntegrationManifest } from '../sdk/manifest.js';
import type { Principal } from '../sdk/principal.js';
import type { Catalogue } from './catalogue.js';
import { settingsOf } from './contexts.js';
import type { InstallationDirectory } from './installation-directory.js';
import type { Schedules } from './schedules.js';

export interface SettingsView { readonly revision: number; readonly value: object; readonly saved: boolean }

/** JSON Schema of a plugin's settings, made from its class. */
export function settingsSchema(manifest: IntegrationManifest): object {
  const schemas = validationMetadatasToSchemas({ refPointerPrefix: '#/definitions/' });
  return schemas[manifest.settings.name] ?? { type: 'object', properties: {} };
}

function problems(errors: readonly ValidationError[], path = ''): FieldProblem[] {
  return errors.flatMap((error) => [
    ...Object.values(error.constraints ?? {}).map((message) => ({ field: `${path}/${error.property}`, message })),
    ...problems(error.children ?? [], `${path}/${error.property}`),
  ]);
}

/** Settings as immutable revisions: a save needs the revision it was made from (D19). */
export class SettingsService {
  constructor(
    private readonly database: Database, private readonly clock: Clock, private readonly catalogue: Catalogue,
    private readonly directory: InstallationDirectory, private readonly audit: AuditTrail, private readonly schedules: Schedules,
  ) {}

  async current(tenantId: string, key: string): Promise<SettingsView> {
    const { provider } = this.catalogue.get(key);
    const view = await this.directory.byKey(tenantId, key);
    if (!view) throw CallerError.notFound(`An installation of ${key.slice(0, 60)}`);
    return { revision: view.settingsRevision, value: settingsOf(provider, view), saved: view.settings !== null };
  }

  /** `expected` is the revision the caller saw; another one since answers 412. */
  async save(tenantId: string, key: string, value: unknown, expected: number, by: Principal): Promise<SettingsView> {
    const { provider } = this.catalogue.get(key);
    const view = await this.directory.byKey(tenantId, key);
    if (!view) throw CallerError.notFound(`An installation of ${key.slice(0, 60)}`);
    const instance = await this.validated(provider.manifest, value);
    const revision = expected + 1;
    await this.database.inTenant(tenantId, async (em) => {
      const now = this.clock.now();
      const rows = await em.execute<{ settings_revision: number }[]>('select settings_revision from installation where id = ? for update', [view.id]);
      if (rows[0]?.settings_revision !== expected) {
        throw new CallerError('settings-changed', `The settings were saved by somebody else meanwhile (revision ${rows[0]?.settings_revision}). Read them again.`, {
          status: 412, fields: [{ field: 'If-Match', message: `Send the current revision, ${rows[0]?.settings_revision}.` }],
        });
      }
      await em.execute(
        `insert into settings_revision (installation_id, revision, tenant_id, schema_version, value, by, at) values (?, ?, ?, ?, ?::jsonb, ?, to_timestamp(? / 1000.0))`,
        [view.id, revision, tenantId, provider.manifest.settingsVersion, JSON.stringify(instance), by.id, now]);
      await em.execute('update installation set settings_revision = ?, updated_at = to_timestamp(? / 1000.0) where id = ?', [revision, now, view.id]);
      await this.audit.record(em, { tenantId, actor: by, action: 'settings.saved', subject: `installation:${view.id}`, detail: { integration: key, revision } });
      if (view.state === 'enabled') await this.schedules.start(em, { ...view, settings: { ...instance }, settingsRevision: revision }, provider);
    });
    return { revision, value: instance, saved: true };
  }

  private async validated(manifest: IntegrationManifest, value: unknown): Promise<object> {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw CallerError.invalid([{ field: '', message: 'must be an object of settings' }]);
    const instance = plainToInstance(manifest.settings, value);
    const errors = await validate(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    if (errors.length > 0) throw CallerError.invalid(problems(errors));
    return instance;
  }
}
