import { afterEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../config/load-config.js';
import { useTestDatabase } from '../../test/support/database.js';
import { CLOCK, type BusinessClock } from '../clock/business-clock.js';
import { systemNow } from '../clock/system-clock.js';
import { DatabaseModule } from './database.module.js';
import { Database } from './database.js';
import { externalUrl, migrateStore, openStore } from './store.js';

const test = useTestDatabase();
const folders: string[] = [];
let app: TestingModule | null = null;

async function dataDir(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-store-'));
  folders.push(path);
  return path;
}

async function boot(url: string, env: Record<string, string>): Promise<TestingModule> {
  const config = loadConfig({ PATCHBAY_MASTER_KEY: `k:${randomBytes(32).toString('base64')}`, ...env });
  @Module({ imports: [DatabaseModule.forRoot({ url, config, pluginEntities: [] })] })
  class Application {}
  app = await Test.createTestingModule({ imports: [Application] }).compile();
  return app;
}

const whoAmI = (database: Database) => database.asRunner().execute<{ who: string; login: string }[]>('select current_user as who, session_user as login');

afterEach(async () => {
  await app?.close();
  app = null;
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true });
});

describe('the store', () => {
  it('without a configured database is the embedded one, migrated, reached through the log-in role', async () => {
    const config = loadConfig({ PATCHBAY_DATA_DIR: await dataDir() });
    const messages: string[] = [];
    const store = await openStore(config, [], (message) => messages.push(message));
    try {
      const database = (await boot(store.url, { PATCHBAY_DATA_DIR: config.database.dataDir })).get(Database);
      expect(await whoAmI(database)).toEqual([{ who: 'patchbay_runner', login: 'patchbay_login' }]);
      expect(await database.asRunner().execute('select count(*)::int as n from tenant')).toEqual([{ n: 0 }]);
      expect(messages.join('\n')).toMatch(/started[^]*Applied migrations: core\//);
      expect(await migrateStore(config, [])).toEqual([]);
    } finally {
      await app?.close();
      app = null;
      await store.close();
    }
  });

  it('of one address is the owner\'s: the hub logs in beside it', async () => {
    const env = { DATABASE_URL: test().ownerUrl, PATCHBAY_MASTER_KEY: `k:${randomBytes(32).toString('base64')}` };
    const config = loadConfig(env);
    const login = new URL(externalUrl(config) ?? '');
    expect([login.username, login.password]).toEqual(['patchbay_login', config.database.loginPassword]);
    expect((await openStore(config, [])).url).toBe(login.href);
  });

  it('of two addresses takes the hub\'s as it is', () => {
    const env = { DATABASE_OWNER_URL: 'postgresql://owner@db/x', DATABASE_URL: 'postgresql://me@db/x', PATCHBAY_MASTER_KEY: `k:${randomBytes(32).toString('base64')}` };
    expect(externalUrl(loadConfig(env))).toBe('postgresql://me@db/x');
  });
});

describe('the database module', () => {
  it('gives the application its database and a business clock that already knows the shift', async () => {
    await test().asOwner('insert into business_clock (id, offset_ms) values (1, 86400000)');
    const module = await boot(test().loginUrl, { PATCHBAY_CLOCK_SHIFT: 'true' });
    expect(module.get<BusinessClock>(CLOCK).now() - systemNow()).toBeGreaterThan(86_000_000);
    expect(await whoAmI(module.get(Database))).toEqual([{ who: 'patchbay_runner', login: 'patchbay_login' }]);
  });

  it('keeps machine time where shifting is not allowed, whatever the row says', async () => {
    const module = await boot(test().loginUrl, {});
    expect(module.get<BusinessClock>(CLOCK).now() - systemNow()).toBeLessThan(1_000);
  });

  it('closes its pool when the application stops', async () => {
    const connections = async () => {
      const rows = await test().asOwner<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where application_name = 'patchbay-both' and datname = current_database()`);
      return rows[0]?.n ?? 0;
    };
    const module = await boot(test().loginUrl, {});
    await whoAmI(module.get(Database));
    expect(await connections()).toBeGreaterThan(0);
    await module.close();
    app = null;
    for (let waited = 0; waited < 2_000 && await connections() > 0; waited += 20) await sleep(20);
    expect(await connections()).toBe(0);
  });
});
