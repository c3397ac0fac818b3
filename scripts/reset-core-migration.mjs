/** Before the first release only: makes the one initial core migration anew from the entities. */
import { readdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const folder = 'src/database/migrations';
const index = `${folder}/index.ts`;
const released = readdirSync(folder).filter((file) => file.startsWith('Migration') && file.endsWith('.ts'));
if (released.length > 1) throw new Error('There is more than one core migration: they are append-only now, use migration:create.');
// The list stays until the new one exists: the build needs it. Its old entry goes with the old file.
execFileSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
for (const file of [...released, '.snapshot.json', 'index.ts']) rmSync(`${folder}/${file}`, { force: true });
try {
  execFileSync('node', ['scripts/create-migration.mjs', 'core', 'initial'], { stdio: 'inherit' });
} catch (error) {
  throw new Error(`No new migration was made; bring the old one back with: git checkout -- ${folder}`, { cause: error });
}
if (!readdirSync(folder).includes('index.ts')) throw new Error(`${index} was not made.`);
