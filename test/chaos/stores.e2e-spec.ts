import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/hub-over-sandbox.js';
import { ChaosRedis } from './support/chaos-redis.js';
import { FunnelWorld, type Applicant } from './support/funnel-world.js';
import { minutes, randomOf, report, sized } from './support/scale.js';
import { TcpProxy } from '../support/tcp-proxy.js';

let funnel: FunnelWorld;

describe('stores and workers that go away', () => {
  beforeAll(async () => { funnel = await FunnelWorld.start(); }, minutes(3));
  afterEach(() => funnel.fleet.killAll());
  afterAll(async () => { await funnel?.stop(); }, minutes(1));

  it('R7 loses nothing and refuses no webhook while Redis is emptied, killed and away', async () => {
    const redis = await ChaosRedis.start();
    if (!redis) { if (process.env.PATCHBAY_REQUIRE_REDIS) throw new Error('Redis is required here.'); return; }
    let isOver = false;
    try {
      const random = randomOf('redis');
      const env = { REDIS_URL: redis.url };
      await funnel.fleet.start({ role: 'web', env });
      await funnel.fleet.start({ role: 'worker', env });
      const flow = funnel.applyUntil(() => isOver, sized(150, 200));
      for (let round = 0; round < sized(3, 60); round += 1) {
        await sleep(500 + random.below(sized(500, 5_000)));
        if (random.chance(0.5)) await redis.flush();
        else { await redis.kill(); await sleep(random.below(2_000)); await redis.start(); }
      }
      await redis.kill();
      await sleep(sized(2_000, 600_000));
      isOver = true;
      const people = await flow;
      expect((await funnel.deliveries()).filter((status) => status !== null && status >= 300)).toEqual([]);
      await redis.start();
      await funnel.concludes(people, minutes(sized(3, 10)));
      report('R7 Redis', { applications: people.length });
    } finally {
      isOver = true;
      await redis.kill();
    }
  }, minutes(sized(6, 40)));

  it('R8 answers 503 while PostgreSQL is away, acknowledges nothing it did not store, and is back soon after', async () => {
    const { proxy, url } = await TcpProxy.inFrontOf(String(funnel.world.env.DATABASE_URL));
    let isOver = false;
    try {
      await funnel.fleet.start({ env: { DATABASE_URL: url } });
      const before = await funnel.apply();
      await funnel.settle([before], minutes(2));
      await funnel.forgetDeliveries();
      await proxy.cut();
      const flow = funnel.applyUntil(() => isOver, 200);
      await until(async () => !await funnel.isReady(), 'the hub to say that it is not ready');
      const refused = await funnel.world.api('GET', '/v1/installations');
      expect([refused.status, refused.type]).toEqual([503, expect.stringContaining('application/problem+json')]);
      await sleep(sized(4_000, 60_000));
      const meanwhile = (await funnel.deliveries()).filter((status) => status !== null);
      expect(meanwhile.length).toBeGreaterThan(0);
      expect(meanwhile.filter((status) => Number(status) < 500)).toEqual([]);
      await proxy.open();
      const opened = performance.now();
      await until(() => funnel.isReady(), 'the hub to be ready again', 30_000);
      report('R8 PostgreSQL', { backAfterMs: Math.round(performance.now() - opened), refused: meanwhile.length });
      isOver = true;
      await funnel.concludes([before, ...await flow], minutes(sized(3, 10)));
    } finally {
      isOver = true;
      await funnel.fleet.killAll();
      await proxy.cut();
    }
  }, minutes(sized(5, 15)));

  it('R8 lets connections to PostgreSQL go that have fallen silent, and goes on with new ones', async () => {
    const { proxy, url } = await TcpProxy.inFrontOf(String(funnel.world.env.DATABASE_URL));
    try {
      await funnel.fleet.start({ env: { DATABASE_URL: url } });
      const people: Applicant[] = [];
      for (let round = 0; round < sized(1, 5); round += 1) {
        // Again and again: each time others of the pool are in use.
        for (let time = 0; time < 20; time += 1) {
          people.push(await funnel.apply());
          await sleep(50);
          proxy.hush();
        }
        await sleep(sized(1_000, 20_000));
      }
      await funnel.concludes(people, minutes(sized(3, 10)));
      expect(await funnel.isReady()).toBe(true);
    } finally {
      await funnel.fleet.killAll();
      await proxy.cut();
    }
  }, minutes(sized(5, 15)));

  it('R9 takes over the work of a worker that stopped, and nothing happens twice when it wakes', async () => {
    const random = randomOf('stopped');
    // As it is installed; the other tests have shorter times.
    const env = { PATCHBAY_LEASE_MS: '', PATCHBAY_HOLD_MS: '', PATCHBAY_POLL_MS: '' };
    await funnel.fleet.start({ role: 'web', env });
    const stopped = await funnel.fleet.start({ role: 'worker', env });
    await funnel.fleet.start({ role: 'worker', env });
    const people: Applicant[] = [];
    const waits: number[] = [];
    for (let round = 0; round < sized(2, 30); round += 1) {
      people.push(...await Promise.all(Array.from({ length: 5 }, () => funnel.apply())));
      await sleep(random.below(400));
      stopped.kill('SIGSTOP');
      const at = performance.now();
      const takenOverMs = await funnel.takenOver();
      if (takenOverMs !== null) waits.push(takenOverMs);
      await funnel.settle(people, minutes(2));
      report('R9 stopped worker', { round, takenOverMs: takenOverMs ?? 'held nothing', settledAfterMs: Math.round(performance.now() - at) });
      stopped.kill('SIGCONT');
      await sleep(1_500);
    }
    waits.sort((a, b) => a - b);
    report('R9 taken over', { rounds: waits.length, medianMs: waits[waits.length >> 1] ?? 0, longestMs: waits.at(-1) ?? 0 });
    await funnel.concludes(people, minutes(2));
  }, minutes(sized(6, 30)));
});
