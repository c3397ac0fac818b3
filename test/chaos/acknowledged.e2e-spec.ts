import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/hub-over-sandbox.js';
import { freePort } from '../support/redis.js';
import { FunnelWorld } from './support/funnel-world.js';
import { minutes, randomOf, report, sized } from './support/scale.js';
import { VendorEvents } from './support/vendor-events.js';

/** Distinct events; each is told ten times on average, one to nineteen. */
const EVENTS = sized(150, 100_000);
const MOST = 19;
const KILLS = sized(4, 300);
const AT_ONCE = 32;
const DAYS_MS = 3 * 86_400_000;

let funnel: FunnelWorld;
let events: VendorEvents;
let origins: readonly string[] = [];

interface Part { readonly role: 'web' | 'worker'; readonly env: Record<string, string>; process: ChildProcess }

async function startParts(): Promise<Part[]> {
  const ports = [new URL(funnel.publicUrl).port, String(await freePort())];
  origins = ports.map((port) => `http://127.0.0.1:${port}`);
  const roles = [...ports.map((PORT) => ({ role: 'web' as const, env: { PORT } })), { role: 'worker' as const, env: {} }];
  return Promise.all(roles.map(async (part) => ({ ...part, process: await funnel.fleet.start(part) })));
}

/** Kills and replaces the parts at random instants, spread over the whole telling. */
async function killAtRandom(parts: readonly Part[], progress: () => number): Promise<number> {
  const random = randomOf('acknowledged:kills');
  let kills = 0;
  while (kills < KILLS) {
    await sleep(50 + random.below(300));
    if (progress() < kills / KILLS) continue;
    const part = random.pick(parts);
    await funnel.fleet.kill(part.process);
    kills += 1;
    await sleep(random.below(300));
    part.process = await funnel.fleet.start(part);
  }
  return kills;
}

interface Told { readonly acknowledged: ReadonlySet<number>; readonly answered: number; readonly deliveries: number }

/** Every event many times, in any order, by both doors; in the middle three days pass. */
async function tellAll(onProgress: (share: number) => void): Promise<Told> {
  const random = randomOf('acknowledged:order');
  const each = Array.from({ length: EVENTS }, (_, n) => Array.from({ length: 1 + random.below(MOST) }, () => ({ n, place: random.below(2 ** 31) })));
  const order = each.flat().sort((a, b) => a.place - b.place).map(({ n }) => n);
  const acknowledged = new Set<number>();
  let [next, answered, hasPassed] = [0, 0, false];
  const tellSome = async (): Promise<void> => {
    for (let at = next++; at < order.length; at = next++) {
      if (!hasPassed && at >= order.length / 2) { hasPassed = true; await funnel.pass(DAYS_MS); }
      const n = order[at] ?? 0;
      if (await events.tell(n, origins[at % origins.length] ?? '')) { acknowledged.add(n); answered += 1; } else await sleep(20);
      onProgress(at / order.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellSome));
  return { acknowledged, answered, deliveries: order.length };
}

interface Work { readonly unique_key: string; readonly times: number; readonly open: number }

describe('what was acknowledged', () => {
  beforeAll(async () => {
    funnel = await FunnelWorld.start();
    events = await VendorEvents.to(funnel);
  }, minutes(3));

  afterAll(async () => { await funnel?.stop(); }, minutes(1));

  it('R1 R4 is done, each event once however often it was told, while every part is killed again and again', async () => {
    const parts = await startParts();
    let share = 0;
    const killing = killAtRandom(parts, () => share);
    const told = await tellAll((now) => { share = now; });
    share = 1;
    const kills = await killing;
    await until(async () => (await funnel.world.db.asOwner('select 1 from signal where handled_at is null and not dead limit 1')).length === 0, 'every delivery to be read', minutes(sized(2, 60)));
    const work = () => funnel.world.db.asOwner<Work>(`select unique_key, count(*)::int as times, count(*) filter (where state <> 'done')::int as open
      from job where kind = 'event' and starts_with(unique_key, $1) group by 1`, [`told-${events.run}-`]);
    await until(async () => (await work()).every((one) => one.open === 0), 'every event to be done', minutes(sized(2, 60)));
    const done = new Map((await work()).map((one) => [one.unique_key, one.times]));
    const lost = [...told.acknowledged].filter((n) => !done.has(events.idOf(n))).length;
    const doubled = [...done.values()].filter((times) => times > 1).length;
    report('R1 R4 acknowledged', {
      events: EVENTS, deliveries: told.deliveries, acknowledged: told.answered, withoutAnswer: told.deliveries - told.answered, kills, lost, doubled,
    });
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
    expect(told.acknowledged.size).toBeGreaterThan(EVENTS / 2);
    expect(await funnel.brokenRules()).toEqual([]);
  }, minutes(sized(5, 180)));
});
