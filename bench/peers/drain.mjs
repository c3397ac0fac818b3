/**
 * Job queues as their manuals show them, one worker process each: no-op handlers, three attempts, one job in a hundred fails
 * once. Messages: `fill` adds jobs while nothing works, `drain` works them off and answers how long it took.
 */
import { input, monotonicMs, say } from '../kit/processes.mjs';

const { stack, databaseUrl, redis, concurrency } = input();
const ran = new Map();

/** Counts every run; the first run of one in a hundred fails. */
function handle({ id, failOnce }) {
  const times = (ran.get(id) ?? 0) + 1;
  ran.set(id, times);
  if (failOnce && times === 1) throw new Error('fails once');
}

const jobsOf = ({ from, count, opportunities }) => Array.from({ length: count }, (_, n) => ({ id: from + n, failOnce: (from + n) % 101 === 100, opportunity: (from + n) % opportunities }));
const inBatches = async (jobs, size, add) => { for (let at = 0; at < jobs.length; at += size) await add(jobs.slice(at, at + size)); };

async function bull() {
  const { default: Queue } = await import('bull');
  const queue = new Queue('drain', redis.url, { settings: { backoffStrategies: {} } });
  await queue.pause(true);
  const finished = counter();
  queue.process(concurrency, async (job) => { handle(job.data); finished.one(); });
  return {
    fill: (jobs) => inBatches(jobs, 1_000, (part) => queue.addBulk(part.map((data) => ({ data, opts: { attempts: 3, removeOnComplete: true } })))),
    drain: async (jobs) => { const done = finished.after(jobs); await queue.resume(true); await done; await queue.pause(true); },
  };
}

async function bullmq() {
  const { Queue, Worker } = await import('bullmq');
  const connection = { host: '127.0.0.1', port: redis.port };
  const queue = new Queue('drain', { connection });
  await queue.waitUntilReady();
  const finished = counter();
  const worker = new Worker('drain', async (job) => { handle(job.data); finished.one(); }, { connection, concurrency, autorun: false });
  await worker.waitUntilReady();
  let running = false;
  return {
    fill: (jobs) => inBatches(jobs, 1_000, (part) => queue.addBulk(part.map((data) => ({ name: 'work', data, opts: { attempts: 3, removeOnComplete: true } })))),
    drain: async (jobs) => {
      const done = finished.after(jobs);
      if (running) worker.resume(); else { running = true; void worker.run(); }
      await done;
      await worker.pause(true);
    },
  };
}

async function graphile() {
  const { makeWorkerUtils, run, Logger } = await import('graphile-worker');
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: new Logger(() => () => undefined) });
  await utils.migrate();
  const finished = counter();
  const task = async (payload) => { handle(payload); finished.one(); };
  return {
    fill: (jobs) => inBatches(jobs, 1_000, (part) => utils.addJobs(part.map((payload) => ({ identifier: 'work', payload, maxAttempts: 3, queueName: `opportunity-${payload.opportunity}` })))),
    drain: async (jobs) => {
      const done = finished.after(jobs);
      const runner = await run({ connectionString: databaseUrl, concurrency, maxPoolSize: 20, pollInterval: 100, noHandleSignals: true, taskList: { work: task }, logger: new Logger(() => () => undefined) });
      await done;
      await runner.stop();
    },
  };
}

async function pgBoss() {
  const { default: PgBoss } = await import('pg-boss');
  const boss = new PgBoss({ connectionString: databaseUrl, max: 20, supervise: false, schedule: false });
  boss.on('error', (error) => { console.error(error); });
  await boss.start();
  await boss.createQueue('work', { name: 'work', retryLimit: 3, retryDelay: 0 });
  const finished = counter();
  /** Its own `work` loop fetches every half a second at best; fetching again at once is what a busy team would write. */
  const loop = async (isOver) => {
    while (!isOver()) {
      const jobs = await boss.fetch('work', { batchSize: 200 });
      if (!jobs || jobs.length === 0) { await new Promise((resolve) => { setTimeout(resolve, 5); }); continue; }
      const good = [];
      for (const job of jobs) { try { handle(job.data); good.push(job.id); } catch (error) { await boss.fail('work', job.id, { message: String(error) }); } }
      if (good.length > 0) await boss.complete('work', good);
      for (const _ of good) finished.one();
    }
  };
  return {
    fill: (jobs) => inBatches(jobs, 1_000, (part) => boss.insert(part.map((data) => ({ name: 'work', data, retryLimit: 3, retryDelay: 0 })))),
    drain: async (jobs) => {
      let over = false;
      const done = finished.after(jobs);
      const loops = [loop(() => over), loop(() => over)];
      await done;
      over = true;
      await Promise.all(loops);
    },
  };
}

function counter() {
  let left = 0;
  let resolve = () => undefined;
  return {
    one: () => { left -= 1; if (left === 0) resolve(); },
    after: (jobs) => { left = jobs; return new Promise((done) => { resolve = done; }); },
  };
}

const queue = await { bull, bullmq, graphile, pgBoss }[stack]();
process.on('message', async ({ fill, drain }) => {
  const from = monotonicMs();
  if (fill) { ran.clear(); await queue.fill(jobsOf(fill)); }
  if (drain) await queue.drain(drain);
  const wrong = drain ? [...ran].filter(([id, times]) => times !== (id % 101 === 100 ? 2 : 1)).length : 0;
  say({ ms: monotonicMs() - from, distinct: ran.size, wrong });
});
process.once('SIGTERM', () => process.exit(0));
say('ready');
