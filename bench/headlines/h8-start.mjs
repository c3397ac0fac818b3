import { freePort, monotonicMs, startProcess, until } from '../kit/processes.mjs';
import { drained, enabledOrganisations, fillJobs } from '../kit/hub-jobs.mjs';
import { hubOn } from '../kit/hub.mjs';
import { ratios, spread } from '../kit/stats.mjs';
import { usageOf } from '../kit/usage.mjs';

export const title = 'H8 Start and idle memory';
export const aim = 'first authenticated 200 within 1.0 s, 140 MB idle, work goes on within 3 s of a kill';
export const reading = [
  'Patchbay is the whole hub (API, workers, ORM, OpenAPI, bell) answering its first authenticated call, the others a hello-world of the framework alone. "After a kill" is the time from `kill -9` of the only worker, in mid-flow, to the next finished job of a new one.',
  'Nearly all of the start is loading some 4,000 files of the framework, the ORM and the hub one by one, compiled by an earlier start. Bull and the mail library are loaded when they are needed, the lexicon of the matching is built at its first use, and while the hub loads, V8 keeps its young generation small, which saves some 60 MB. What remains is finding and reading the files: only a bundle would save that.',
];

async function answers(url, headers = {}) {
  try { return (await fetch(url, { headers })).ok; } catch { return false; }
}

async function hello(framework) {
  const port = await freePort();
  const from = monotonicMs();
  const server = await startProcess('peers/hello.mjs', { input: { framework, port } });
  await until(`${framework} to answer`, () => answers(`http://127.0.0.1:${port}/`), 30_000, 2);
  const ms = monotonicMs() - from;
  await new Promise((resolve) => { setTimeout(resolve, 500); });
  const { rssMb } = usageOf(server.pid) ?? { rssMb: NaN };
  await server.stop();
  return { ms, rssMb };
}

async function start(hub, key) {
  const from = monotonicMs();
  const both = await hub.start('both');
  await until('the hub to answer', () => answers(`${hub.url}/v1/tenants`, { authorization: `Bearer ${key}` }), 30_000, 2);
  const ms = monotonicMs() - from;
  await new Promise((resolve) => { setTimeout(resolve, 1_500); });
  const { rssMb } = usageOf(both.pid) ?? { rssMb: NaN };
  await both.stop();
  return { ms, rssMb };
}

/** From the kill of the only worker to the next finished job. */
async function recovery(bench, db, hub, tenants, turn) {
  const worker = await hub.start('worker', { PATCHBAY_WORKERS: '8' });
  await fillJobs(hub, db.superUrl, tenants, { from: turn * 1_000_000, count: 200, opportunities: 50, workMs: 50 });
  const done = async () => Number((await hub.query(`select count(*) from job where state = 'done'`))[0].count);
  const before = await done();
  await until('work to flow', async () => await done() > before + 10, 60_000, 5);
  await worker.kill();
  const from = monotonicMs();
  const left = await done();
  const next = await hub.start('worker', { PATCHBAY_WORKERS: '8' });
  await until('work to go on', async () => await done() > left, 60_000, 5);
  const ms = monotonicMs() - from;
  await drained(db.superUrl);
  await next.stop();
  return ms;
}

export async function run(bench) {
  const { rounds, postgres } = bench;
  const db = await postgres.forHub();
  const hub = await hubOn(db, { env: { PATCHBAY_POOL_SIZE: '8' } });
  const web = await hub.start('web');
  const tenants = await enabledOrganisations(hub, 4);
  await web.stop();
  const frameworks = bench.alone ? {} : { 'nest-express': 'Nest + Express, hello world', 'nest-fastify': 'Nest + Fastify, hello world', fastify: 'Fastify, hello world' };
  const starts = { patchbay: [], ...Object.fromEntries(Object.keys(frameworks).map((name) => [name, []])) };
  const recoveries = [];
  try {
    for (let round = 0; round < rounds; round++) {
      starts.patchbay.push(await start(hub, hub.operator));
      for (const framework of Object.keys(frameworks)) starts[framework].push(await hello(framework));
      recoveries.push(await recovery(bench, db, hub, tenants, round + 1));
    }
  } finally {
    await hub.close();
    await postgres.drop(db.superUrl);
  }
  const row = (name, key) => ({
    name, start: spread(starts[key].map((one) => one.ms)), ratio: key === 'patchbay' ? null : ratios(starts.patchbay.map((one) => one.ms), starts[key].map((one) => one.ms)),
    memory: spread(starts[key].map((one) => one.rssMb)), text: key === 'patchbay' ? `${Math.round(spread(recoveries).median)} (${Math.round(Math.min(...recoveries))}–${Math.round(Math.max(...recoveries))})` : '',
  });
  return {
    columns: ['', 'exec to first 200, ms', 'Patchbay ÷ it', 'idle RSS, MB', 'after a kill, ms'],
    rows: [row('Patchbay, API and workers', 'patchbay'), ...Object.entries(frameworks).map(([key, name]) => row(name, key))],
  };
}

