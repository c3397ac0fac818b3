import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { until } from '../support/hub-over-sandbox.js';
import { FunnelWorld, type Applicant } from './support/funnel-world.js';
import { isLong, minutes, randomOf, report, sized } from './support/scale.js';

interface Sample { readonly atMs: number; readonly rssMb: number; readonly dead: number }
interface Read { readonly atMs: number; readonly tookMs: number }

const LASTS_MS = sized(15_000, 1_800_000);
const EVERY = { applyMs: 400, editMs: 250, readMs: 150, sampleMs: sized(1_000, 10_000) };
const READS = ['/v1/installations', '/v1/messages?limit=20', '/v1/audit?limit=20', '/v1/career-place/entries?limit=20'];
const PAGE_KB = 4;
const LEDGERS = `'lane', 'job', 'action', 'signal', 'fact', 'mirror_opportunity', 'mirror_feed'`;

let funnel: FunnelWorld;

/** Whole pages in memory, as Linux counts them. */
const rssMb = (pid: number): number => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_KB / 1_024;
const quantile = (values: readonly number[], q: number): number => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? 0;
/** Split by time into `parts`. */
function parts<T extends { atMs: number }>(rows: readonly T[], count: number): T[][] {
  return Array.from({ length: count }, (_, n) => rows.filter(({ atMs }) => Math.floor(atMs * count / LASTS_MS) === n));
}

async function deadTuples(): Promise<number> {
  const rows = await funnel.world.db.asOwner<{ n: number }>(`select sum(n_dead_tup)::int as n from pg_stat_user_tables where relname in (${LEDGERS})`);
  return rows[0]?.n ?? 0;
}

/** Does `work` each `gapMs` until it is over. */
async function each(gapMs: number, isOver: () => boolean, work: () => Promise<void>): Promise<void> {
  while (!isOver()) {
    await work();
    await sleep(gapMs);
  }
}

interface Mixed { readonly people: Applicant[]; readonly samples: Sample[]; readonly reads: Read[] }

/** People apply, recruiters tag them, clients read; webhooks come twice and late. */
async function mixedLoad(pids: readonly number[]): Promise<Mixed> {
  const random = randomOf('soak');
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  const isOver = (): boolean => elapsed() >= LASTS_MS;
  const mixed: Mixed = { people: [], samples: [], reads: [] };
  await Promise.all([
    each(EVERY.applyMs, isOver, async () => { mixed.people.push(await funnel.apply()); }),
    each(EVERY.editMs, isOver, async () => {
      const person = mixed.people[random.below(Math.max(1, mixed.people.length))];
      if (person) await funnel.world.inLever('POST', `/opportunities/${person.id}/tags`, { add: [`Seen-${random.below(5)}`] });
    }),
    each(EVERY.readMs, isOver, async () => {
      const at = performance.now();
      const { status } = await funnel.world.api('GET', READS[random.below(READS.length)] ?? '');
      expect(status).toBe(200);
      mixed.reads.push({ atMs: at - began, tookMs: performance.now() - at });
    }),
    each(EVERY.sampleMs, isOver, async () => {
      mixed.samples.push({ atMs: elapsed(), rssMb: pids.reduce((sum, pid) => sum + rssMb(pid), 0), dead: await deadTuples() });
    }),
  ]);
  return mixed;
}

const memoryBySixths = (samples: readonly Sample[]): number[] => parts(samples, 6).map((rows) => Math.round(quantile(rows.map((row) => row.rssMb), 0.5)));

function describeRun({ people, samples, reads }: Mixed): void {
  const latency = parts(reads, 6).map((rows) => Math.round(quantile(rows.map((row) => row.tookMs), 0.99)));
  report('R19 soak', {
    applications: people.length, reads: reads.length, rssMbBySixths: memoryBySixths(samples).join('/'), readP99MsBySixths: latency.join('/'),
    deadTuplesMost: Math.max(...samples.map((row) => row.dead)), deadTuplesEnd: samples.at(-1)?.dead ?? 0,
  });
}

describe('R19 a long day of mixed load', () => {
  beforeAll(async () => { funnel = await FunnelWorld.start(); }, minutes(3));
  afterAll(async () => { await funnel?.stop(); }, minutes(1));

  it('leaves nothing undone, keeps its memory and leaves PostgreSQL able to clean up, with a transaction forgotten by somebody else', async () => {
    const web = await funnel.fleet.start({ role: 'web' });
    const worker = await funnel.fleet.start({ role: 'worker' });
    await funnel.webhooks({ duplicate: 0.1, reorder: 0.1 });
    const forgotten = new pg.Client({ connectionString: funnel.world.db.superUrl });
    await forgotten.connect();
    await forgotten.query('begin isolation level repeatable read');
    await forgotten.query('select 1');
    let mixed: Mixed;
    try {
      const halfTime = sleep(LASTS_MS / 2).then(() => forgotten.query('rollback'));
      mixed = await mixedLoad([web.pid ?? 0, worker.pid ?? 0]);
      await halfTime;
    } finally {
      await forgotten.end();
    }
    describeRun(mixed);
    await funnel.concludes(mixed.people, minutes(sized(2, 10)));
    const memory = memoryBySixths(mixed.samples);
    expect(parts(mixed.samples, 6).at(-1)?.every((row) => row.rssMb < 1_024)).toBe(true);
    // A short run ends while caches still fill.
    if (isLong) expect(memory[5]).toBeLessThan(1.05 * (memory[3] ?? 0));
    // Whatever the hub holds open would keep dead rows from being removed.
    for (const table of LEDGERS.replaceAll(`'`, '').split(', ')) await funnel.world.db.asOwner(`vacuum ${table}`);
    await until(async () => await deadTuples() < 500, 'dead rows to be removed', 10_000);
  }, minutes(sized(5, 50)));
});
