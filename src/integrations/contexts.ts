import type { EntityManager } from '@mikro-orm/postgresql';
import { plainToInstance } from 'class-transformer';
import type { Database } from '../database/database.js';
import type { LeverAccess } from '../lever/lever-access.js';
import type { Priority } from '../lever/permits.js';
import type { PeopleSearch } from '../people/people-search.js';
import type { StructuredLog } from '../operations/log/structured-log.js';
import type { Clock } from '../sdk/clock.js';
import type { LifecycleContext, ReadStore } from '../sdk/context.js';
import { PatchbayError, SwitchedOff } from '../sdk/errors.js';
import { isLeverOperation, type LeverOperation, type LeverReads } from '../sdk/lever/index.js';
import type { Channels } from '../sdk/messages.js';
import type { Principal } from '../sdk/principal.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import type { InstallationView } from './installation-view.js';
import { BUILT_IN_MATCHING } from './built-in-matching.js';
import { mirrorReader } from './mirror-reader.js';
import type { AccountAccess } from './account-access.js';
import type { VendorAccess } from './vendor-access.js';

/** The parts of a context that every kind shares. */
export type SharedContext = Omit<LifecycleContext<object>, 'commit' | 'vendorWebhook'>;

/** Settings as the plugin's class, brought up to the current schema version (D19). */
export function settingsOf(provider: IntegrationProvider, view: Pick<InstallationView, 'settings' | 'schemaVersion'>): object {
  const { settings: settingsClass, settingsVersion } = provider.manifest;
  if (view.settings === null) return new settingsClass();
  if (view.schemaVersion < settingsVersion && settingsClass.upgrade) return settingsClass.upgrade(view.settings, view.schemaVersion);
  return plainToInstance(settingsClass, view.settings);
}

/** Builds what handlers, use cases and life-cycle methods get; opens nothing until it is used. */
export class Contexts {
  constructor(
    private readonly database: Database, private readonly clock: Clock, private readonly lever: LeverAccess,
    private readonly vendors: VendorAccess, private readonly accounts: AccountAccess, private readonly log: StructuredLog,
    private readonly people: PeopleSearch, private readonly channels: Channels,
  ) {}

  build(
    view: InstallationView, provider: IntegrationProvider,
    options: { during: 'work' | 'set-up' | 'clean-up'; priority: Priority; signal: AbortSignal; connections: Readonly<Record<string, string>>; by?: Principal },
  ): SharedContext {
    const read = (): EntityManager => this.database.forTenant(view.tenantId);
    return {
      tenantId: view.tenantId, installationId: view.id, integrationKey: view.integrationKey, state: view.state, mode: view.mode, zone: view.zone,
      settings: settingsOf(provider, view), settingsRevision: view.settingsRevision, channels: this.channels,
      lever: this.leverOf(view, provider, options),
      leverMissing: () => missingOf(read(), options.connections.lever ?? null),
      vendor: this.vendors.open({ view, provider, connectionId: options.connections.vendor ?? null, during: options.during, signal: options.signal }),
      accounts: this.accounts.open({ view, provider, during: options.during, priority: options.priority, signal: options.signal, by: options.by ?? null }),
      mirror: mirrorReader(read, provider.manifest.lever.confidential ?? false),
      matching: BUILT_IN_MATCHING, people: this.people.open(view.tenantId), store: lazyStore(read), clock: this.clock, signal: options.signal,
      log: this.log.with({ tenantId: view.tenantId, integration: view.integrationKey }),
    };
  }

  private leverOf(view: InstallationView, provider: IntegrationProvider, options: Parameters<Contexts['build']>[2]): LeverReads {
    const connectionId = options.connections.lever;
    if (!connectionId) return unavailable<LeverReads>(() => new SwitchedOff('Lever is not connected.'));
    return this.lever.open({
      tenantId: view.tenantId, priority: options.priority, signal: options.signal,
      holder: { connectionId, installation: { id: view.id, epoch: view.epoch, during: options.during } },
      operations: [...provider.manifest.lever.operations, ...(provider.manifest.lever.optionalOperations ?? [])],
    });
  }
}

async function missingOf(em: EntityManager, connectionId: string | null): Promise<LeverOperation[]> {
  if (connectionId === null) return [];
  const rows = await em.execute<{ missing: string[] }[]>('select missing from connection where id = ?', [connectionId]);
  return (rows[0]?.missing ?? []).filter(isLeverOperation);
}

/** A port that cannot be used now: the first use says why. */
function unavailable<T extends object>(reason: () => PatchbayError): T {
  return new Proxy({}, { get: () => { throw reason(); } }) as T;
}

/** A fresh read scope for each call, so that nothing stale is kept between them. */
function lazyStore(read: () => EntityManager): ReadStore {
  return new Proxy({}, {
    get: (_target, name: keyof ReadStore) => {
      const em = read();
      return (em[name] as (...args: unknown[]) => unknown).bind(em);
    },
  }) as ReadStore;
}
