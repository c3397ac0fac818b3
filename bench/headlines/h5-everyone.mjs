import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../kit/processes.mjs';
import { ratios, spread } from '../kit/stats.mjs';

export const title = 'H5 Everyone against every open job';
export const aim = '1,000,000 people against 500 jobs in at most 6 s';
export const reading = [
  'The same people as in H4; for each the best three jobs whose word score reaches a quarter of the job’s best possible one. The peer asks one query for each job and keeps seven people, which is less than what is asked of Patchbay. Scores only: the reasons of a pair that is kept cost the evaluator some 0.2 ms each.',
];

const THRESHOLD = 0.25;
const total = (ms) => ms.reduce((sum, one) => sum + one, 0);

async function measure(bench, { count, jobs }, dir) {
  const built = await startProcess('matching/build-process.mjs', { input: { count, jobs, dir, forPeers: !bench.alone } });
  await built.stop();
  const index = await startProcess('matching/index-process.mjs', { input: { dir, threshold: THRESHOLD } });
  const peer = bench.alone ? null : await (await import('../peers/search-xapian.mjs')).xapianSearch(dir, jobs);
  const [ours, theirs] = [[], []];
  for (let n = 0; n < bench.rounds; n++) {
    ours.push(await index.ask('everyone'));
    if (peer) theirs.push(total(await peer.round()));
  }
  await index.stop();
  await peer?.stop();
  return { ours, theirs };
}

export async function run(bench) {
  const size = { count: bench.scale(1_000_000, 100_000, 2_000), jobs: bench.scale(500, 500, 50) };
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-bench-people-'));
  try {
    const { ours, theirs } = await measure(bench, size, dir);
    const seconds = (list) => spread(list.map((ms) => ms / 1_000));
    const own = ours.map(({ ms }) => ms);
    const rows = [{ name: 'Patchbay', range: seconds(own), ratio: null, text: ours[0].matched.toLocaleString('en-US'), text1: ours[0].pairs.toLocaleString('en-US') }];
    if (theirs.length > 0) rows.push({ name: 'Xapian, one query for each job', range: seconds(theirs), ratio: ratios(theirs, own), text: '', text1: '' });
    return { columns: [`${size.count.toLocaleString('en-US')} people, ${size.jobs} jobs`, 's', 'Patchbay is faster', 'people with a job', 'pairs kept'], rows };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
