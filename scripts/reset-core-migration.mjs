/** Before the first release only: makes the one initial core migration anew from the entities. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const folder = 'src/database/migrations';
for (const file of readdirSync(folder)) if (file !== 'index.ts') rmSync(`${folder}/${file}`);
writeFileSync(`${folder}/index.ts`, `import type { MigrationObject } from '@mikro-orm/core';

/** Core migrations, in order, forward only. */
export const CORE_MIGRATIONS: readonly MigrationObject[] = [];
`);
execFileSync('npm', ['run', '-s', 'migration:create', '--', 'core', 'initial'], { stdio: 'inherit' });
