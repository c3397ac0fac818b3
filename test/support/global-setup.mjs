import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(import.meta.dirname, '../..');
const WITH_DATABASE = '{src,plugins,sandbox,config,test}/**/*.{int,e2e}-spec.ts';

/** Runs of unit specs alone need no server. */
function needsDatabase(patterns) {
  if (patterns.length === 0) return true;
  const wanted = new RegExp(patterns.join('|'), 'i');
  return globSync(WITH_DATABASE, { cwd: ROOT }).some((file) => wanted.test(resolve(ROOT, file)));
}

/** One embedded PostgreSQL a run, migrated once; each spec file works on a copy of it. */
export default async function globalSetup(config) {
  if (!needsDatabase(config.testPathPatterns?.patterns ?? [])) return;
  const server = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'test/support/test-server.ts'], {
    cwd: ROOT,
    env: { ...process.env, SWC_NODE_PROJECT: 'test/support/tsconfig.json' },
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ctrl-C reaches the run alone; the server goes when its input ends with the run.
    detached: true,
  });
  const ended = new Promise((resolveEnd) => server.once('exit', resolveEnd));
  const line = await Promise.race([
    new Promise((resolveLine) => createInterface({ input: server.stdout }).once('line', resolveLine)),
    ended.then((code) => { throw new Error(`The test server ended with ${code} before it was ready.`); }),
  ]);
  const { ownerUrl, superUrl } = JSON.parse(line);
  process.env.PATCHBAY_TEST_OWNER_URL = ownerUrl;
  process.env.PATCHBAY_TEST_SUPER_URL = superUrl;
  globalThis.patchbayTestServer = { server, ended };
}
