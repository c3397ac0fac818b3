import { afterEach, describe, expect, it } from '@jest/globals';
import { MikroORM, p, type EntityName } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { loadPlugins } from '../integrations/plugin-discovery.js';
import { tenantTable } from '../sdk/tenant-table.js';
import { CORE_ENTITIES } from './entities.js';
import { loginUrl, migrate, schemaOf, type SchemaPart } from './migrate.js';
import { CORE_MIGRATIONS } from './migrations/index.js';
import { createOwnerOrm } from './orm.js';

const PASSWORD = 'test-login';
const ownerOfServer = process.env.PATCHBAY_TEST_OWNER_URL ?? '';
const superuserOfServer = process.env.PATCHBAY_TEST_SUPER_URL ?? '';
const names: string[] = [];

async function run(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** An empty database; answers its owner's address. */
async function blankDatabase(): Promise<string> {
  const name = `blank_${randomBytes(4).toString('hex')}`;
  names.push(name);
  await run(ownerOfServer.replace(/\/patchbay$/, '/postgres'), `create database ${name}`);
  return ownerOfServer.replace(/\/patchbay$/, `/${name}`);
}

const ThingSchema = tenantTable({ plugin: 'demo-plugin', name: 'thing', columns: { label: p.string() }, person: null });
class Thing extends ThingSchema.class {}
ThingSchema.setClass(Thing);

class MakeThings extends Migration {
  override up(): void {
    this.addSql(`create table "p_demo_plugin"."thing" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null,
      "label" varchar(255) not null, primary key ("id"))`);
    this.addSql(`alter table "p_demo_plugin"."thing" enable row level security`);
    this.addSql(`alter table "p_demo_plugin"."thing" force row level security`);
    this.addSql(`create policy "thing_tenant" on "p_demo_plugin"."thing" to patchbay_app
      using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid)`);
  }
}

const demo: SchemaPart = { key: 'demo-plugin', entities: [Thing], migrations: [{ name: 'make-things', class: MakeThings }] };

interface Part {
  readonly key: string;
  readonly entities: readonly EntityName[];
  readonly schema?: string;
  readonly folder: string;
}

async function withOwnerOrm<T>(url: string, part: Part, work: (orm: MikroORM) => Promise<T>): Promise<T> {
  const orm = await createOwnerOrm({ url, entities: part.entities, migrations: [], journal: 'schema_journal', path: part.folder, ...(part.schema && { schema: part.schema }) });
  try {
    return await work(orm);
  } finally {
    await orm.close();
  }
}

/** The SQL that would bring the database to what the entities say. */
const difference = (url: string, part: Part) =>
  withOwnerOrm(url, part, (orm) => orm.schema.getUpdateSchemaSQL({ wrap: false, schema: part.schema ?? 'public' }));

const found = (await loadPlugins()).map(({ folder, definition }) => ({ folder, definition: definition as unknown as SchemaPart }));
const parts: Part[] = [
  { key: 'core', entities: CORE_ENTITIES, folder: join(process.cwd(), 'src/database/migrations') },
  ...found.filter(({ definition }) => definition.entities.length > 0).map(({ folder, definition }) => ({
    key: definition.key, entities: definition.entities, schema: schemaOf(definition.key), folder: join(process.cwd(), 'plugins', folder, 'migrations'),
  })),
];

afterEach(async () => {
  // As superuser: the server may just be vacuuming it.
  for (const name of names.splice(0)) await run(superuserOfServer.replace(/\/patchbay$/, '/postgres'), `drop database if exists ${name} with (force)`);
});

describe('migrations', () => {
  it('apply the core first, then each plugin in its own schema, and nothing the second time', async () => {
    const ownerUrl = await blankDatabase();
    const applied = await migrate({ ownerUrl, loginPassword: PASSWORD, plugins: [demo] });
    expect(applied).toEqual([...CORE_MIGRATIONS.map(({ name }) => `core/${name}`), 'demo-plugin/make-things']);
    expect(await run(ownerUrl, 'select name from p_demo_plugin.schema_journal')).toEqual([{ name: 'make-things' }]);
    expect(await run(ownerUrl, `select count(*)::int as n from schema_journal where name = 'make-things'`)).toEqual([{ n: 0 }]);
    expect(await migrate({ ownerUrl, loginPassword: PASSWORD, plugins: [demo] })).toEqual([]);
  });

  it('run once when several processes start at the same time', async () => {
    const ownerUrl = await blankDatabase();
    const all = await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl, loginPassword: PASSWORD, plugins: [demo] })));
    expect(all.map((applied) => applied.length).sort()).toEqual([0, 0, CORE_MIGRATIONS.length + 1]);
  });

  it('give the working roles what they need in a plugin schema, and the log-in role nothing of its own', async () => {
    const ownerUrl = await blankDatabase();
    await migrate({ ownerUrl, loginPassword: PASSWORD, plugins: [demo] });
    const login = loginUrl(ownerUrl, PASSWORD);
    const rights = `select has_table_privilege($1, 'p_demo_plugin.thing', 'select, insert, update, delete') as thing,
      has_schema_privilege($1, 'p_demo_plugin', 'usage') as enters, has_schema_privilege($1, 'public', 'create') as builds`;
    expect(await run(ownerUrl, rights, ['patchbay_app'])).toEqual([{ thing: true, enters: true, builds: false }]);
    expect(await run(ownerUrl, rights, ['patchbay_runner'])).toEqual([{ thing: false, enters: false, builds: false }]);
    expect(await run(ownerUrl, `select has_table_privilege('patchbay_app', 'p_demo_plugin.schema_journal', 'select') as reads`)).toEqual([{ reads: false }]);
    await expect(run(login, 'select * from p_demo_plugin.thing')).rejects.toThrow(/permission denied/);
    await expect(run(login, 'select * from tenant')).rejects.toThrow(/permission denied/);
  });

  it.each(parts)('of $key leave nothing between the database and the entities', async (part) => {
    const ownerUrl = await blankDatabase();
    await migrate({ ownerUrl, loginPassword: PASSWORD, plugins: found.map(({ definition }) => definition) });
    expect(await difference(ownerUrl, part)).toBe('');
    expect(await withOwnerOrm(ownerUrl, part, (orm) => orm.migrator.checkSchema())).toBe(false);
  });

  it('would show a stray or missing table, column, index, policy or forced row-level security', async () => {
    const ownerUrl = await blankDatabase();
    await migrate({ ownerUrl, loginPassword: PASSWORD, plugins: [] });
    for (const sql of [
      'alter table lane drop column fence', 'drop index lane_due', 'drop policy lane_runner on lane', 'alter table job no force row level security',
      'create table stray (id int)', 'alter table tenant add column stray int',
    ]) {
      await run(ownerUrl, sql);
    }
    const [core] = parts;
    if (!core) throw new Error('The core is always there.');
    const update = await difference(ownerUrl, core);
    expect(update).toMatch(/alter table "lane" add "fence"/);
    expect(update).toMatch(/create index "lane_due"/);
    expect(update).toMatch(/create policy "lane_runner" on "lane" to "?patchbay_runner"?/);
    expect(update).toMatch(/alter table "job" force row level security/);
    expect(update).toMatch(/drop table if exists "stray"/);
    expect(update).toMatch(/alter table "tenant" drop column "stray"/);
  });
});
