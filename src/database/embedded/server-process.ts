import { spawn } from 'node:child_process';
import { chown, open, readFile, rename, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { PROGRAM_ENVIRONMENT, type Account } from './run-program.js';

export interface ServerProcessOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly account: Account | null;
  readonly logFile: string;
  readonly fsync: boolean;
}

export interface ServerProcess {
  readonly port: number;
  /** Resolves when the server ends, with its exit code. */
  readonly ended: Promise<number | null>;
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

export async function logTail(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-8).join('\n');
}

/** A port that was free a moment ago; a start that finds it taken is tried again with another. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function settings(port: number, fsync: boolean): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Work that loses a race is expected to fail and be retried; its errors belong to the caller, not to this file.
    log_min_messages: 'fatal',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function openLog(logFile: string, account: Account | null) {
  const size = await stat(logFile).then((facts) => facts.size, () => 0);
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
  const log = await open(logFile, 'a', 0o600);
  if (account) await chown(logFile, account.uid, account.gid);
  return log;
}

/**
 * Starts the server in a session of its own, so that Ctrl-C reaches the hub first and a killed hub leaves it
 * running; its messages go to a file, since a pipe would die with the hub.
 */
export async function spawnServer(options: ServerProcessOptions): Promise<ServerProcess> {
  const port = await freePort();
  const log = await openLog(options.logFile, options.account);
  try {
    const child = spawn(options.postgres, ['-D', options.cluster, ...settings(port, options.fsync)], {
      cwd: '/',
      env: PROGRAM_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...(options.account && { uid: options.account.uid, gid: options.account.gid }),
    });
    const ended = new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null));
      child.on('exit', (code) => resolve(code));
    });
    child.unref();
    return { port, ended };
  } finally {
    await log.close();
  }
}
