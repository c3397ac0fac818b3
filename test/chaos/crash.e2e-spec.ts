import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createTenant, newMasterKey, startHub } from '../support/hub.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { taggingPlugin } from '../support/tagging-plugin.js';

/** Every named boundary between a change in Lever and the tag and note that answer it. */
const BOUNDARIES = [
  'poll.page-read', 'claimer.claimed', 'look.before-read', 'look.after-read', 'look.after-commit', 'job.before-commit', 'job.after-commit',
  'action.before-intent', 'action.before-send', 'action.after-send', 'action.after-settle',
];

let db: TestDatabase;
let lever: LeverEmulator;
let redis: RunningRedis | null = null;
let tenantId = '';
const masterKey = newMasterKey();
const children = new Set<ChildProcess>();

async function startProcess(failpoint: string | null, redisUrl?: string): Promise<ChildProcess> {
  const options = {
    loginUrl: db.loginUrl, superUrl: db.superUrl, leverUrl: lever.baseUrl, tenantId, masterKey: masterKey.toString('base64'), failpoint, redisUrl,
  };
  const child = spawn(process.execPath, [resolve('dist/test/support/hub-process.js'), JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

let people = 0;
async function apply(): Promise<string> {
  people += 1;
  const posting = [...lever.store.account('acme').postings.values()].find((candidate) => candidate.state === 'published');
  const response = await fetch(`${lever.controlUrl}/lever/accounts/acme/apply`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ postingId: posting?.id, name: `Crash ${people}`, email: `crash-${people}@example.com` }),
  });
  return String((await response.json() as { id: string }).id);
}

function written(id: string): { tags: number; notes: number } {
  const opportunity = lever.store.account('acme').opportunities.get(id);
  if (!opportunity) throw new Error('no such opportunity');
  return { tags: opportunity.tags.filter((tag) => tag === 'PB-Seen').length, notes: opportunity.notes.length };
}

async function until(isDone: () => boolean, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += 50) {
    if (isDone()) return true;
    await sleep(50);
  }
  return false;
}

/** What the ledger still holds, for the message of a failure. */
async function openWork(): Promise<object> {
  return {
    lanes: await db.asOwner('select kind, key, due_at, retry_at, locked_until, fence, failures, deaths from lane'),
    feed: await db.asOwner('select * from mirror_feed'),
    signals: await db.asOwner('select lane_key, handled_at, last_error from signal where handled_at is null'),
    actions: await db.asOwner(`select kind, state, outcome_reason from action where state not in ('done')`),
  };
}

async function killedAt(boundary: string, redisUrl?: string): Promise<void> {
  const id = await apply();
  const doomed = await startProcess(`${boundary}:1:exit`, redisUrl);
  expect(await until(() => doomed.signalCode === 'SIGKILL', 15_000)).toBe(true);
  const survivor = await startProcess(null, redisUrl);
  const done = () => { const now = written(id); return now.tags === 1 && now.notes >= 1; };
  const isDone = await until(done, 20_000);
  if (!isDone) throw new Error(`Still open: ${JSON.stringify(await openWork())}`);
  await sleep(700);
  await stopProcess(survivor);
  expect(written(id)).toEqual({ tags: 1, notes: 1 });
}

describe('kill -9 at every boundary from Lever to tag and note', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    tenantId = await createTenant(db);
    const hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [taggingPlugin as never], tenantId, masterKey });
    await hub.install('tagging', 'acme-full-key', null);
    await hub.settle();
    await hub.stop();
    await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
    redis = await startRedis();
  }, 60_000);

  afterEach(async () => { for (const child of children) { await stopProcess(child); children.delete(child); } });

  afterAll(async () => {
    await redis?.stop();
    await lever?.close();
    await db?.drop();
  });

  it.each(BOUNDARIES)('ends as if undisturbed when killed at %s (NOTIFY bell)', (boundary) => killedAt(boundary), 60_000);

  it.each(['look.after-commit', 'job.after-commit', 'action.after-send'])('ends as if undisturbed when killed at %s (Bull bell)', async (boundary) => {
    if (!redis) { if (process.env.PATCHBAY_REQUIRE_REDIS) throw new Error('Redis is required here.'); return; }
    await killedAt(boundary, redis.url);
  }, 60_000);
});
