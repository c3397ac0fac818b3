import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditServices } from '../../src/audit/testing/audit-services.js';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { Connections } from '../../src/connections/connections.js';
import { ConnectionStore } from '../../src/connections/connection-store.js';
import { Hooks } from '../../src/connections/hooks.js';
import { Catalogue } from '../../src/integrations/catalogue.js';
import { createEngine, type Engine } from '../../src/integrations/engine.js';
import Queue from 'bull';
import { BullBell } from '../../src/ledger/bull-bell.js';
import { NotifyBell } from '../../src/ledger/notify-bell.js';
import { HttpLeverAccess } from '../../src/lever/http-lever-access.js';
import { PeopleSearch } from '../../src/people/people-search.js';
import { SearchThread } from '../../src/people/search-thread.js';
import { Permits } from '../../src/lever/permits.js';
import { messagingServices } from '../../src/messaging/testing/messaging-services.js';
import { ErasureService } from '../../src/operations/erasure/erasure.service.js';
import { ErasureStore } from '../../src/operations/erasure/erasure-store.js';
import { OtherStores } from '../../src/operations/erasure/other-stores.js';
import { Tombstones } from '../../src/operations/erasure/tombstones.js';
import { createPino, StructuredLog } from '../../src/operations/log/structured-log.js';
import { TokenKeeper } from '../../src/connections/token-keeper.js';
import type { IntegrationProvider, Principal } from '../../src/sdk/index.js';
import type { TestDatabase } from './database.js';

const RATES = { burst: 16, perSecond: 9.9, applicationsPerSecond: 2 };

export interface TestHub {
  readonly engine: Engine;
  readonly connections: Connections;
  readonly clock: BusinessClock;
  readonly admin: Principal;
  readonly tenantId: string;
  readonly tombstones: Tombstones;
  readonly erasures: ErasureService;
  /** Installs a plugin of the hub with a Lever API key and switches it on. */
  install(key: string, leverKey: string, actsAs: string | null): Promise<string>;
  /** Gives an installation a Lever API key. */
  connect(installationId: string, leverKey: string, actsAs?: string | null): Promise<void>;
  /** Polls Lever once and waits until nothing is left to do. */
  settle(options?: { poll?: boolean; withinMs?: number }): Promise<void>;
  stop(): Promise<void>;
}

export interface HubOptions {
  readonly leverUrl: string;
  readonly providers: readonly IntegrationProvider<never>[];
  readonly tenantId?: string;
  readonly masterKey?: Buffer;
  readonly pollEveryMs?: number;
  readonly redisUrl?: string;
  /** The longest time in which a lost request may still take effect, ms; 200 when absent. */
  readonly settleMs?: number;
  /** Pieces of work at once; 16 when absent. */
  readonly concurrency?: number;
  readonly vendors?: Readonly<Record<string, { readonly baseUrl: string }>>;
  readonly outsideClients?: Readonly<Record<string, { readonly id: string; readonly secret: string }>>;
}

export const newMasterKey = (): Buffer => randomBytes(32);

export async function createTenant(db: HubDatabase, slug = `t-${randomBytes(4).toString('hex')}`): Promise<string> {
  const id = randomUUID();
  await db.asOwner(`insert into tenant (id, slug, name, zone, created_at) values ($1, $2, $2, 'UTC', now())`, [id, slug]);
  await db.asOwner(`insert into member (id, tenant_id, name, email, role, active, created_at) values ($1, $2, 'Admin', $3, 'super_admin', true, now())`,
    [randomUUID(), id, `${slug}@example.com`]);
  return id;
}

/** What a hub needs of a test database; a child process has only its addresses. */
export type HubDatabase = Pick<TestDatabase, 'database' | 'loginUrl' | 'asOwner'>;

