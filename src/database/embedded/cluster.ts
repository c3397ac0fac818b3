import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProgram, type Account } from './run-program.js';
import type { ServerBinaries } from './server-binaries.js';

export const SUPERUSER = 'postgres';

export interface ClusterOptions {
  readonly cluster: string;
  readonly account: Account | null;
  readonly binaries: ServerBinaries;
  readonly superuserPassword: string;
  readonly fsync: boolean;
}

async function give(path: string, account: Account | null): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

async function runInitdb(draft: string, passwordFile: string, options: ClusterOptions): Promise<void> {
  const { code, output } = await runProgram(options.binaries.initdb, [
    `--pgdata=${draft}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256',
    '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
    ...(options.fsync ? [] : ['--no-sync']),
  ], options.account);
  if (code !== 0) throw new Error(`The embedded PostgreSQL could not make its data folder:\n${output.trim()}`);
}

/** Makes the cluster where missing. It appears whole or not at all: a half-made one never takes its name. */
export async function ensureCluster(options: ClusterOptions): Promise<void> {
  if (await access(join(options.cluster, 'PG_VERSION')).then(() => true, () => false)) return;
  const draft = `${options.cluster}.${randomBytes(4).toString('hex')}`;
  const passwordFile = join(dirname(options.cluster), `.initdb.${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(draft, { mode: 0o700 });
    await give(draft, options.account);
    await writeFile(passwordFile, options.superuserPassword, { mode: 0o600 });
    await give(passwordFile, options.account);
    await runInitdb(draft, passwordFile, options);
    await rename(draft, options.cluster);
  } catch (error) {
    // Another process finished first: its cluster has the same passwords.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** A cluster of another major version cannot be opened; say so instead of failing in PostgreSQL's words. */
export async function assertSameMajor(cluster: string, binaries: ServerBinaries): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  const { output } = await runProgram(binaries.postgres, ['--version']);
  const major = /(\d+)\.\d+/.exec(output)?.[1];
  if (major !== undefined && major !== made) {
    throw new Error(`The data in ${cluster} was made by PostgreSQL ${made}, this one is ${major}: dump it with the old version and restore it.`);
  }
}
