import { hubOn } from '../kit/hub.mjs';
import { drained, enabledOrganisations, fillJobs } from '../kit/hub-jobs.mjs';
import { startProcess } from '../kit/processes.mjs';
import { ratios, spread } from '../kit/stats.mjs';
import { query } from '../kit/stores.mjs';

export const title = 'H3 Durable drain';
export const aim = 'at least 12,000/s and 1.3 times Bull';
export const reading = [
  'The aim is missed by far. A job of Patchbay is not a no-op taken from a list: it is claimed by lane, so that one opportunity’s jobs keep their order and one tenant cannot take all hands; it is read together with its installation, so that off means off; and its handler’s rows, its intended writes and its end are committed together under row-level policies. That is three round trips to PostgreSQL and one commit for each job, and its share of a claim, against one pipelined Redis call. To reach Bull, jobs of many tenants would have to share a transaction, which is what the policies forbid.',
  'What it means in practice: nearly every job ends in calls to Lever, of which one credential may make ten a second. Fifty organisations at full speed need about 500 jobs a second; more workers over the same PostgreSQL add up.',
  'The peers keep no order and no fairness, except graphile-worker with a queue per opportunity. `pg-boss` is fetched in batches, its own `work` loop is slower.',
];
const CONCURRENCY = 32;

async function patchbay({ postgres, scale }) {
  const db = await postgres.forHub();
  const hub = await hubOn(db);
  const web = await hub.start('web');
  const tenants = await enabledOrganisations(hub, scale(50, 20, 4));
  await web.stop();
  const worker = await hub.start('worker', { PATCHBAY_WORKERS: String(CONCURRENCY), PATCHBAY_POLL_MS: '100' });
  return {
    name: 'Patchbay (lanes, fairness, one transaction a job)',
    round: async ({ from, count, opportunities }) => {
      await worker.ask('forget');
      const started = await fillJobs(hub, db.superUrl, tenants, { from, count, opportunities });
      const ms = await drained(db.superUrl) - started;
      await verify(db, await worker.ask('seen'), { from, count });
      return { ms };
    },
    stop: async () => { await worker.stop(); await hub.close(); await postgres.drop(db.superUrl); },
  };
}

/** Every job done once, and its handler run once (twice where it failed once). */
async function verify(db, seen, { from, count }) {
  const [{ done }] = await query(db.superUrl, `select count(*)::int as done from job where state = 'done' and (payload->>'id')::int >= $1`, [from]);
  const times = new Map();
  for (const { id } of seen) times.set(id, (times.get(id) ?? 0) + 1);
  const wrong = [...times].filter(([id, n]) => n !== (id % 101 === 100 ? 2 : 1));
  if (done !== count || times.size !== count || wrong.length > 0) throw new Error(`Patchbay: ${done} done, ${times.size} seen, ${wrong.length} wrong of ${count}.`);
}

async function peer(bench, stack, name, redis) {
  const databaseUrl = await bench.postgres.forPeer();
  const worker = await startProcess('peers/drain.mjs', { input: { stack, databaseUrl, redis: redis && { url: redis.url, port: redis.port }, concurrency: CONCURRENCY } });
  return {
    name,
    round: async ({ from, count, opportunities }) => {
      await worker.ask({ fill: { from, count, opportunities } });
      const answer = await worker.ask({ drain: count });
      if (answer.distinct !== count || answer.wrong > 0) throw new Error(`${name}: ${answer.distinct} of ${count} ran, ${answer.wrong} a wrong number of times.`);
      return answer;
    },
    stop: async () => { await worker.stop(); await bench.postgres.drop(databaseUrl); },
  };
}

const peersOf = (redis, redisAlways) => [
  ['bull', 'Bull (AOF each second)', redis], ['bull', 'Bull (AOF always: PostgreSQL’s durability)', redisAlways], ['bullmq', 'BullMQ (AOF each second)', redis],
  ['pgBoss', 'pg-boss, fetched 200 at a time', null], ['graphile', 'graphile-worker, a queue per opportunity', null],
];

export async function run(bench) {
  const { rounds, scale, redis, redisAlways } = bench;
  const count = scale(4_000, 1_500, 100);
  const subjects = [await patchbay(bench)];
  for (const [stack, name, store] of bench.alone ? [] : peersOf(redis, redisAlways)) subjects.push(await peer(bench, stack, name, store));
  const rates = subjects.map(() => []);
  try {
    for (let round = -1; round < rounds; round++) {
      for (let index = 0; index < subjects.length; index++) {
        const size = round < 0 ? Math.ceil(count / 4) : count;
        const { ms } = await subjects[index].round({ from: (round + 2) * 1_000_000, count: size, opportunities: Math.ceil(count / 4) });
        if (round >= 0) rates[index].push(size / ms * 1_000);
      }
    }
  } finally {
    for (const subject of subjects) await subject.stop();
  }
  return {
    columns: ['', 'jobs/s', 'Patchbay ÷ it', 'done'],
    rows: subjects.map((subject, index) => ({
      name: subject.name, rate: spread(rates[index]), ratio: index === 0 ? null : ratios(rates[0], rates[index]), handled: count * rates[index].length,
    })),
  };
}
