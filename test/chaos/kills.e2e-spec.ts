import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { FunnelWorld, type Applicant } from './support/funnel-world.js';
import { minutes, randomOf, report, sized } from './support/scale.js';

const LEAST = sized(4, 60);
const ROLES = ['web', 'worker'] as const;

let funnel: FunnelWorld;
let redis: RunningRedis | null = null;

/** Kills and replaces a web or a worker process at random instants until `isOver`, but not before `LEAST`. Answers how often. */
async function killAtRandom(env: Record<string, string>, running: Map<string, ChildProcess>, isOver: () => boolean): Promise<number> {
  const random = randomOf(`kills:${JSON.stringify(Object.keys(env))}`);
  let kills = 0;
  while (!isOver() || kills < LEAST) {
    await sleep(200 + random.below(1_200));
    const role = random.pick(ROLES);
    await funnel.fleet.kill(running.get(role) as ChildProcess);
    kills += 1;
    await sleep(random.below(400));
    running.set(role, await funnel.fleet.start({ role, env }));
  }
  return kills;
}

async function flow(count: number): Promise<Applicant[]> {
  const random = randomOf('flow');
  const people: Applicant[] = [];
  for (let n = 0; n < count; n += 1) {
    people.push(await funnel.apply());
    await sleep(random.below(sized(400, 600)));
  }
  return people;
}

describe('R1 kill -9 at random instants while people apply', () => {
  beforeAll(async () => {
    funnel = await FunnelWorld.start();
    await funnel.webhooks({ duplicate: 0.3, reorder: 0.3 });
    redis = await startRedis();
    if (!redis && process.env.PATCHBAY_REQUIRE_REDIS) throw new Error('Redis is required here.');
  }, minutes(3));

  afterEach(() => funnel.fleet.killAll());

  afterAll(async () => {
    await redis?.stop();
    await funnel?.stop();
  }, minutes(1));

  it.each(['NOTIFY', 'Bull'])('ends as an undisturbed run would: no invitation, tag or note twice, none missing (%s bell)', async (bell) => {
    if (bell === 'Bull' && !redis) return;
    let isOver = false;
    const env: Record<string, string> = bell === 'Bull' && redis ? { REDIS_URL: redis.url } : {};
    const running = new Map<string, ChildProcess>();
    for (const role of ROLES) running.set(role, await funnel.fleet.start({ role, env }));
    const killing = killAtRandom(env, running, () => isOver);
    const people = await flow(sized(30, 500));
    isOver = true;
    const kills = await killing;
    await funnel.settle(people, minutes(sized(3, 20)));
    report('R1 kills', { bell, applications: people.length, kills, different: funnel.different(people).length });
    expect(funnel.different(people)).toEqual([]);
    expect(await funnel.brokenRules()).toEqual([]);
  }, minutes(sized(5, 40)));
});
