/** Generates a migration from the entities: `npm run migration:create -- core|<plugin> <name>` (needs a build). */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import 'reflect-metadata';
import { startEmbeddedPostgres } from '../dist/src/database/embedded-postgres.js';
import { CORE_ENTITIES } from '../dist/src/database/entities.js';
import { createOwnerOrm } from '../dist/src/database/orm.js';
import { roleStatements } from '../dist/src/database/roles.js';

const [part = 'core', name = 'initial'] = process.argv.slice(2);
const folder = part === 'core' ? 'src/database/migrations' : `plugins/${part}/migrations`;
const schema = part === 'core' ? undefined : `p_${part.replaceAll('-', '_')}`;
const entities = part === 'core' ? CORE_ENTITIES : (await import(`../dist/plugins/${part}/index.js`)).default.entities;
const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-migration-'));
const server = await startEmbeddedPostgres({ dataDir, fsync: false });
try {
  const path = resolve(folder);
  const orm = await createOwnerOrm({ url: server.ownerUrl, entities, migrations: [], journal: 'schema_journal', schema, path, snapshotName: '.snapshot' });
  for (const statement of roleStatements('unused', 'patchbay')) await orm.em.execute(statement);
  if (schema) await orm.em.execute(`create schema if not exists ${schema}`);
  const before = new Set(readdirSync(path));
  const made = await orm.migrator.create(path, false, false, name);
  await orm.close();
  if (!made.fileName) { process.stdout.write('Nothing to migrate.\n'); process.exitCode = 0; } else {
    const file = readdirSync(path).find((entry) => !before.has(entry) && entry.endsWith('.ts'));
    const stem = file.replace(/\.ts$/, '');
    const className = /export class (\w+)/.exec(readFileSync(join(path, file), 'utf8'))[1];
    const index = join(path, 'index.ts');
    const text = existsSync(index) ? readFileSync(index, 'utf8') : '';
    const entry = `  { name: '${stem}', class: ${className} },\n];`;
    writeFileSync(index, `import { ${className} } from './${stem}.js';\n${text.replace(/\[\];/, `[\n];`).replace(/\n?\];/, `\n${entry}`).replace('[\n\n', '[\n')}`);
    process.stdout.write(`${folder}/${file}\n`);
  }
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
