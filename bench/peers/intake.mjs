/**
 * The usual webhook receivers: signature checked over the same bytes, one durable row per event, 2xx after the commit.
 * `stack`: nest-express-bull (row, then Bull job), fastify-insert (row), fastify-redis (Bull job only, answered without a
 * durable row: the unsafe shortcut).
 */
import 'reflect-metadata';
import { createHmac, timingSafeEqual } from 'node:crypto';
import pg from 'pg';
import { input, monotonicMs, say } from '../kit/processes.mjs';

const { stack, databaseUrl, redisUrl, secrets, port, poolSize = 20 } = input();
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });

const INSERT = `insert into webhook_event (tenant, token, triggered_at, event, payload) values ($1, $2, $3, $4, $5) on conflict (tenant, token, triggered_at) do nothing returning id`;

/** What every receiver does before it answers; false for a bad signature. */
export function verified(tenant, event) {
  const wanted = createHmac('sha256', secrets[tenant]).update(`${event.token}${event.triggeredAt}`).digest();
  const given = Buffer.from(event.signature ?? '', 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const store = async (tenant, event, raw) => (await pool.query({ name: 'store', text: INSERT, values: [tenant, event.token, event.triggeredAt, event.event, raw] })).rows[0]?.id ?? null;

async function nestExpressBull() {
  const { Controller, Post, Param, Body, Req, HttpCode, Module, UnauthorizedException, Inject } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  const { BullModule, getQueueToken } = await import('@nestjs/bull');
  const { ExpressAdapter } = await import('@nestjs/platform-express');
  class HookController {
    constructor(queue) { this.queue = queue; }

    async receive(tenant, event, request) {
      if (!verified(tenant, event)) throw new UnauthorizedException();
      const id = await store(tenant, event, request.rawBody.toString('utf8'));
      if (id !== null) await this.queue.add({ id }, { removeOnComplete: true, attempts: 3 });
    }
  }
  Inject(getQueueToken('events'))(HookController, undefined, 0);
  Controller('hooks')(HookController);
  const method = Object.getOwnPropertyDescriptor(HookController.prototype, 'receive');
  Post(':tenant')(HookController.prototype, 'receive', method);
  HttpCode(202)(HookController.prototype, 'receive', method);
  Param('tenant')(HookController.prototype, 'receive', 0);
  Body()(HookController.prototype, 'receive', 1);
  Req()(HookController.prototype, 'receive', 2);
  class AppModule {}
  Module({ imports: [BullModule.forRoot({ url: redisUrl }), BullModule.registerQueue({ name: 'events' })], controllers: [HookController] })(AppModule);
  const app = await NestFactory.create(AppModule, new ExpressAdapter(), { logger: false, rawBody: true });
  await app.listen(port, '127.0.0.1');
}

async function fastify(receive) {
  const { default: create } = await import('fastify');
  const app = create();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, { raw: body, event: JSON.parse(body) }));
  app.post('/hooks/:tenant', async (request, reply) => {
    const { event, raw } = request.body;
    if (!verified(request.params.tenant, event)) return reply.code(401).send();
    await receive(request.params.tenant, event, raw);
    return reply.code(202).send();
  });
  await app.listen({ port, host: '127.0.0.1' });
}

async function redisFirst() {
  const { default: Queue } = await import('bull');
  const queue = new Queue('events', redisUrl);
  await queue.isReady();
  return fastify((_tenant, event) => queue.add({ event }, { jobId: `${event.token}:${event.triggeredAt}`, removeOnComplete: true }));
}

await { 'nest-express-bull': nestExpressBull, 'fastify-insert': () => fastify(store), 'fastify-redis': redisFirst }[stack]();
process.on('message', () => say(monotonicMs()));
process.once('SIGTERM', () => process.exit(0));
say({ port });
