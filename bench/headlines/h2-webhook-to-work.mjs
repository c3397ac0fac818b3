import { SIGNATURE_HEADER, VENDOR_SECRET } from '../kit/bench-plugin.mjs';
import { hubOn } from '../kit/hub.mjs';
import { enabledOrganisations } from '../kit/hub-jobs.mjs';
import { freePort, startProcess, until } from '../kit/processes.mjs';
import { latencies, spread } from '../kit/stats.mjs';
import { query } from '../kit/stores.mjs';

export const title = 'H2 Webhook to work';
export const aim = 'p50 at most 5 ms, p99 at most 25 ms at 300/s, durable, handler in another process';
export const reading = [
  'Between the two lie seven round trips to PostgreSQL and four commits: the delivery is stored, its lane claimed, a job made of it, the job’s lane claimed; each under the policies of its tenant and the fence of its lane. A peer commits once and hands over in memory. So Patchbay falls behind where a round trip is slow or the machine is full: see the calibration.',
  'At 300/s two cores are full: PostgreSQL takes 1.1 of them, more than half of that for planning the statements anew each time, the worker 0.65, the web process 0.5, the generator 0.1. So a queue builds up, and the figure says how long it is after four seconds, not what one event takes; nothing of it is lost or handled twice. Plans that are kept would halve PostgreSQL’s part: prepared statements, which a pooler in transaction mode does not allow.',
];
const CONCURRENCY = 32;
const PEERS = [
  ['bull', 'Fastify + INSERT + Bull'], ['bullmq', 'Fastify + INSERT + BullMQ'], ['graphile', 'Fastify + INSERT + graphile-worker, one transaction'],
];
const RELAYED = 'create table relayed (id bigserial primary key, event text not null unique, payload jsonb not null, received_at timestamptz not null default now(), handled_at timestamptz)';

/** The real hub in two processes: a vendor event in at `web`, its handler's first line in `worker`. */
async function patchbay({ postgres, scale }, bell, redis) {
  const db = await postgres.forHub();
  const hub = await hubOn(db, { redisUrl: redis?.url ?? '', env: { PATCHBAY_POOL_SIZE: '8' } });
  const web = await hub.start('web');
  const tenants = await enabledOrganisations(hub, scale(50, 20, 2));
  const worker = await hub.start('worker', { PATCHBAY_WORKERS: String(CONCURRENCY) });
  const doors = await hub.query(`select token from hook where system = 'bench' and tenant_id = any($1::uuid[])`, [tenants.map((one) => one.tenantId)]);
  return {
    name: `Patchbay (${bell})`, worker, port: Number(new URL(hub.url).port),
    targets: doors.map(({ token }) => ({ path: `/hooks/vendors/${token}`, secret: VENDOR_SECRET, header: SIGNATURE_HEADER })),
    done: async () => Number((await hub.query(`select count(*) from job where state = 'done'`))[0].count),
    stop: async () => { await worker.stop(); await web.stop(); await hub.close(); await postgres.drop(db.superUrl); },
  };
}

async function peer({ postgres, redis }, stack, name) {
  const databaseUrl = await postgres.forPeer();
  await query(databaseUrl, RELAYED);
  const port = await freePort();
  const both = { stack, databaseUrl, redis: { url: redis.url, port: redis.port }, port, secret: VENDOR_SECRET, header: SIGNATURE_HEADER, concurrency: CONCURRENCY };
  const web = await startProcess('peers/relay.mjs', { input: { ...both, part: 'web' } });
  const worker = await startProcess('peers/relay.mjs', { input: { ...both, part: 'worker' } });
  return {
    name, worker, port, targets: [{ path: '/hooks', secret: VENDOR_SECRET, header: SIGNATURE_HEADER }],
    done: async () => Number((await query(databaseUrl, 'select count(*) from relayed where handled_at is not null'))[0].count),
    stop: async () => { await worker.stop(); await web.stop(); await postgres.drop(databaseUrl); },
  };
}

/** Milliseconds from the moment an event was due to leave until its handler's first line, each event exactly once. */
async function round(subject, seed, perSecond, total) {
  await subject.worker.ask('forget');
  const before = await subject.done();
  const generator = await startProcess('load/webhooks.mjs', {
    input: { port: subject.port, targets: subject.targets, kind: 'vendor', connections: 32, perSecond, total, seed },
  });
  const { sentAt, statuses } = await generator.ask('go');
  if (Object.keys(statuses).some((status) => !status.startsWith('2'))) throw new Error(`${subject.name} refused: ${JSON.stringify(statuses)}`);
  await until(`${subject.name} to handle ${total} events`, async () => await subject.done() - before >= total, 120_000);
  const left = new Map(sentAt);
  const seen = await subject.worker.ask('seen');
  const times = seen.map(({ id, at }) => { const from = left.get(id); left.delete(id); return at - from; });
  if (seen.length !== total || left.size > 0 || times.some(Number.isNaN)) throw new Error(`${subject.name}: ${seen.length} handled, ${left.size} missing of ${total}.`);
  return times;
}

export async function run(bench) {
  const { scale, redis } = bench;
  const subjects = [await patchbay(bench, 'NOTIFY bell', null)];
  if (!bench.alone) subjects.push(await patchbay(bench, 'Bull bell', redis));
  for (const [stack, name] of bench.alone ? [] : PEERS) subjects.push(await peer(bench, stack, name));
  const rates = scale([50, 300], [50, 150], [20]);
  const seconds = scale(4, 2, 1);
  const times = subjects.map(() => rates.map(() => []));
  try {
    for (let n = 0; n < subjects.length; n++) await round(subjects[n], 1, 50, scale(100, 50, 5));
    for (let turn = 0; turn < scale(3, 2, 1); turn++) {
      for (let r = 0; r < rates.length; r++) {
        for (let n = 0; n < subjects.length; n++) times[n][r].push(await round(subjects[n], 100 * (turn + 1) + r, rates[r], rates[r] * seconds));
      }
    }
  } finally {
    for (const subject of subjects) await subject.stop();
  }
  return {
    columns: ['', ...rates.flatMap((rate) => [`p50 at ${rate}/s, ms`, `p99 at ${rate}/s, ms`]), 'handled'],
    rows: subjects.map((subject, n) => ({
      name: subject.name, handled: times[n].flat(2).length,
      rates: rates.map((_rate, r) => ({ p50: spread(times[n][r].map((one) => latencies(one).p50)), p99: spread(times[n][r].map((one) => latencies(one).p99)) })),
    })),
  };
}
