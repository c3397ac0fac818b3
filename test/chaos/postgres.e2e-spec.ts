import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/hub-over-sandbox.js';
import { FunnelWorld } from './support/funnel-world.js';
import { OwnPostgres } from './support/own-postgres.js';
import { minutes, randomOf, report, sized } from './support/scale.js';

let postgres: OwnPostgres;
let funnel: FunnelWorld;

const deliveriesStored = async (): Promise<number> =>
  (await funnel.world.db.asOwner<{ n: number }>(`select count(*)::int as n from signal where source = 'lever-webhook'`))[0]?.n ?? 0;

/** People apply to a web process and a worker while something happens to PostgreSQL; what was acknowledged is there afterwards, and all ends well. */
async function whilePeopleApply(name: string, happens: () => Promise<void>): Promise<void> {
  await funnel.fleet.start({ role: 'web' });
  await funnel.fleet.start({ role: 'worker' });
  await funnel.forgetDeliveries();
  const before = await deliveriesStored();
  let isOver = false;
  const flow = funnel.applyUntil(() => isOver, sized(100, 150));
  try {
    await happens();
  } finally {
    isOver = true;
  }
  const people = await flow;
  const acknowledged = await funnel.acknowledged();
  // An event of its own is a row of its own.
  expect(await deliveriesStored() - before).toBeGreaterThanOrEqual(acknowledged);
  await funnel.concludes(people, minutes(sized(3, 10)));
  report(name, { applications: people.length, acknowledged });
}

const isBack = (): Promise<void> => until(() => funnel.isReady(), 'the hub to be ready again', 60_000);

describe('PostgreSQL itself dies', () => {
  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    funnel = await FunnelWorld.start();
  }, minutes(3));
  afterEach(() => funnel.fleet.killAll());
  afterAll(async () => {
    await funnel?.stop();
    await postgres?.stop();
  }, minutes(1));

  it('R8 loses nothing that was acknowledged when PostgreSQL is killed in mid-flow', async () => {
    const random = randomOf('postgres-killed');
    await whilePeopleApply('R8 PostgreSQL killed', async () => {
      for (let round = 0; round < sized(2, 30); round += 1) {
        await sleep(500 + random.below(2_500));
        await postgres.kill();
        await sleep(random.below(sized(1_500, 10_000)));
        await postgres.revive();
        await isBack();
      }
    });
  }, minutes(sized(6, 30)));

  it('R8 refuses what it cannot store while the disk is full, and goes on once there is room', async () => {
    if (!postgres.hasOwnDisk) throw new Error('Filling a disk needs the right to mount one: run as root, or leave this test out.');
    await whilePeopleApply('R8 disk full', async () => {
      await sleep(1_000);
      await postgres.fill();
      const isRefused = async (): Promise<boolean> => (await funnel.deliveries()).some((status) => status === 503);
      await until(isRefused, 'the disk to be full for the hub too', 90_000);
      await sleep(sized(4_000, 60_000));
      expect((await funnel.deliveries()).filter((status) => status !== null && status >= 300 && status !== 503)).toEqual([]);
      await postgres.empty();
      await postgres.revive();
      await isBack();
    });
  }, minutes(sized(6, 20)));
});
