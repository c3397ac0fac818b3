import { afterAll, beforeAll } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createOrm } from '../../src/database/orm.js';
import { Database } from '../../src/database/database.js';
import { CORE_ENTITIES } from '../../src/database/entities.js';
import { loginUrl } from '../../src/database/migrate.js';
import { loadPlugins } from '../../src/integrations/plugin-discovery.js';

const LOGIN_PASSWORD = 'test-login';

export interface TestDatabase {
  readonly database: Database;
  readonly ownerUrl: string;
  readonly loginUrl: string;
  readonly superUrl: string;
  /** Runs SQL as superuser, past every policy. */
  asOwner<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  drop(): Promise<void>;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
}

/** A fresh copy of the migrated database, for one spec file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env.PATCHBAY_TEST_OWNER_URL;
  const superuser = process.env.PATCHBAY_TEST_SUPER_URL;
  if (!template || !superuser) throw new Error('No test server: run through jest with its global set-up.');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = superuser.replace(/\/patchbay$/, '/postgres');
  await withClient(admin, async (client) => {
    await client.query('select pg_advisory_lock(42)');
    await client.query(`create database ${name} template patchbay owner patchbay_owner`);
    await client.query(`grant connect on database ${name} to patchbay_login`);
  });
  const ownerUrl = template.replace(/\/patchbay$/, `/${name}`);
  const login = loginUrl(ownerUrl, LOGIN_PASSWORD);
  const plugins = await loadPlugins();
  const orm = await createOrm({ url: login, entities: [...CORE_ENTITIES, ...plugins.flatMap((plugin) => plugin.definition.entities)] as never, poolSize: 10 });
  return {
    database: new Database(orm), ownerUrl, loginUrl: login, superUrl: superuser.replace(/\/patchbay$/, `/${name}`),
    asOwner: (sql, values = []) => withClient(superuser.replace(/\/patchbay$/, `/${name}`), async (client) => (await client.query(sql, values)).rows as never),
    drop: async () => {
      await orm.close(true);
      await withClient(admin, (client) => client.query(`drop database if exists ${name} with (force)`).then(() => undefined));
    },
  };
}

/** For a spec file: `const db = useTestDatabase();` then `db().database` inside tests. */
export function useTestDatabase(): () => TestDatabase {
  let current: TestDatabase | null = null;
  beforeAll(async () => { current = await createTestDatabase(); });
  afterAll(async () => { await current?.drop(); });
  return () => {
    if (!current) throw new Error('The test database is not ready yet.');
    return current;
  };
}
