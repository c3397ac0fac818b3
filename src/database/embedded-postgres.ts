import { chmod, mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicNow } from '../clock/system-clock.js';
import { assertSameMajor, ensureCluster } from './embedded/cluster.js';
import { ensureOwnerDatabase, isReady, ownerUrl } from './embedded/owner-database.js';
import { clearStaleFile, livingPostmaster, stopPostmaster } from './embedded/postmaster.js';
import type { Account } from './embedded/run-program.js';
import { closedFolder, serverAccount } from './embedded/server-account.js';
import { serverBinaries } from './embedded/server-binaries.js';
import { serverPasswords, type ServerPasswords } from './embedded/server-passwords.js';
import { logTail, spawnServer } from './embedded/server-process.js';
import { ServerUsers } from './embedded/server-users.js';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly log?: (message: string) => void;
  /** Off only for throw-away data: a crash of the machine then loses it. Default on. */
  readonly fsync?: boolean;
  /** Folder with PostgreSQL's `bin`, `lib` and `share`; default: the installed npm package. */
  readonly nativeFolder?: string;
}

export interface EmbeddedPostgres {
  /** Connection of the role that owns the database, for migrations. */
  readonly ownerUrl: string;
  /** Password that migrations give to the hub's own log-in role. */
  readonly loginPassword: string;
  /** False when a server was already living on this data folder. */
  readonly started: boolean;
  /** Leaves the server; the last process to leave stops it. May be called twice. */
  stop(): Promise<void>;
}

const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 30_000;

interface Place {
  readonly dataDir: string;
  readonly cluster: string;
  readonly logFile: string;
  readonly account: Account | null;
  readonly passwords: ServerPasswords;
}

async function preparePlace(options: EmbeddedPostgresOptions): Promise<Place> {
  const dataDir = resolve(options.dataDir);
  const account = await serverAccount(process.getuid?.());
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // The server's own user must be able to walk through; nobody else can list it.
    if (account) await chmod(dataDir, ((await stat(dataDir)).mode & 0o777) | 0o011);
    const passwords = await serverPasswords(join(dataDir, 'postgres-passwords.json'));
    const closed = account && await closedFolder(dataDir, account);
    if (closed) {
      throw new Error(`The user "${account.name}", as whom PostgreSQL runs, cannot enter ${closed}: set PATCHBAY_DATA_DIR elsewhere.`);
    }
    return { dataDir, cluster: join(dataDir, 'postgres'), logFile: join(dataDir, 'postgres.log'), account, passwords };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new Error(`The data folder ${dataDir} belongs to another user: run as that user or set PATCHBAY_DATA_DIR.`, { cause: error });
  }
}

interface Expected {
  readonly port: number;
  readonly passwords: ServerPasswords;
  readonly deadline: number;
}

async function waitUntilReady(at: Expected, goesOn: () => Promise<boolean>): Promise<boolean> {
  while (monotonicNow() < at.deadline) {
    if (await isReady(at.port, at.passwords)) return true;
    if (!await goesOn()) return false;
    await sleep(30);
  }
  return false;
}

async function attach(place: Place, deadline: number): Promise<number | null> {
  const living = await livingPostmaster(place.cluster);
  if (!living) return null;
  const goesOn = async () => await livingPostmaster(place.cluster) !== null;
  return await waitUntilReady({ port: living.port, passwords: place.passwords, deadline }, goesOn) ? living.port : null;
}

async function start(place: Place, options: EmbeddedPostgresOptions, deadline: number): Promise<number | null> {
  const fsync = options.fsync ?? true;
  const binaries = await serverBinaries(place.dataDir, place.account, options.nativeFolder);
  const { cluster, account, logFile, passwords } = place;
  await ensureCluster({ cluster, account, binaries, superuserPassword: passwords.superuser, fsync });
  await assertSameMajor(cluster, binaries);
  await clearStaleFile(cluster);
  const server = await spawnServer({ postgres: binaries.postgres, cluster, account, logFile, fsync });
  let ended = false;
  void server.ended.then(() => { ended = true; });
  return await waitUntilReady({ port: server.port, passwords, deadline }, async () => !ended) && !ended ? server.port : null;
}

/** Attaches to a living server or starts one; a lost race for the port or for the data folder is run again. */
async function reach(place: Place, options: EmbeddedPostgresOptions): Promise<{ port: number; started: boolean }> {
  const deadline = monotonicNow() + START_PATIENCE_MS;
  for (let attempt = 0; attempt < 8 && monotonicNow() < deadline; attempt++) {
    if (attempt > 0) await sleep(100 * 2 ** attempt);
    const attached = await attach(place, deadline);
    if (attached !== null) return { port: attached, started: false };
    const started = await start(place, options, deadline);
    if (started !== null) return { port: started, started: true };
  }
  throw new Error(`The embedded PostgreSQL did not start; its last words in ${place.logFile}:\n${await logTail(place.logFile)}`);
}

/**
 * Starts PostgreSQL on `dataDir`, or attaches to the one that lives there (a killed hub leaves it running, a second
 * hub on this machine shares it). Needs no set-up: works as root and as a plain user, also from a folder that
 * others cannot enter. Throws with the cure in the message.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await preparePlace(options);
  const users = new ServerUsers(join(place.dataDir, 'users'));
  // Before looking for a living server: one that is about to stop sees us first, or we see it stop.
  const seat = await users.join(process.pid);
  try {
    const { port, started } = await reach(place, options);
    await ensureOwnerDatabase(port, place.passwords);
    options.log?.(started ? `Embedded PostgreSQL started in ${place.dataDir}` : `Attached to the embedded PostgreSQL in ${place.dataDir}`);
    const stop = async () => {
      await users.leave(seat);
      if ((await users.living()).length === 0) await stopPostmaster(place.cluster, STOP_PATIENCE_MS);
    };
    return { ownerUrl: ownerUrl(port, place.passwords), loginPassword: place.passwords.login, started, stop };
  } catch (error) {
    await users.leave(seat);
    throw error;
  }
}
