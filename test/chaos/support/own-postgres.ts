import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { livingPostmaster } from '../../../src/database/embedded/postmaster.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/database/embedded-postgres.js';
import { startMigratedServer } from '../../support/migrated-server.js';
import { TcpProxy } from '../../support/tcp-proxy.js';

const DISK_MB = 700;
const BLOCK = Buffer.alloc(1_048_576);

/** A folder on a disk of its own that can be filled up; on the common one where this machine lets nobody mount. */
function smallDisk(): { readonly folder: string; readonly isOwn: boolean; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-disk-'));
  const isOwn = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=755`, 'tmpfs', folder]).status === 0;
  return {
    folder, isOwn,
    remove: () => {
      if (isOwn) spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A PostgreSQL that keeps what it acknowledged (fsync on), always at the same address: it is killed, its disk is filled, it is started again. */
export class OwnPostgres {
  private readonly servers: EmbeddedPostgres[] = [];

  private constructor(private readonly disk: ReturnType<typeof smallDisk>, private readonly proxy: TcpProxy) {}

  /** Makes it the server of the test databases that are created from now on. */
  static async start(): Promise<OwnPostgres> {
    const disk = smallDisk();
    const own = new OwnPostgres(disk, new TcpProxy({ host: '127.0.0.1', port: 0 }));
    const { server, ownerUrl, superUrl } = await startMigratedServer({ dataDir: own.dataDir, fsync: true });
    own.servers.push(server);
    own.proxy.target = { host: '127.0.0.1', port: Number(new URL(ownerUrl).port) };
    const port = await own.proxy.open();
    const through = (url: string): string => { const changed = new URL(url); changed.port = String(port); return changed.href; };
    process.env.PATCHBAY_TEST_OWNER_URL = through(ownerUrl);
    process.env.PATCHBAY_TEST_SUPER_URL = through(superUrl);
    return own;
  }

  private get dataDir(): string { return join(this.disk.folder, 'data'); }

  /** Whether `fill` fills a disk that nothing else needs. */
  get hasOwnDisk(): boolean { return this.disk.isOwn; }

  /** kill -9 of the server: nothing is flushed, its sessions end when they notice. */
  async kill(): Promise<void> {
    const living = await livingPostmaster(join(this.dataDir, 'postgres'));
    if (!living) throw new Error('There is no server to kill.');
    process.kill(living.pid, 'SIGKILL');
  }

  /** Starts it again, or finds it living; it may have ended by itself. */
  async revive(): Promise<void> {
    const server = await startEmbeddedPostgres({ dataDir: this.dataDir });
    this.servers.push(server);
    this.proxy.target = { host: '127.0.0.1', port: Number(new URL(server.ownerUrl).port) };
  }

  /** Leaves no byte free. */
  async fill(): Promise<void> {
    const file = await open(this.filler, 'a');
    try {
      for (let size = BLOCK.length; size >= 1;) {
        try {
          await file.write(BLOCK, 0, size);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          size = Math.floor(size / 2);
        }
      }
    } finally {
      await file.close();
    }
  }

  async empty(): Promise<void> {
    await rm(this.filler, { force: true });
  }

  private get filler(): string { return join(this.disk.folder, 'filler'); }

  async stop(): Promise<void> {
    await this.proxy.cut();
    for (const server of this.servers) await server.stop();
    this.disk.remove();
  }
}
