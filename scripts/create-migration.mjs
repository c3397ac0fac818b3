/** Generates a migration from the entities: `npm run migration:create -- core|<plugin> <name>` (needs a build). */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import 'reflect-metadata';
import { startEmbeddedPostgres } from '../dist/src/database/embedded-postgres.js';
import { CORE_ENTITIES } from '../dist/src/database/entities.js';
import { schemaOf } from '../dist/src/database/migrate.js';
import { JOURNAL } from '../dist/src/database/roles.js';
import { createOwnerOrm } from '../dist/src/database/orm.js';

const [part, name] = process.argv.slice(2);
if (!part || !/^[a-z][a-z0-9-]*$/.test(name ?? '')) {
  process.stderr.write('Usage: npm run migration:create -- core|<plugin> <name-in-kebab-case>\n');
  process.exit(2);
}
const isCore = part === 'core';
const folder = resolve(isCore ? 'src/database/migrations' : `plugins/${part}/migrations`);
const entities = isCore ? CORE_ENTITIES : (await import(`../dist/plugins/${part}/index.js`)).default.entities;

const EMPTY_LIST = isCore
  ? `import type { MigrationObject } from '@mikro-orm/core';

/** Core migrations, in order, forward only. */
export const CORE_MIGRATIONS: readonly MigrationObject[] = [
];
`
  : `import type { PluginDefinition } from 'patchbay/sdk';

/** In order, forward only. */
export const MIGRATIONS: PluginDefinition['migrations'] = [
];
`;

/** Adds the new class at the end of the list that the hub runs. */
function addToList(file) {
  const className = /export class (\w+)/.exec(readFileSync(join(folder, `${file}.ts`), 'utf8'))[1];
  const index = join(folder, 'index.ts');
  const text = existsSync(index) ? readFileSync(index, 'utf8') : EMPTY_LIST;
  const listed = text.replace(/\[\];/, '[\n];').replace(/\n\];/, `\n  { name: '${file}', class: ${className} },\n];`);
  writeFileSync(index, `import { ${className} } from './${file}.js';\n${listed}`);
}

const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-migration-'));
const server = await startEmbeddedPostgres({ dataDir, fsync: false });
try {
  mkdirSync(folder, { recursive: true });
  const before = new Set(readdirSync(folder));
  const orm = await createOwnerOrm({
    url: server.ownerUrl, entities, migrations: [], journal: JOURNAL, path: folder, ...(isCore ? {} : { schema: schemaOf(part) }),
  });
  const made = await orm.migrator.create(folder, false, false, name);
  await orm.close();
  const file = readdirSync(folder).find((entry) => entry.endsWith('.ts') && !before.has(entry));
  if (made.fileName && file) addToList(file.replace(/\.ts$/, ''));
  process.stdout.write(made.fileName ? `${join(folder, file)}\n` : 'The migrations already make what the entities say.\n');
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
