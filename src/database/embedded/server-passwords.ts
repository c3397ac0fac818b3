import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';

export interface ServerPasswords {
  readonly superuser: string;
  readonly owner: string;
  readonly login: string;
}

/** Writes a secret file once, readable by its owner only; whoever comes second reads what the first wrote. */
export async function writeSecretOnce(file: string, make: () => string): Promise<string> {
  const existing = await readIfThere(file);
  if (existing !== null) return existing;
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, make(), { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link appears whole or not at all, and never replaces another process's file.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const password = () => randomBytes(24).toString('base64url');

/** Made at first start, kept for ever. */
export async function serverPasswords(file: string): Promise<ServerPasswords> {
  const made: ServerPasswords = { superuser: password(), owner: password(), login: password() };
  return JSON.parse(await writeSecretOnce(file, () => JSON.stringify(made))) as ServerPasswords;
}
