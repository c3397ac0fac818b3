import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface HubProcessOptions {
  readonly role?: 'web' | 'worker' | 'both';
  /** `name:n:mode`. */
  readonly failpoint?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Real hub processes (`dist/src/main.js`) over one store, to be killed, stopped and started again. */
export class Fleet {
  private readonly children = new Set<ChildProcess>();

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Resolves once the process says that it runs. */
  async start({ role = 'both', failpoint, env = {} }: HubProcessOptions = {}): Promise<ChildProcess> {
    const child = spawn(process.execPath, [resolve('dist/src/main.js')], {
      env: { ...process.env, ...this.env, NODE_ENV: 'test', PATCHBAY_ROLE: role, ...(failpoint && { PATCHBAY_FAILPOINT: failpoint }), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.children.add(child);
    await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, 'data'),
      once(child, 'exit').then(() => { throw new Error('The hub process ended before it ran.'); }),
    ]);
    child.stdout?.resume();
    return child;
  }

  /** kill -9, and waits until it is gone. */
  async kill(child: ChildProcess): Promise<void> {
    this.children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async killAll(): Promise<void> {
    for (const child of [...this.children]) await this.kill(child);
  }
}
