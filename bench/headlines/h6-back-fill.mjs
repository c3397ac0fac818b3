import { hubOn } from '../kit/hub.mjs';
import { startProcess, until } from '../kit/processes.mjs';

export const title = 'H6 Back-fill of an account';
export const aim = 'at least 95 % of the rate that Lever allows, no request refused';
export const reading = [
  'Efficiency is the time that Lever’s bucket (20, refilled 10/s) makes unavoidable for the calls made, over the time taken from the first call to the last answer.',
  'Patchbay reads disjoint windows of the creation time with up to ten cursors, without knowing how old the account is or how many there are: windows widen and narrow by what the last ones held, and each page is stored with the place of its window, so that a restart goes on there. What is missing to the whole rate: of the bucket of 20 it takes 16, and of these the first reading may take 5 at once, the rest being kept for people who wait and for work on facts; then it takes 9.9 a second. On the small account of a quick run that is much, on a large one little.',
];

const shareOf = (calls, ms) => `${(100 * Math.max(0, (calls - 20) / 10 * 1_000) / ms).toFixed(0)} %`;

async function measured(lever, delayMs, work) {
  await lever.ask('forget');
  const found = await work(lever.ready);
  const [report] = (await lever.ask('rate')).sort((a, b) => b.accepted - a.accepted);
  if (!report) throw new Error('Lever was never asked.');
  const ms = report.times.at(-1) - report.times[0] + delayMs;
  if (found !== lever.ready.count) throw new Error(`${found} of ${lever.ready.count} opportunities were found.`);
  return { calls: report.accepted, refused: report.rejected, ms };
}

/** The hub's first reading of an account into the mirror, by a `worker` with the product's own settings. */
async function patchbay({ postgres }, lever, delayMs) {
  const db = await postgres.forHub();
  const hub = await hubOn(db, { leverUrl: lever.ready.baseUrl, env: { PATCHBAY_POOL_SIZE: '8', LEVER_POLL_EVERY_MS: '60000' } });
  const web = await hub.start('web');
  try {
    const tenant = await hub.organisation('acme');
    await tenant.leverKey('acme-full-key');
    await tenant.enable();
    return await measured(lever, delayMs, async () => {
      const worker = await hub.start('worker');
      await until('the first reading', async () => (await hub.query('select 1 from mirror_feed where baseline_done')).length === 1, 300_000, 50);
      await worker.stop();
      return Number((await hub.query('select count(*) from mirror_opportunity'))[0].count);
    });
  } finally {
    await web.stop();
    await hub.close();
    await postgres.drop(db.superUrl);
  }
}

async function peers() {
  const { bottleneck, pQueue, serial } = await import('../peers/back-fill.mjs');
  return [
    ['one cursor', (lever, delayMs) => measured(lever, delayMs, serial)],
    ['p-queue, 10 a second, 12 windows', (lever, delayMs) => measured(lever, delayMs, pQueue)],
    ['bottleneck, 20 then 10 a second, 12 windows', (lever, delayMs) => measured(lever, delayMs, bottleneck)],
  ];
}

export async function run(bench) {
  const opportunities = bench.scale(100_000, 3_000, 300);
  const delayMs = bench.scale(300, 300, 5);
  const ways = [['Patchbay', (lever, delayMs) => patchbay(bench, lever, delayMs)]];
  if (!bench.alone) ways.push(...await peers());
  const rows = [];
  const lever = await startProcess('kit/lever-process.mjs', { input: { opportunities, delayMs } });
  for (const [name, work] of ways) {
    const { calls, refused, ms } = await work(lever, delayMs);
    rows.push({ name, text0: `${(ms / 1_000).toFixed(1)} s`, text1: shareOf(calls, ms), text2: String(refused) });
  }
  await lever.stop();
  return { columns: [`${opportunities.toLocaleString('en-US')} opportunities`, `time at ${delayMs} ms`, 'of the allowed rate', 'refused'], rows };
}
