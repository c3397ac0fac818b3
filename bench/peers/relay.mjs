/**
 * Webhook to work, as teams build it: a Fastify process checks the signature, stores the row durably, adds a job and answers;
 * another process works the job and marks the row handled. `part`: web or worker.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import pg from 'pg';
import { input, monotonicMs, say } from '../kit/processes.mjs';

const { stack, part, databaseUrl, redis, port, secret, header, concurrency } = input();
const pool = new pg.Pool({ connectionString: databaseUrl, max: 8 });
const seen = [];

const insert = async (client, event, raw) =>
  (await client.query({ name: 'store', text: 'insert into relayed (event, payload) values ($1, $2) on conflict do nothing returning id', values: [event.id, raw] })).rows[0]?.id;

async function handle({ row, event }) {
  seen.push({ id: event, at: monotonicMs() });
  await pool.query({ name: 'handled', text: 'update relayed set handled_at = now() where id = $1', values: [row] });
}

const STACKS = {
  bull: {
    web: async () => {
      const { default: Queue } = await import('bull');
      const queue = new Queue('relay', redis.url);
      return async (event, raw) => { const row = await insert(pool, event, raw); if (row) await queue.add({ row, event: event.id }, { removeOnComplete: true, attempts: 3 }); };
    },
    worker: async () => {
      const { default: Queue } = await import('bull');
      void new Queue('relay', redis.url).process(concurrency, (job) => handle(job.data));
    },
  },
  bullmq: {
    web: async () => {
      const { Queue } = await import('bullmq');
      const queue = new Queue('relay-mq', { connection: { host: '127.0.0.1', port: redis.port } });
      return async (event, raw) => { const row = await insert(pool, event, raw); if (row) await queue.add('work', { row, event: event.id }, { removeOnComplete: true, attempts: 3 }); };
    },
    worker: async () => {
      const { Worker } = await import('bullmq');
      await new Worker('relay-mq', (job) => handle(job.data), { connection: { host: '127.0.0.1', port: redis.port }, concurrency }).waitUntilReady();
    },
  },
  graphile: {
    web: async () => {
      const { makeWorkerUtils, Logger } = await import('graphile-worker');
      const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: new Logger(() => () => undefined) });
      await utils.migrate();
      return async (event, raw) => {
        const client = await pool.connect();
        try {
          await client.query('begin');
          const row = await insert(client, event, raw);
          if (row) await client.query({ name: 'add', text: `select graphile_worker.add_job('work', $1::json, max_attempts := 3)`, values: [JSON.stringify({ row, event: event.id })] });
          await client.query('commit');
        } finally { client.release(); }
      };
    },
    worker: async () => {
      const { run, Logger } = await import('graphile-worker');
      await run({ connectionString: databaseUrl, concurrency, maxPoolSize: 8, pollInterval: 1_000, noHandleSignals: true, taskList: { work: handle }, logger: new Logger(() => () => undefined) });
    },
  },
};

async function web() {
  const receive = await STACKS[stack].web();
  const { default: create } = await import('fastify');
  const app = create();
  app.setErrorHandler((error, _request, reply) => { console.error(error); return reply.code(500).send(); });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/hooks', async (request, reply) => {
    const given = Buffer.from(String(request.headers[header] ?? ''), 'hex');
    const wanted = createHmac('sha256', secret).update(request.body).digest();
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return reply.code(401).send();
    await receive(JSON.parse(request.body.toString('utf8')), request.body.toString('utf8'));
    return reply.code(202).send();
  });
  await app.listen({ port, host: '127.0.0.1' });
}

await (part === 'web' ? web() : STACKS[stack].worker());
process.on('message', (message) => {
  if (message === 'count') say(seen.length);
  if (message === 'seen') say(seen);
  if (message === 'forget') { seen.length = 0; say('forgotten'); }
});
process.once('SIGTERM', () => process.exit(0));
say('ready');
