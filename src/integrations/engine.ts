import { randomInt } from 'node:crypto';
import type { AuditTrail } from '../audit/audit-trail.js';
import { AccountKeeper } from '../connections/account-keeper.js';
import { AccountSignIn } from '../connections/account-sign-in.js';
import type { BusinessClock } from '../clock/business-clock.js';
import { lostAfterMs, refreshTimeoutMs } from '../connections/refresh-turn.js';
import type { ConnectionStore } from '../connections/connection-store.js';
import type { Connections } from '../connections/connections.js';
import type { Database } from '../database/database.js';
import type { Bell } from '../ledger/bell.js';
import { Claimer } from '../ledger/claimer.js';
import { nextRetryMs } from '../ledger/retry-policy.js';
import { FeedConnections } from '../lever/feed-connection.js';
import type { LeverAccess } from '../lever/lever-access.js';
import { LookWorker } from '../lever/look-worker.js';
import type { ErasedPeople } from '../lever/mirror-store.js';
import { Poller } from '../lever/poller.js';
import type { Messages } from '../messaging/messages.js';
import type { ErasureService } from '../operations/erasure/erasure.service.js';
import type { StructuredLog } from '../operations/log/structured-log.js';
import type { PeopleSearch } from '../people/people-search.js';
import { CallerError } from '../sdk/errors.js';
import { AccountAccess, accountDefinition } from './account-access.js';
import { ActionWorker } from './action-worker.js';
import type { Catalogue } from './catalogue.js';
import { Contexts } from './contexts.js';
import { Executors } from './executors.js';
import { InboxWorker } from './inbox-worker.js';
import { InstallationDirectory } from './installation-directory.js';
import { JobWorker } from './job-worker.js';
import { LifecycleService } from './lifecycle.service.js';
import { Revocations } from './revocations.js';
import { Schedules } from './schedules.js';
import { signInContexts } from './sign-in-contexts.js';
import { SettingsService } from './settings.service.js';
import { SetupService } from './setup.service.js';
import { PluginUseCases } from './use-cases.js';
import { HttpVendorAccess } from './vendor-http.js';

export interface EnginePorts {
  readonly database: Database; readonly clock: BusinessClock; readonly bell: Bell; readonly catalogue: Catalogue; readonly audit: AuditTrail;
  readonly messages: Messages; readonly erasures: Pick<ErasureService, 'begin'>; readonly log: StructuredLog; readonly connections: Connections; readonly store: ConnectionStore; readonly lever: LeverAccess;
  readonly erased: ErasedPeople;
  readonly people: PeopleSearch;
  readonly vendors: Readonly<Record<string, { readonly baseUrl: string }>>;
  readonly outsideClients: Readonly<Record<string, { readonly id: string; readonly secret: string }>>;
  readonly publicUrl: string;
  readonly workers: { readonly concurrency: number; readonly leaseMs: number; readonly holdMs: number; readonly pollMs: number };
  readonly settleMs: number;
  readonly pollEveryMs: number;
}

export interface Engine {
  readonly claimer: Claimer;
  readonly poller: Poller;
  readonly schedules: Schedules;
  readonly lifecycle: LifecycleService;
  readonly setup: SetupService;
  readonly settings: SettingsService;
  readonly directory: InstallationDirectory;
  readonly contexts: Contexts;
  readonly revocations: Revocations;
  readonly useCases: PluginUseCases;
  readonly accountSignIn: AccountSignIn;
}

const jitter = (): number => randomInt(1_000_000) / 1_000_000;

function outsideAccounts(ports: EnginePorts, directory: InstallationDirectory): { accounts: AccountAccess; accountSignIn: AccountSignIn } {
  const { database, clock, store, connections, messages, catalogue, publicUrl } = ports;
  const { holdMs } = ports.workers;
  const contexts = signInContexts(database, ports.vendors, ports.outsideClients, refreshTimeoutMs(holdMs));
  const keeper = new AccountKeeper(database, store, clock, contexts, lostAfterMs(holdMs));
  const accountSignIn = new AccountSignIn({
    database, clock, store, connections, contexts, publicUrl,
    definitionOf: async (tenantId, owner, system) => {
      const view = await directory.view(tenantId, owner);
      if (!view) throw CallerError.notFound('The installation');
      return accountDefinition(catalogue.get(view.integrationKey).provider, system);
    },
  });
  return { accountSignIn, accounts: new AccountAccess({ database, clock, keeper, signIn: accountSignIn, connections, messages }) };
}

/** Puts the workers of one process together; starts nothing. */
export function createEngine(ports: EnginePorts): Engine {
  const { database, clock, bell, catalogue, audit, messages, erasures, people } = ports;
  const directory = new InstallationDirectory(database, catalogue);
  const vendorAccess = new HttpVendorAccess(database, ports.store, ports.vendors);
  const { accounts, accountSignIn } = outsideAccounts(ports, directory);
  const contexts = new Contexts(database, clock, ports.lever, vendorAccess, accounts, ports.log, people, messages.channels);
  const revocations = new Revocations(ports.connections, directory);
  const schedules = new Schedules(database, clock, bell, catalogue);
  const setup = new SetupService(database, clock, catalogue, directory, ports.connections, messages.channels);
  const settings = new SettingsService(database, clock, catalogue, directory, audit, schedules);
  const lifecycle = new LifecycleService({
    database, clock, bell, catalogue, contexts, directory, audit, messages, erasures, setup, schedules, people,
    connections: ports.connections,
  });
  revocations.use(lifecycle);
  const feeds = new FeedConnections(database, ports.lever);
  const claimer = new Claimer(database, clock, bell, {
    ...ports.workers, onError: (error, claim) => ports.log.error('lane.failed', error, claim ? { tenantId: claim.tenantId, kind: claim.kind } : {}),
  });
  const shared = {
    database, clock, bell, catalogue, directory, audit, messages, erasures, people, revocations,
    connections: ports.connections, random: jitter,
  };
  claimer.register(new LookWorker({
    database, clock, bell, feeds, subscriptions: directory, revocations, erased: ports.erased, erasures,
    backOffMs: (failures) => nextRetryMs({ fault: 'outside', retryable: true, attempts: failures, ageMs: 0 }, jitter()) ?? 60_000,
  }));
  claimer.register(new InboxWorker(shared));
  claimer.register(new JobWorker({ ...shared, contexts }));
  const executors = new Executors(database, ports.lever, vendorAccess, catalogue, directory, contexts);
  claimer.register(new ActionWorker({ ...shared, settleMs: ports.settleMs, executors }));
  const poller = new Poller({ database, clock, bell, feeds, subscriptions: directory, revocations, erased: ports.erased, pollEveryMs: ports.pollEveryMs });
  const useCases = new PluginUseCases({
    database, clock, bell, catalogue, contexts, directory, audit, messages, erasures, people, connections: ports.connections,
  });
  return { accountSignIn, useCases, claimer, poller, schedules, lifecycle, setup, settings, directory, contexts, revocations };
}
