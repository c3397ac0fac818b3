import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setUpCareerPlace } from '../support/career-place-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { startRedis, type RunningRedis } from '../support/redis.js';

/** From Lever's webhook over the invitation to tag and note: every named boundary on the way. */
const BOUNDARIES = [
  'intake.before-commit', 'intake.after-commit', 'claimer.claimed', 'look.before-read', 'look.after-read', 'look.after-commit', 'job.before-commit', 'job.after-commit',
  'action.before-intent', 'action.before-send', 'action.after-send', 'action.after-settle',
];

let world: HubOverSandbox;
let redis: RunningRedis | null = null;
let postingId = '';
let people = 0;
const children = new Set<ChildProcess>();

async function startProcess(failpoint: string | null, redisUrl?: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [resolve('dist/src/main.js')], {
    env: { ...process.env, ...world.env, NODE_ENV: 'test', ...(failpoint && { PATCHBAY_FAILPOINT: failpoint }), ...(redisUrl && { REDIS_URL: redisUrl }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function passAMinute(): Promise<void> {
  world.sandbox.clock.advance(61_000);
  await world.db.asOwner(`insert into business_clock (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = excluded.offset_ms`,
    [world.sandbox.clock.offsetMs]);
}

async function killedAt(boundary: string, redisUrl?: string): Promise<void> {
  people += 1;
  const email = `crash-${people}@example.com`;
  const doomed = await startProcess(`${boundary}:1:exit`, redisUrl);
  const { id } = await world.inLever('POST', '/apply', { postingId, name: `Crash ${people}`, email });
  await until(() => doomed.signalCode === 'SIGKILL', `the process to die at ${boundary}`);
  const survivor = await startProcess(null, redisUrl);
  const opportunity = () => world.sandbox.lever.store.account('acme').opportunities.get(String(id));
  const done = () => opportunity()?.tags.includes('CP-Sent') === true && (opportunity()?.notes.length ?? 0) > 0;
  // An event that the vendor sent to a dead hub comes again by the vendor's own schedule, a minute later.
  await until(done, 'the invitation', 10_000).catch(() => passAMinute());
  await until(done, `the invitation after ${boundary}`, 30_000);
  await sleep(800);
  await kill(survivor);
  expect([
    opportunity()?.tags.filter((tag) => tag.startsWith('CP-')), opportunity()?.notes.length, world.sandbox.mailbox.messages({ to: email }).length,
  ]).toEqual([['CP-Sent'], 1, 1]);
}

describe('kill -9 of the hub from webhook to invitation, tag and note', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    redis = await startRedis();
    const account = world.sandbox.lever.store.account('acme');
    await setUpCareerPlace(world, account.stages.find((stage) => stage.text === 'Phone screen')?.id ?? '');
    postingId = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential')?.id ?? '';
    const { jobs } = world.sandbox.careerPlace.describe() as unknown as { jobs: { id: string; status: string }[] };
    await world.api('PUT', `/v1/career-place/jobs/${jobs.find((job) => job.status === 'active')?.id}/link`, { postingId });
    await until(async () => (await world.db.asOwner(`select 1 from lane where due_at <= now()`)).length === 0, 'the link to be made');
    await world.hub.stop();
  }, 120_000);

  afterEach(async () => { for (const child of [...children]) await kill(child); });

  afterAll(async () => {
    await redis?.stop();
    await world?.sandbox.close();
    await world?.db.drop();
  });

  it.each(BOUNDARIES)('invites once and notes once when killed at %s (NOTIFY bell)', (boundary) => killedAt(boundary), 90_000);

  it.each(BOUNDARIES)('invites once and notes once when killed at %s (Bull bell)', async (boundary) => {
    if (!redis) { if (process.env.PATCHBAY_REQUIRE_REDIS) throw new Error('Redis is required here.'); return; }
    await killedAt(boundary, redis.url);
  }, 90_000);
});
