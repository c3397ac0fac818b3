import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { FunnelWorld, type Applicant } from './support/funnel-world.js';
import { minutes, report, seed, sized } from './support/scale.js';

const CHANGES = 'ANY /v1/opportunities/*';

let funnel: FunnelWorld;

async function applied(count: number, gapMs = 0): Promise<Applicant[]> {
  const people: Applicant[] = [];
  for (let n = 0; n < count; n += 1) {
    people.push(await funnel.apply());
    if (gapMs > 0) await sleep(gapMs);
  }
  return people;
}

async function ends(name: string, people: readonly Applicant[], withinMs: number): Promise<void> {
  await funnel.settle(people, withinMs);
  const different = funnel.different(people);
  report(name, { applications: people.length, different: different.length });
  expect(different).toEqual([]);
  expect(await funnel.brokenRules()).toEqual([]);
}

describe('Lever in trouble', () => {
  beforeAll(async () => { funnel = await FunnelWorld.start({ env: { LEVER_TIMEOUT_MS: '2000' } }); }, minutes(3));

  afterEach(async () => {
    await funnel.fleet.killAll();
    await funnel.endFaults();
    await funnel.webhooks({ duplicate: 0, reorder: 0, drop: 0 });
  });

  afterAll(async () => { await funnel?.stop(); }, minutes(1));

  it('R3 writes once although a fifth of the answers is lost after the write took effect, and a twentieth of the requests before', async () => {
    await funnel.leverFault({ route: CHANGES, kind: 'cut-after', probability: 0.2, seed });
    await funnel.leverFault({ route: CHANGES, kind: 'cut-before', probability: 0.05, seed: seed + 1 });
    await funnel.leverFault({ route: CHANGES, kind: 'status', status: 429, headers: { 'retry-after': '1' }, probability: 0.02, seed: seed + 2 });
    await funnel.fleet.start();
    await ends('R3 lost answers', await applied(sized(15, 5_000)), minutes(sized(3, 60)));
  }, minutes(sized(5, 90)));

  it('R4 does one thing for an event that is told many times and in any order', async () => {
    await funnel.webhooks({ duplicate: 0.7, reorder: 0.5 });
    await funnel.fleet.start({ role: 'web' });
    await funnel.fleet.start({ role: 'worker' });
    const people = await applied(sized(15, 1_000));
    await funnel.tellAgain(sized(3, 20));
    await ends('R4 repeats', people, minutes(sized(3, 20)));
  }, minutes(sized(5, 40)));

  it('R6 finds what 30 minutes of lost webhooks would have told with one poll', async () => {
    await funnel.webhooks({ drop: 1 });
    const people = await applied(sized(10, 300));
    await funnel.pass(30 * 60_000);
    await funnel.fleet.start();
    await ends('R6 lost webhooks', people, minutes(sized(3, 10)));
  }, minutes(sized(5, 15)));

  it('loses nothing in a storm of 429 answers and while Lever is away for ten seconds', async () => {
    await funnel.fleet.start();
    await funnel.leverFault({ route: 'ANY /v1/*', kind: 'status', status: 429, headers: { 'retry-after': '1' }, times: sized(20, 500) });
    const before = await applied(sized(5, 100), 50);
    await funnel.leverFault({ route: 'ANY /v1/*', kind: 'status', status: 503 });
    const during = await applied(sized(5, 50), 50);
    await sleep(sized(3_000, 10_000));
    await funnel.endFaults();
    await ends('429 and outage', [...before, ...during, ...await applied(3)], minutes(sized(3, 10)));
  }, minutes(sized(5, 15)));
});