/** A whole hub without HTTP: every worker of one process, on a test database, against a real Lever emulator. */
export async function startHub(db: HubDatabase, options: HubOptions): Promise<TestHub> {
  const { database } = db;
  const clock = new BusinessClock(database, true);
  const tenantId = options.tenantId ?? await createTenant(db);
  const { secretBox, trail, pseudonyms } = auditServices(database, options.masterKey ?? newMasterKey(), clock);
  const tombstones = new Tombstones(pseudonyms, clock);
  const { messages } = messagingServices({ secretBox, pseudonyms, clock });
  const store = new ConnectionStore(secretBox);
  const log = new StructuredLog(createPino(process.env.TEST_LOG ?? 'silent'));
  const connections = new Connections({
    database, clock, store, hooks: new Hooks(database, secretBox), audit: trail, rates: RATES, publicUrl: 'http://127.0.0.1',
  });
  const tokens = new TokenKeeper(database, store, clock, () => { throw new Error('no OAuth in this test'); }, 6_000);
  const bell = options.redisUrl ? new BullBell(new Queue('patchbay-test', options.redisUrl)) : new NotifyBell(db.loginUrl);
  const catalogue = new Catalogue();
  for (const provider of options.providers) catalogue.add({ definition: { key: provider.manifest.key } as never, provider: provider as never });
  const people = new PeopleSearch({ database, secretBox, clock, thread: new SearchThread({ maxBytes: 512 * 1_048_576, maxHeapMb: 1_024 }) });
  const erasures = new ErasureService(database, secretBox, tombstones, new ErasureStore(secretBox, clock), new OtherStores(), trail);
  const engine = createEngine({
    database, clock, bell, catalogue, audit: trail, messages, log, connections, store,
    erased: tombstones, people,
    erasures,
    lever: new HttpLeverAccess({ baseUrl: options.leverUrl, timeoutMs: 5_000, credentials: tokens, permits: new Permits(database, RATES) }),
    vendors: options.vendors ?? {}, outsideClients: options.outsideClients ?? {}, publicUrl: 'http://127.0.0.1',
    workers: { concurrency: options.concurrency ?? 16, leaseMs: 2_000, holdMs: 12_000, pollMs: 200 },
    settleMs: options.settleMs ?? 200, pollEveryMs: options.pollEveryMs ?? 60_000,
  });
  await bell.start();
  engine.claimer.start();
  const admin: Principal = { kind: 'member', id: randomUUID(), tenantId, role: 'super_admin', leverUserId: null };

  const openWork = async (): Promise<number> => {
    const rows = await db.asOwner<{ n: number }>('select count(*)::int as n from lane where due_at is not null');
    return (rows[0]?.n ?? 0) + engine.claimer.inFlight;
  };
  /** As the ticker does it: a poll that fails is simply tried again a moment later. */
  const pollOnce = async (tries = 10): Promise<void> => {
    await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
    try {
      await engine.poller.tick();
    } catch (error) {
      if (tries === 1) throw error;
      await sleep(200);
      await pollOnce(tries - 1);
    }
  };
  const connect: TestHub['connect'] = async (installationId, leverKey, actsAs = null) => {
    await connections.activate(tenantId, installationId, 'lever', {
      secret: { kind: 'api_key', key: leverKey }, auth: 'api_key', accountId: 'acme', actsAs, scopes: [], missing: [], expiresAt: null,
    }, admin);
  };
  return {
    connect, engine, connections, clock, admin, tenantId, tombstones, erasures,
    install: async (key, leverKey, actsAs) => {
      const id = randomUUID();
      await db.asOwner(`insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
        values ($1, $2, $3, 'draft', 'live', 0, 0, now(), now(), now())`, [id, tenantId, key]);
      await connect(id, leverKey, actsAs);
      await engine.lifecycle.enable(tenantId, key, admin);
      return id;
    },
    settle: async ({ poll = true, withinMs = 10_000 } = {}) => {
      if (poll) await pollOnce();
      for (let waited = 0; waited < withinMs; waited += 20) {
        if (await openWork() === 0) return;
        await sleep(20);
      }
      throw new Error(`Work is still open: ${JSON.stringify(await db.asOwner('select kind, key, due_at, retry_at, failures from lane'))} ${
        JSON.stringify(await db.asOwner(`select name, state, last_error from job where state = 'waiting'`))}`);
    },
    stop: async () => {
      await engine.claimer.stop(1_000);
      await bell.stop();
      await people.stop();
    },
  };
}
