import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Env } from './environment.js';

/** Root keeps data under /var/lib, everybody else in their own data home (decisions D27). */
export function defaultDataDir(env: Env, uid: number | undefined = process.getuid?.()): string {
  if (uid === 0) return '/var/lib/patchbay';
  return join(env.XDG_DATA_HOME || join(env.HOME || homedir(), '.local', 'share'), 'patchbay');
}
