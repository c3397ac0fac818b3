import type { Connections } from '../connections/connections.js';
import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { SetupContext } from '../sdk/context.js';
import type { Channels } from '../sdk/messages.js';
import type { SetupReport } from '../sdk/provider.js';
import type { Catalogue } from './catalogue.js';
import { settingsOf } from './contexts.js';
import type { InstallationDirectory } from './installation-directory.js';
import { mirrorReader } from './mirror-reader.js';

/** Asks the plugin how far its set-up is, with what the hub knows about its connections. Looks, never writes. */
export class SetupService {
  constructor(
    private readonly database: Database, private readonly clock: Clock, private readonly catalogue: Catalogue,
    private readonly directory: InstallationDirectory, private readonly connections: Connections,
    private readonly channels: Channels,
  ) {}

  async report(tenantId: string, key: string): Promise<SetupReport> {
    const { provider } = this.catalogue.get(key);
    const view = await this.directory.byKey(tenantId, key);
    if (!view) throw CallerError.notFound(`An installation of ${key.slice(0, 60)}`);
    const lever = await this.connections.status(tenantId, view.id, 'lever');
    const vendor = provider.manifest.vendor ? await this.connections.status(tenantId, view.id, provider.manifest.vendor.system) : null;
    const optional = new Set<string>(provider.manifest.lever.optionalOperations ?? []);
    const context: SetupContext<object> = {
      tenantId, settings: view.settings === null ? null : settingsOf(provider, view),
      lever: {
        state: lever?.state ?? 'none',
        missingPermissions: (lever?.missing ?? []).filter((entry) => !optional.has(entry.operation)).map((entry) => entry.permission),
        actsAs: lever?.actsAs ?? null,
        missingOptional: (lever?.missing ?? []).filter((entry) => optional.has(entry.operation)).map((entry) => entry.permission),
      },
      vendor: { state: vendor?.state ?? 'none' },
      leverWebhook: await this.connections.leverWebhookStatus(tenantId, view.id),
      channels: this.channels,
      mirror: mirrorReader(() => this.database.forTenant(tenantId), provider.manifest.lever.confidential ?? false),
      clock: this.clock,
    };
    return provider.setup(context);
  }
}
