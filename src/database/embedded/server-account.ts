import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { runProgram, type Account } from './run-program.js';

const SYSTEM_USER = 'postgres';

async function lookUp(name: string): Promise<Account | null> {
  const [user, group] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])]);
  if (user.code !== 0 || group.code !== 0) return null;
  return { name, uid: Number(user.output.trim()), gid: Number(group.output.trim()) };
}

/**
 * The account that PostgreSQL runs as: null (our own) for plain users; for root, which PostgreSQL refuses,
 * the system user `postgres`, made when missing.
 */
export async function serverAccount(ownUid: number | undefined): Promise<Account | null> {
  if (ownUid !== 0) return null;
  const existing = await lookUp(SYSTEM_USER);
  if (existing) return existing;
  const made = await runProgram('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', SYSTEM_USER]);
  // A second process may have made it in between: what counts is that it exists now.
  const account = await lookUp(SYSTEM_USER);
  if (account) return account;
  throw new Error(`PostgreSQL does not run as root, and the system user "${SYSTEM_USER}" could not be made: ${made.output.trim()}`);
}

/** The outermost folder on the way to `path` that the account may not enter, or null. */
export async function closedFolder(path: string, account: Account): Promise<string | null> {
  const folders: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of folders) {
    const { mode, uid, gid } = await stat(folder);
    const mayEnter = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001;
    if (!mayEnter) return folder;
  }
  return null;
}
