import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';

/** One embedded PostgreSQL a run, migrated once; each spec file works on a copy of it. Runs of unit specs alone start none. */
export default async function globalSetup(config) {
  const patterns = config.testPathPatterns?.patterns ?? [];
  if (patterns.length > 0 && patterns.every((pattern) => /[^t2]-?\.?spec(\.ts)?$/.test(pattern) && !/(int|e2e)-spec/.test(pattern))) return;
  const { startEmbeddedPostgres } = await import('../../dist/src/database/embedded-postgres.js');
  const { migrate } = await import('../../dist/src/database/migrate.js');
  const { loadPlugins } = await import('../../dist/src/integrations/plugin-discovery.js');
  const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-test-'));
  const server = await startEmbeddedPostgres({ dataDir, fsync: false });
  globalThis.patchbayTestServer = { server, dataDir };
  process.env.PATCHBAY_TEST_OWNER_URL = server.ownerUrl;
  const superuser = new URL(server.ownerUrl);
  superuser.username = 'postgres';
  superuser.password = JSON.parse(readFileSync(join(dataDir, 'postgres-passwords.json'), 'utf8')).superuser;
  process.env.PATCHBAY_TEST_SUPER_URL = superuser.toString();
  const plugins = await loadPlugins();
  await migrate({ ownerUrl: server.ownerUrl, loginPassword: 'test-login', plugins: plugins.map((plugin) => plugin.definition) });
}
