import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processStamp } from './running-process.js';

/**
 * Who uses the embedded server, one file each: the last to leave stops it. A file outlives a killed process; the
 * process's start time tells such a file from a living one.
 */
export class ServerUsers {
  constructor(private readonly folder: string) {}

  /** Answers the name of the seat taken. */
  async join(pid: number): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const seat = `${pid}-${randomBytes(4).toString('hex')}`;
    await writeFile(join(this.folder, seat), await processStamp(pid) ?? '', { mode: 0o600 });
    return seat;
  }

  async leave(seat: string): Promise<void> {
    await rm(join(this.folder, seat), { force: true });
  }

  /** Seats of living processes; forgets those of the dead. */
  async living(): Promise<string[]> {
    const seats: string[] = [];
    for (const seat of await readdir(this.folder)) {
      const file = join(this.folder, seat);
      const stamp = await readFile(file, 'utf8').catch(() => null);
      if (stamp === null) continue;
      if (await processStamp(Number.parseInt(seat, 10)) === stamp) seats.push(seat);
      else await rm(file, { force: true });
    }
    return seats;
  }
}
