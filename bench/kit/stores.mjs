import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SUPERUSER } from '../../dist/src/database/embedded/cluster.js';
import { serverPasswords } from '../../dist/src/database/embedded/server-passwords.js';
import { startEmbeddedPostgres } from '../../dist/src/database/embedded-postgres.js';
import { loginUrl, migrate } from '../../dist/src/database/migrate.js';
import { freePort, until } from './processes.mjs';

const LOGIN_PASSWORD = 'bench-login';

const at = (url, database) => { const copy = new URL(url); copy.pathname = `/${database}`; return copy.href; };

export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
}

export const query = (url, sql, values = []) => withClient(url, async (client) => (await client.query(sql, values)).rows);

/**
 * One PostgreSQL for everybody who is measured: the embedded one with `fsync` on. Patchbay and every peer get a database of
 * their own on it.
 */
export async function startPostgres() {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const server = await startEmbeddedPostgres({ dataDir });
  const superuser = new URL(server.ownerUrl);
  superuser.username = SUPERUSER;
  superuser.password = (await serverPasswords(join(dataDir, 'postgres-passwords.json'))).superuser;
  const admin = at(superuser.href, 'postgres');
  // Raised for everybody alike: no checkpoint storm in the middle of a round.
  await query(admin, `alter system set max_wal_size = '4GB'`);
  await query(admin, 'select pg_reload_conf()');
  await migrate({ ownerUrl: server.ownerUrl, loginPassword: LOGIN_PASSWORD, plugins: [] });
  let made = 0;
  const create = async (extra = '') => {
    made += 1;
    await query(admin, `create database bench_${made} ${extra}`);
    return `bench_${made}`;
  };
  return {
    dataDir,
    version: (await query(admin, 'show server_version'))[0].server_version,
    settings: async () => Object.fromEntries(await Promise.all(['fsync', 'synchronous_commit', 'shared_buffers', 'max_wal_size']
      .map(async (name) => [name, (await query(admin, `show ${name}`))[0][name]]))),
    /** A migrated hub database, with the tables of these plugins. */
    forHub: async (plugins = []) => {
      const name = await create('template patchbay owner patchbay_owner');
      await query(admin, `grant connect on database ${name} to patchbay_login`);
      const ownerUrl = at(server.ownerUrl, name);
      if (plugins.length > 0) await migrate({ ownerUrl, loginPassword: LOGIN_PASSWORD, plugins });
      return { ownerUrl, loginUrl: loginUrl(ownerUrl, LOGIN_PASSWORD), superUrl: at(superuser.href, name) };
    },
    /** An empty database; its owner may do everything in it. */
    forPeer: async () => at(superuser.href, await create()),
    drop: (url) => query(admin, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`),
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const hasRedis = () => spawnSync('redis-server', ['--version']).status === 0;

function installRedis() {
  process.stdout.write('Installing redis-server for the peers that need it …\n');
  const apt = (...args) => spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (apt('install', '-y', '-qq', '--no-install-recommends', 'redis-server').status === 0) return;
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'redis-server');
}

/** `fsync`: `everysec` as most people run it, `always` for the durability PostgreSQL gives. */
export async function startRedis(fsync = 'everysec') {
  if (!hasRedis()) installRedis();
  if (!hasRedis()) throw new Error('The Bull peers need redis-server on the PATH.');
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-bench-redis-'));
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', fsync, '--dir', dir,
    '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  await until('redis to answer', () => answers(port));
  return {
    port, url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}
