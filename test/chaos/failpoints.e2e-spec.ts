import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FAILPOINTS, type FailpointName } from '../../src/failpoints/failpoint-names.js';
import type { FailMode } from '../../src/failpoints/failpoint.js';
import { connectLever } from '../support/career-place-set-up.js';
import { until } from '../support/hub-over-sandbox.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { FunnelWorld, UNDISTURBED } from './support/funnel-world.js';
import { isLong, minutes, randomOf, sized } from './support/scale.js';

const HOUR = 3_600_000;
/** The answer with the new refresh token is lost: nobody can get it again, so this point has a test of its own. */
const LOCKED_OUT: FailpointName = 'token.after-refresh';
const WALKED = FAILPOINTS.filter((name) => name !== LOCKED_OUT);
const MAIN: readonly FailpointName[] = ['claimer.claimed', 'look.after-commit', 'job.after-commit', 'action.after-send'];
const FAULTY_SHORT: readonly { name: FailpointName; mode: FailMode }[] = [
  { name: 'look.after-read', mode: 'error' }, { name: 'job.before-commit', mode: 'error' }, { name: 'claimer.claimed', mode: 'hang' }, { name: 'action.after-send', mode: 'hang' },
];

let funnel: FunnelWorld;
let redis: RunningRedis | null = null;

/** What makes the hub pass a boundary that an application alone does not lead it past. */
const LEADS_TO: Partial<Record<FailpointName, () => Promise<void>>> = {
  'action.after-look-back': () => funnel.leverFault({ route: 'POST /v1/opportunities/:o/notes', kind: 'cut-after', times: 1 }),
  'token.before-refresh': () => funnel.pass(HOUR),
  'token.after-refresh': () => funnel.pass(HOUR),
  'schedule.before-commit': () => funnel.pass(25 * HOUR),
  'schedule.after-commit': () => funnel.pass(25 * HOUR),
};

async function survives(name: FailpointName, mode: FailMode, redisUrl?: string): Promise<void> {
  const env: Record<string, string> = redisUrl ? { REDIS_URL: redisUrl } : {};
  await LEADS_TO[name]?.();
  const nth = randomOf(`${name}:${mode}`).below(sized(1, 3)) + 1;
  const doomed = await funnel.fleet.start({ failpoint: `${name}:${nth}:${mode}`, env });
  const people = await Promise.all(Array.from({ length: sized(1, 3) }, () => funnel.apply()));
  if (mode === 'exit') {
    await until(() => doomed.signalCode === 'SIGKILL', `the process to die at ${name}`, 60_000);
    await funnel.fleet.start({ env });
  }
  await funnel.concludes(people, minutes(2));
}

describe('R2 every boundary to PostgreSQL, Redis and HTTP', () => {
  beforeAll(async () => {
    funnel = await FunnelWorld.start();
    redis = await startRedis();
    if (!redis && process.env.PATCHBAY_REQUIRE_REDIS) throw new Error('Redis is required here.');
  }, minutes(3));

  afterEach(async () => {
    await funnel.fleet.killAll();
    await funnel.endFaults();
  });

  afterAll(async () => {
    await redis?.stop();
    await funnel?.stop();
  }, minutes(1));

  it.each(WALKED)('invites and notes once when the process is killed at %s', (name) => survives(name, 'exit'), minutes(3));

  it.each(isLong ? WALKED : MAIN)('invites and notes once when the process is killed at %s, woken by Bull', async (name) => {
    if (redis) await survives(name, 'exit', redis.url);
  }, minutes(3));

  const faulty = isLong ? WALKED.flatMap((name) => [{ name, mode: 'error' as const }, { name, mode: 'hang' as const }]) : FAULTY_SHORT;
  it.each(faulty)('invites and notes once when $name ends in $mode', ({ name, mode }) => survives(name, mode), minutes(4));

  it('R14 notices a refresh token that was lost with the process, tells the admin once, and goes on after reconnecting', async () => {
    await LEADS_TO[LOCKED_OUT]?.();
    const doomed = await funnel.fleet.start({ failpoint: `${LOCKED_OUT}:1:exit` });
    const person = await funnel.apply();
    await until(() => doomed.signalCode === 'SIGKILL', 'the process to die', 60_000);
    await funnel.fleet.start();
    const { world } = funnel;
    const state = async () => (await world.api('GET', '/v1/installations/career-place')).body.state;
    await until(async () => await state() === 'revoked', 'the lost credential to be noticed', 120_000);
    await connectLever(world);
    await until(async () => (await world.api('POST', '/v1/installations/career-place/enable')).status === 200, 'the installation to be on again', 30_000);
    await funnel.settle([person], minutes(2));
    expect(funnel.effects(person)).toEqual(UNDISTURBED);
    expect(await world.db.asOwner(`select 1 from message where member_id is not null`)).toHaveLength(1);
  }, minutes(4));
});
