import { randomBytes } from 'node:crypto';
import { INTAKE_TABLE } from '../peers/intake.sql.mjs';
import { hubOn } from '../kit/hub.mjs';
import { freePort, startProcess } from '../kit/processes.mjs';
import { latencies, ratios, spread } from '../kit/stats.mjs';
import { query } from '../kit/stores.mjs';
import { usageOf } from '../kit/usage.mjs';

export const title = 'H1 Durable intake';
export const aim = 'at least 4,000/s and 3 times the usual stack, p99 under 50 ms';
export const reading = [
  'Deliveries that arrive while others commit share the next commit, and a door is read once in five seconds. Before, a delivery cost some ten round trips to PostgreSQL, and Patchbay took a quarter of what the usual stack took. Patchbay writes more than its peers for each: the raw bytes with their delivery name, and the lane that the work will run in; the usual stack keeps its work in Redis, which may forget it.',
];
const CONNECTIONS = 64;
const PEERS = [
  ['nest-express-bull', 'Nest + Express + INSERT + Bull'], ['fastify-insert', 'Fastify + INSERT'], ['fastify-redis', 'Fastify + Bull only (unsafe)'],
];

/** The real hub, `web` only, with an organisation and its webhook door for each tenant. */
async function patchbay({ postgres }, tenants) {
  const db = await postgres.forHub();
  const hub = await hubOn(db);
  const web = await hub.start('web');
  const targets = [];
  for (let n = 0; n < tenants; n++) {
    const made = await hub.organisation(`tenant-${n}`);
    const secret = randomBytes(24).toString('hex');
    await made.leverWebhook(secret);
    const [door] = await hub.query(`select token from hook where tenant_id = $1 and system = 'lever'`, [made.tenantId]);
    targets.push({ path: `/hooks/lever/${door.token}`, secret });
  }
  return {
    name: 'Patchbay', port: Number(new URL(hub.url).port), targets, pid: web.pid,
    stored: async () => Number((await hub.query('select count(*) from signal'))[0].count),
    stop: async () => { await web.stop(); await hub.close(); await postgres.drop(db.superUrl); },
  };
}

async function peer({ postgres, redis }, tenants, stack, name) {
  const databaseUrl = await postgres.forPeer();
  await query(databaseUrl, INTAKE_TABLE);
  const port = await freePort();
  const secrets = Object.fromEntries(Array.from({ length: tenants }, (_, n) => [`tenant-${n}`, randomBytes(24).toString('hex')]));
  const server = await startProcess('peers/intake.mjs', { input: { stack, databaseUrl, redisUrl: redis.url, secrets, port } });
  return {
    name, port, pid: server.pid, targets: Object.entries(secrets).map(([tenant, secret]) => ({ path: `/hooks/${tenant}`, secret })),
    stored: async () => (stack === 'fastify-redis' ? null : Number((await query(databaseUrl, 'select count(*) from webhook_event'))[0].count)),
    stop: async () => { await server.stop(); await postgres.drop(databaseUrl); },
  };
}

async function load(subject, options) {
  const { port, targets } = subject;
  const generator = await startProcess('load/webhooks.mjs', { input: { port, targets, kind: 'lever', duplicateShare: 0.05, connections: CONNECTIONS, ...options } });
  const before = usageOf(subject.pid);
  const result = await generator.ask('go');
  const after = usageOf(subject.pid);
  return { ...result, cpuMsPerThousand: before && after ? (after.cpuS - before.cpuS) * 1e6 / result.answered : NaN, rssMb: after?.rssMb ?? NaN };
}

/** Every event that was acknowledged is there once, and nothing else: else the figure would be worth nothing. */
async function verify(subject, expected) {
  const stored = await subject.stored();
  if (stored !== null && stored !== expected) throw new Error(`${subject.name} stored ${stored} of ${expected} acknowledged events.`);
}

export async function run(bench) {
  const { rounds, scale } = bench;
  const tenants = scale(50, 10, 2);
  const subjects = [await patchbay(bench, tenants)];
  for (const [stack, name] of bench.alone ? [] : PEERS) subjects.push(await peer(bench, tenants, stack, name));
  const closed = subjects.map(() => []);
  const open = subjects.map(() => []);
  const expected = subjects.map(() => 0);
  const one = async (index, seed, options) => {
    const result = await load(subjects[index], { seed, ...options });
    const refused = Object.entries(result.statuses).filter(([status]) => !status.startsWith('2'));
    if (refused.length > 0) throw new Error(`${subjects[index].name} refused: ${JSON.stringify(result.statuses)}`);
    expected[index] += result.distinct;
    return result;
  };
  const forMs = scale(5_000, 2_000, 400);
  const perSecond = scale(1_000, 500, 100);
  try {
    for (let index = 0; index < subjects.length; index++) await one(index, 1, { total: scale(2_000, 500, 50) });
    for (let round = 0; round < rounds; round++) {
      for (let index = 0; index < subjects.length; index++) closed[index].push(await one(index, 100 + round, { forMs, total: scale(40_000, 15_000, 300) }));
      for (let index = 0; index < subjects.length; index++) open[index].push(await one(index, 200 + round, { perSecond, total: perSecond * forMs / 1_000 }));
    }
    for (let index = 0; index < subjects.length; index++) await verify(subjects[index], expected[index]);
  } finally {
    for (const subject of subjects) await subject.stop();
  }
  return report(subjects, closed, open, expected, perSecond);
}

function report(subjects, closed, open, expected, perSecond) {
  const rate = closed.map((results) => results.map((result) => result.answered / result.ms * 1_000));
  return {
    columns: ['', 'acknowledged/s', 'Patchbay ÷ it', 'p50 / p99 at full speed, ms', `p50 / p99 at ${perSecond}/s, ms`, 'CPU-s per 1,000', 'RSS, MB', 'stored'],
    rows: subjects.map((subject, index) => ({
      name: subject.name, rate: spread(rate[index]), ratio: index === 0 ? null : ratios(rate[0], rate[index]),
      full: latencies(closed[index].flatMap((result) => [...result.latency])), steady: latencies(open[index].flatMap((result) => [...result.latency])),
      cpu: spread(closed[index].map((result) => result.cpuMsPerThousand / 1_000)), rssMb: Math.max(...closed[index].map((result) => result.rssMb)), stored: expected[index],
    })),
  };
}
