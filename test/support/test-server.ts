import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SUPERUSER } from '../../src/database/embedded/cluster.js';
import { serverPasswords } from '../../src/database/embedded/server-passwords.js';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { migrate, type SchemaPart } from '../../src/database/migrate.js';
import { loadPlugins } from '../../src/integrations/plugin-discovery.js';

/**
 * The PostgreSQL of one test run, migrated once. Prints its addresses and lives until its input ends, so that
 * it also goes away, with its data, when the run is killed.
 */
const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
try {
  const server = await startEmbeddedPostgres({ dataDir, fsync: false });
  try {
    const plugins = await loadPlugins();
    await migrate({ ownerUrl: server.ownerUrl, loginPassword: 'test-login', plugins: plugins.map(({ definition }) => definition as unknown as SchemaPart) });
    const superuser = new URL(server.ownerUrl);
    superuser.username = SUPERUSER;
    superuser.password = (await serverPasswords(join(dataDir, 'postgres-passwords.json'))).superuser;
    console.log(JSON.stringify({ ownerUrl: server.ownerUrl, superUrl: superuser.href }));
    await once(process.stdin.resume(), 'end');
  } finally {
    await server.stop();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
