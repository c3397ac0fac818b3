import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { PermissionNarrowing } from '../auth/permission-narrowing.js';
import { BusinessClock } from '../clock/business-clock.js';
import { ConnectionStore } from '../connections/connection-store.js';
import { Connections } from '../connections/connections.js';
import { IntegrationKeys } from '../connections/integration-keys.js';
import { LeverOauthService } from '../connections/lever-oauth.service.js';
import { LeverProbe } from '../connections/lever-probe.js';
import { TokenKeeper } from '../connections/token-keeper.js';
import { Hooks } from '../connections/hooks.js';
import { Database } from '../database/database.js';
import { Bell } from '../ledger/bell.js';
import { SignalInbox } from '../ledger/signal-inbox.js';
import { FEED_OPERATIONS } from '../lever/feed.js';
import { LeverIntake } from '../lever/lever-intake.js';
import { HttpLeverAccess } from '../lever/http-lever-access.js';
import { Permits } from '../lever/permits.js';
import { Messages } from '../messaging/messages.js';
import { ErasureService } from '../operations/erasure/erasure.service.js';
import { Tombstones } from '../operations/erasure/tombstones.js';
import { PeopleSearch } from '../people/people-search.js';
import { StructuredLog } from '../operations/log/structured-log.js';
import { scopesFor } from '../sdk/lever/index.js';
import { USE_CASES } from '../sdk/rest.js';
import { Catalogue } from './catalogue.js';
import { OauthController } from './oauth.controller.js';
import { createEngine, type Engine, type EnginePorts } from './engine.js';
import { ConnectionsController } from './connections.controller.js';
import { HubConnectionController } from './hub-connection.controller.js';
import { InstallationsController } from './installations.controller.js';
import { InstallationsService } from './installations.service.js';
import { EnabledInterceptor } from './enabled.interceptor.js';
import { JourneyService } from './journey.service.js';
import { LedgerController } from './ledger.controller.js';
import { FoundPlugins, PluginHost } from './plugin-host.js';
import { EngineGauges } from './engine-gauges.js';
import { ManifestNarrowing } from './manifest-narrowing.js';
import { VendorKeysController } from './vendor-keys.controller.js';
import { WorkController } from './work.controller.js';
import { VendorIntake } from './vendor-intake.js';
import { ENGINE, Ticker } from './ticker.js';

const engine: FactoryProvider<Engine> = {
  provide: ENGINE,
  inject: [
    Database, BusinessClock, Bell, Catalogue, AuditTrail, Messages, ErasureService, StructuredLog, Connections, ConnectionStore, TokenKeeper,
    Tombstones, PeopleSearch, CONFIG,
  ],
  useFactory: (
    database: Database, clock: BusinessClock, bell: Bell, catalogue: Catalogue, audit: AuditTrail, messages: Messages, erasures: ErasureService,
    log: StructuredLog, connections: Connections, store: ConnectionStore, credentials: TokenKeeper, erased: Tombstones,
    people: PeopleSearch, config: AppConfig,
  ) => {
    const { apiUrl: baseUrl, timeoutMs, rate, settleMs, pollEveryMs } = config.lever;
    const ports: EnginePorts = {
      database, clock, bell, catalogue, audit, messages, erasures, log, connections, store, erased, people, settleMs, pollEveryMs,
      vendors: config.vendors, outsideClients: config.outsideClients, publicUrl: config.http.publicUrl, workers: config.workers,
      lever: new HttpLeverAccess({ baseUrl, timeoutMs, credentials, permits: new Permits(database, rate) }),
    };
    return createEngine(ports);
  },
};

const installations: FactoryProvider<InstallationsService> = {
  provide: InstallationsService,
  inject: [Database, BusinessClock, Catalogue, Connections, Hooks, AuditTrail],
  useFactory: (...parts: ConstructorParameters<typeof InstallationsService>) => new InstallationsService(...parts),
};

const oauth: FactoryProvider<LeverOauthService> = {
  provide: LeverOauthService,
  inject: [Database, BusinessClock, CONFIG, Connections, LeverProbe, IntegrationKeys, Catalogue],
  useFactory: (
    database: Database, clock: BusinessClock, config: AppConfig, connections: Connections, probe: LeverProbe, keys: IntegrationKeys, catalogue: Catalogue,
  ) => new LeverOauthService(database, clock, config, connections, probe, async (tenantId, owner) => {
    const integrationKey = await keys.ofOwner(tenantId, owner);
    if (owner === 'hub') return { integrationKey, operations: FEED_OPERATIONS, scopes: scopesFor(FEED_OPERATIONS) };
    const { operations, optionalOperations = [], confidential } = catalogue.get(integrationKey).provider.manifest.lever;
    const all = [...operations, ...optionalOperations];
    return { integrationKey, operations: all, scopes: [...scopesFor(all), ...(confidential ? ['confidential:access:admin'] : [])] };
  }),
};

const journeys: FactoryProvider<JourneyService> = {
  provide: JourneyService, inject: [Database], useFactory: (database: Database) => new JourneyService(database),
};

const signalInbox: FactoryProvider<SignalInbox> = {
  provide: SignalInbox, inject: [Database], useFactory: (database: Database) => new SignalInbox(database),
};

const leverIntake: FactoryProvider<LeverIntake> = {
  provide: LeverIntake,
  inject: [Database, Hooks, BusinessClock, Bell, SignalInbox],
  useFactory: (...parts: ConstructorParameters<typeof LeverIntake>) => new LeverIntake(...parts),
};

const vendorIntake: FactoryProvider<VendorIntake> = {
  provide: VendorIntake,
  inject: [Database, Hooks, BusinessClock, Bell, SignalInbox, Catalogue],
  useFactory: (...parts: ConstructorParameters<typeof VendorIntake>) => new VendorIntake(...parts),
};

/** The plugin host: catalogue, installations and the workers that serve them. */
@Module({})
export class IntegrationsModule {
  static forRoot(plugins: FoundPlugins): DynamicModule {
    const catalogue = new Catalogue();
    return {
      module: IntegrationsModule,
      global: true,
      controllers: [InstallationsController, ConnectionsController, OauthController, LedgerController, WorkController, VendorKeysController,
        HubConnectionController],
      providers: [
        { provide: Catalogue, useValue: catalogue }, { provide: FoundPlugins, useValue: plugins }, PluginHost, EngineGauges,
        engine, installations, oauth, journeys, signalInbox, leverIntake, vendorIntake, Ticker,
        { provide: USE_CASES, inject: [ENGINE], useFactory: ({ useCases }: Engine) => useCases },
        { provide: APP_INTERCEPTOR, useClass: EnabledInterceptor },
        { provide: PermissionNarrowing, useValue: new ManifestNarrowing(catalogue) },
      ],
      exports: [Catalogue, ENGINE, USE_CASES, PermissionNarrowing, LeverIntake, VendorIntake],
    };
  }
}
