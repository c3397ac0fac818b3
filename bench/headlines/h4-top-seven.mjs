import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../kit/processes.mjs';
import { latencies, percentile, ratios, spread } from '../kit/stats.mjs';

export const title = 'H4 Top seven of everybody';
export const aim = 'of 1,000,000 people p50 at most 5 ms, 100 times PostgreSQL, twice Xapian, 300 MB, an upsert 1 ms, loaded cold in 3 s';
export const reading = [
  'People are mixed from the sample’s résumés as the engine reads them, two of one trade each, with a few rare words; jobs from its advertisements. Every side gets the same words and the same filters: tenant, consent, not hired, not in the job’s pipeline. Patchbay’s lists are compared with its exhaustive search for every job; one difference ends the run. The peers rank by their own formulas (`ts_rank_cd`, BM25), so what is compared is speed. How good the lists are is measured in `test/quality`.',
  'Loaded cold is from the stored form of the index. The hub itself builds it anew from the résumés in PostgreSQL, where reading a résumé costs far more than adding it to the index.',
  'MiniSearch keeps everything as JavaScript objects and is asked up to 100,000 people only (`--quick`).',
];

const p50 = (ms) => percentile(ms, 0.5);

async function peers({ postgres }, dir, { jobs, count, miniSearch }) {
  const [{ postgresSearch }, { xapianSearch }] = [await import('../peers/search-postgres.mjs'), await import('../peers/search-xapian.mjs')];
  const url = await postgres.forPeer();
  const ofPostgres = await postgresSearch(url, dir, Math.ceil(jobs / 10));
  const ofXapian = await xapianSearch(dir, jobs);
  const found = [
    ['PostgreSQL (GIN, ts_rank_cd)', ofPostgres.round, async () => { await ofPostgres.stop(); await postgres.drop(url); }],
    ['Xapian (BM25, on disk)', ofXapian.round, ofXapian.stop],
  ];
  if (count > miniSearch) return found;
  const ofMiniSearch = await startProcess('peers/search-minisearch.mjs', { input: { dir, jobs: Math.ceil(jobs / 10) } });
  return [...found, ['MiniSearch', () => ofMiniSearch.ask('round'), ofMiniSearch.stop]];
}

async function measure(bench, size, dir) {
  const built = await startProcess('matching/build-process.mjs', { input: { count: size.count, jobs: size.jobs, dir, forPeers: !bench.alone } });
  await built.stop();
  const index = await startProcess('matching/index-process.mjs', { input: { dir } });
  const checked = await index.ask('check');
  const others = bench.alone ? [] : await peers(bench, dir, size);
  const sides = [['Patchbay', () => index.ask('round'), index.stop], ...others].map(([name, round, stop]) => ({ name, round, stop, rounds: [] }));
  for (let n = 0; n < bench.rounds; n++) for (const side of sides) side.rounds.push(await side.round());
  const upserts = latencies(await index.ask('upserts'));
  for (const { stop } of sides) await stop();
  return { built: built.ready, loaded: index.ready, checked, sides, upserts };
}

/** The slow peers are asked for the first jobs only; ratios are over the jobs that both did. */
function rowOf({ name, rounds }, ours) {
  const own = rounds.map(p50);
  const same = ours.map((ms, n) => p50(ms.slice(0, rounds[n].length)));
  return { name, range: spread(own), p99: spread(rounds.map((ms) => percentile(ms, 0.99))), ratio: name === 'Patchbay' ? null : ratios(own, same) };
}

export async function run(bench) {
  const size = { count: bench.scale(1_000_000, 100_000, 2_000), jobs: bench.scale(200, 100, 40), miniSearch: 100_000 };
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-bench-people-'));
  try {
    const { built, loaded, checked, sides, upserts } = await measure(bench, size, dir);
    const ours = sides[0].rounds;
    const facts = [
      ['held in memory', `${Math.round(loaded.mb)} MB`], ['loaded cold', `${(loaded.loadMs / 1_000).toFixed(2)} s`], ['upsert', `p50 ${upserts.p50.toFixed(2)} ms, p99 ${upserts.p99.toFixed(2)} ms`],
      ['stored', `${Math.round(built.bytes / 1_048_576)} MB`], ['lists equal to the exhaustive ones', `${checked.jobs} of ${checked.jobs}`],
    ];
    return {
      columns: [`top 7 of ${built.people.toLocaleString('en-US')} people`, 'p50, ms', 'p99, ms', 'Patchbay is faster'],
      rows: [...sides.map((side) => rowOf(side, ours)), ...facts.map(([name, text]) => ({ name: `Patchbay: ${name}`, text, text1: '', text2: '' }))],
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
