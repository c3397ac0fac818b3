import { createHash } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { median } from './stats.mjs';
import { monotonicMs } from './processes.mjs';

/** What it is measured on. */
export const machine = () => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, platform: `${process.platform} ${process.arch}`,
});

/** Three loops that say what the machine gives at this moment: printed with every result, before and after. */
export async function calibrate(folder) {
  return {
    cpuMs: cpuLoop(), memoryMs: memoryLoop(), sha256MbPerS: hashing(), fdatasyncUs: syncing(folder), loopbackUs: await loopback(), load1: loadavg()[0],
  };
}

function best(times, work) {
  let least = Infinity;
  for (let i = 0; i < times; i++) { const from = monotonicMs(); work(); least = Math.min(least, monotonicMs() - from); }
  return least;
}

const cpuLoop = () => best(5, () => { let x = 1; for (let i = 0; i < 3e7; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0; return x; });

const table = new Int32Array(1 << 20);
const memoryLoop = () => best(5, () => { let x = 1; for (let i = 0; i < 1e6; i++) { x = (Math.imul(x, 1664525) + 1013904223) | 0; table[x & 0xfffff]++; } });

function hashing() {
  const data = Buffer.alloc(16_384, 7);
  const ms = best(5, () => { for (let i = 0; i < 1_000; i++) createHash('sha256').update(data).digest(); });
  return 16.384 / ms * 1_000;
}

function syncing(folder) {
  const file = join(folder, 'bench-fsync');
  const fd = openSync(file, 'w');
  const page = Buffer.alloc(8_192, 1);
  const times = [];
  for (let i = 0; i < 200; i++) { const from = monotonicMs(); writeSync(fd, page, 0, page.length, (i % 64) * page.length); fdatasyncSync(fd); times.push((monotonicMs() - from) * 1_000); }
  closeSync(fd);
  unlinkSync(file);
  return median(times);
}

async function loopback() {
  const server = createServer((socket) => { socket.setNoDelay(true); socket.pipe(socket); });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const socket = connect(server.address().port, '127.0.0.1');
  socket.setNoDelay(true);
  const times = [];
  for (let i = 0; i < 500; i++) {
    const from = monotonicMs();
    await new Promise((resolve) => { socket.once('data', resolve); socket.write('x'); });
    times.push((monotonicMs() - from) * 1_000);
  }
  socket.destroy();
  server.close();
  return median(times);
}

