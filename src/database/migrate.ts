import type { EntityName, MigrationObject } from '@mikro-orm/core';
import pg from 'pg';
import { CORE_ENTITIES } from './entities.js';
import { CORE_MIGRATIONS } from './migrations/index.js';
import { createOwnerOrm } from './orm.js';
import { coreGrantStatements, JOURNAL, LOGIN_ROLE, pluginGrantStatements, roleStatements } from './roles.js';

/** A plugin's part of the schema. */
export interface SchemaPart {
  readonly key: string;
  readonly entities: readonly EntityName[];
  readonly migrations: readonly MigrationObject[];
}

export const schemaOf = (pluginKey: string): string => `p_${pluginKey.replaceAll('-', '_')}`;

const LOCK = 727_301;

/** Core first, then each plugin, under one lock: two processes may both call it (decisions D20). Answers what was applied. */
export async function migrate(options: { ownerUrl: string; loginPassword: string; plugins: readonly SchemaPart[] }): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'patchbay-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const database = new URL(options.ownerUrl).pathname.slice(1);
    for (const statement of roleStatements(options.loginPassword, database)) await client.query(statement);
    const applied = await migratePart(options.ownerUrl, { key: 'core', entities: CORE_ENTITIES, migrations: CORE_MIGRATIONS }, null);
    for (const statement of coreGrantStatements()) await client.query(statement);
    for (const plugin of options.plugins) {
      if (plugin.entities.length === 0) continue;
      const schema = schemaOf(plugin.key);
      await client.query(`create schema if not exists ${schema}`);
      applied.push(...await migratePart(options.ownerUrl, plugin, schema));
      for (const statement of pluginGrantStatements(schema)) await client.query(statement);
    }
    return applied;
  } finally {
    await client.end();
  }
}

async function migratePart(url: string, part: SchemaPart, schema: string | null): Promise<string[]> {
  const orm = await createOwnerOrm({ url, entities: part.entities, migrations: part.migrations, journal: JOURNAL, ...(schema && { schema }) });
  try {
    const done = await orm.migrator.up();
    return done.map((migration) => `${part.key}/${migration.name}`);
  } finally {
    await orm.close();
  }
}

/** Address for the hub's working pool: the login role of the same server and database. */
export function loginUrl(ownerUrl: string, loginPassword: string): string {
  const url = new URL(ownerUrl);
  url.username = LOGIN_ROLE;
  url.password = loginPassword;
  return url.toString();
}
