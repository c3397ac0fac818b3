import { join } from 'node:path';
import { SUPERUSER } from '../../src/database/embedded/cluster.js';
import { serverPasswords } from '../../src/database/embedded/server-passwords.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { migrate, type SchemaPart } from '../../src/database/migrate.js';
import { loadPlugins } from '../../src/integrations/plugin-discovery.js';

export interface MigratedServer {
  readonly server: EmbeddedPostgres;
  readonly ownerUrl: string;
  readonly superUrl: string;
}

/** A PostgreSQL with the schema of core and plugins, from which `createTestDatabase` makes copies. */
export async function startMigratedServer(options: { dataDir: string; fsync: boolean }): Promise<MigratedServer> {
  const server = await startEmbeddedPostgres(options);
  try {
    const plugins = await loadPlugins();
    await migrate({ ownerUrl: server.ownerUrl, loginPassword: 'test-login', plugins: plugins.map(({ definition }) => definition as unknown as SchemaPart) });
    const superuser = new URL(server.ownerUrl);
    superuser.username = SUPERUSER;
    superuser.password = (await serverPasswords(join(options.dataDir, 'postgres-passwords.json'))).superuser;
    return { server, ownerUrl: server.ownerUrl, superUrl: superuser.href };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
