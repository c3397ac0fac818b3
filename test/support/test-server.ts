import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMigratedServer } from './migrated-server.js';

/**
 * The PostgreSQL of one test run, migrated once. Prints its addresses and lives until its input ends, so that
 * it also goes away, with its data, when the run is killed.
 */
const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
try {
  const { server, ownerUrl, superUrl } = await startMigratedServer({ dataDir, fsync: false });
  try {
    console.log(JSON.stringify({ ownerUrl, superUrl }));
    await once(process.stdin.resume(), 'end');
  } finally {
    await server.stop();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
