import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/redis.js';

/** A Redis of one's own on a fixed port: to be emptied, killed and started again. */
export class ChaosRedis {
  private child: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  /** Null where no redis-server is on the PATH. */
  static async start(): Promise<ChaosRedis | null> {
    if (spawnSync('redis-server', ['--version']).status !== 0) return null;
    const redis = new ChaosRedis(await freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.child = spawn('redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    for (let waited = 0; waited < 5_000; waited += 50) {
      if ((await this.say('PING').catch(() => '')).includes('PONG')) return;
      await sleep(50);
    }
    throw new Error('Redis did not start.');
  }

  async kill(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async flush(): Promise<void> {
    await this.say('FLUSHALL');
  }

  private say(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1', () => socket.write(`${command}\r\n`));
      socket.once('data', (data) => { socket.destroy(); resolve(String(data)); });
      socket.once('error', reject);
    });
  }
}
