/**
 * `npm run bench`: Patchbay beside what people would use otherwise, in one run on one machine. `-- --only H1,H3` runs some,
 * `-- --quick` runs all in small, `--smoke` in the smallest form, `--alone` without peers. A full run writes docs/benchmarks.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calibrate, machine } from './kit/machine.mjs';
import { installPeers, versionOf } from './kit/peers.mjs';
import { fileOf, monotonicMs, stopAll } from './kit/processes.mjs';
import { reportOf, tableOf } from './kit/report.mjs';
import { startPostgres, startRedis } from './kit/stores.mjs';

const HEADLINES = {
  H1: './headlines/h1-intake.mjs', H2: './headlines/h2-webhook-to-work.mjs', H3: './headlines/h3-drain.mjs', H4: './headlines/h4-top-seven.mjs',
  H5: './headlines/h5-everyone.mjs', H6: './headlines/h6-back-fill.mjs', H7: './headlines/h7-seven-leads.mjs', H8: './headlines/h8-start.mjs',
  H9: './headlines/h9-scoring.mjs',
};
const PEERS = ['bull', 'bullmq', 'graphile-worker', 'pg-boss', '@nestjs/core', 'express', 'fastify', 'p-queue', 'bottleneck', 'minisearch'];

const { values: options } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' }, smoke: { type: 'boolean' }, alone: { type: 'boolean' }, write: { type: 'boolean' } } });
const mode = options.smoke ? 'smoke' : options.quick ? 'quick' : 'full';
const chosen = options.only ? options.only.split(',').map((name) => name.trim().toUpperCase()) : Object.keys(HEADLINES);
const unknown = chosen.filter((name) => !HEADLINES[name]);
if (unknown.length > 0) throw new Error(`No such headline: ${unknown.join(', ')}. There are ${Object.keys(HEADLINES).join(', ')}.`);

const say = (text) => process.stdout.write(`${text}\n`);

async function measure(name, bench) {
  const headline = await import(HEADLINES[name]);
  say(`\n── ${headline.title} (aim: ${headline.aim})`);
  const before = await calibrate(bench.postgres.dataDir);
  const from = monotonicMs();
  const table = await headline.run(bench);
  const seconds = (monotonicMs() - from) / 1_000;
  const after = await calibrate(bench.postgres.dataDir);
  say(tableOf(table));
  say(`   ${seconds.toFixed(0)} s; load ${before.load1.toFixed(1)} → ${after.load1.toFixed(1)}, fdatasync ${before.fdatasyncUs.toFixed(0)} µs, loopback ${before.loopbackUs.toFixed(0)} µs, CPU loop ${before.cpuMs.toFixed(0)} ms`);
  return { name, title: headline.title, aim: headline.aim, reading: headline.reading ?? [], table, before, after, seconds };
}

async function main() {
  if (!options.alone) installPeers();
  const postgres = await startPostgres();
  const stores = [postgres];
  try {
    const [redis, redisAlways] = options.alone ? [null, null] : [await startRedis(), await startRedis('always')];
    stores.push(...[redis, redisAlways].filter(Boolean));
    const bench = { postgres, redis, redisAlways, alone: options.alone ?? false, rounds: { full: 5, quick: 2, smoke: 1 }[mode], scale: (full, quick, smoke) => ({ full, quick, smoke })[mode] };
    const results = [];
    for (const name of chosen) results.push(await measure(name, bench));
    const report = reportOf({
      machine: machine(), postgres: postgres.version, settings: await postgres.settings(), mode, when: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
      versions: Object.fromEntries(PEERS.map((peer) => [peer, versionOf(peer)])), results,
    });
    mkdirSync(fileOf('.results'), { recursive: true });
    writeFileSync(fileOf('.results/last.json'), JSON.stringify(results, null, 1));
    if (options.write || (mode === 'full' && !options.only && !options.alone)) {
      writeFileSync(fileOf('../docs/benchmarks.md'), report);
      say('\nWritten to docs/benchmarks.md');
    }
    if (process.send) process.send(results);
  } finally {
    await stopAll();
    for (const store of stores.reverse()) await store.stop();
  }
}

process.once('SIGINT', () => { void stopAll().then(() => process.exit(130)); });
await main();
process.exit(0);
