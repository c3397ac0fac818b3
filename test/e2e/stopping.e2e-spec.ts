import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Fleet } from '../chaos/support/fleet.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TcpProxy } from '../support/tcp-proxy.js';

let db: TestDatabase;
let proxy: TcpProxy;
let fleet: Fleet;

describe('a worker that is told to stop', () => {
  beforeEach(async () => {
    db = await createTestDatabase();
    let url = '';
    ({ proxy, url } = await TcpProxy.inFrontOf(db.loginUrl));
    fleet = new Fleet({
      DATABASE_URL: url, DATABASE_OWNER_URL: db.ownerUrl, PATCHBAY_MASTER_KEY: `test:${randomBytes(32).toString('base64')}`, LOG_LEVEL: 'silent',
      PATCHBAY_STOP_WITHIN_MS: '3000', PATCHBAY_PUBLIC_URL: 'http://127.0.0.1:3000',
    });
  });

  afterEach(async () => {
    await fleet.killAll();
    await proxy.cut();
    await db.drop();
  });

  it.each([['answers', 0], ['has gone', 0], ['never answers again', 1]] as const)('ends when its database %s', async (how, code) => {
    const worker = await fleet.start({ role: 'worker' });
    if (how === 'has gone') await proxy.cut();
    if (how === 'never answers again') proxy.hush();
    const ended = once(worker, 'exit');
    worker.kill('SIGTERM');
    expect(await ended).toEqual([code, null]);
  }, 60_000);
});
