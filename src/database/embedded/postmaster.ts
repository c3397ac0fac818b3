import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicNow } from '../../clock/system-clock.js';
import { commandOf } from './running-process.js';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

interface PostmasterFile {
  readonly pid: number;
  readonly folder: string;
  readonly port: number;
}

/** The first lines of `postmaster.pid`: process, data folder, start time, port. Null while it is half written. */
export function parsePostmasterFile(text: string): PostmasterFile | null {
  const [pid, folder, , port] = text.split('\n');
  if (!Number(pid) || !folder || !Number(port)) return null;
  return { pid: Number(pid), folder, port: Number(port) };
}

const fileOf = (cluster: string) => join(cluster, 'postmaster.pid');

async function readFileOf(cluster: string): Promise<string | null> {
  try {
    return await readFile(fileOf(cluster), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The server living on this cluster, or null. The number alone proves nothing: it may belong to another program by now. */
export async function livingPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFileOf(cluster);
  const file = text === null ? null : parsePostmasterFile(text);
  if (!file) return null;
  const command = await commandOf(file.pid);
  return command !== null && command.includes('postgres') && command.includes(cluster) ? { pid: file.pid, port: file.port } : null;
}

/** Removes what a killed server left behind, when its process number is taken by another program. */
export async function clearStaleFile(cluster: string): Promise<void> {
  const text = await readFileOf(cluster);
  if (text === null) return;
  const pid = Number(text.split('\n', 1)[0]);
  if (Number.isInteger(pid) && pid > 0) {
    const command = await commandOf(pid);
    if (command !== null && command.includes('postgres') && command.includes(cluster)) return;
  }
  await rm(fileOf(cluster), { force: true });
}

/** Fast shutdown: open transactions roll back, what was committed is on disk. Harder only when that hangs. */
export async function stopPostmaster(cluster: string, patienceMs: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const living = await livingPostmaster(cluster);
    if (!living) return;
    process.kill(living.pid, signal);
    const deadline = monotonicNow() + patienceMs;
    while (monotonicNow() < deadline) {
      if (await livingPostmaster(cluster) === null) return;
      await sleep(25);
    }
  }
  throw new Error('The embedded PostgreSQL did not stop.');
}
