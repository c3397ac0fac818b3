import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../config/load-config.js';
import { createOperatorKey } from '../../src/auth/operator-keys.js';
import { startHub, type RunningHub } from '../../src/start.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const DAY_MS = 86_400_000;

let db: TestDatabase;
let hub: RunningHub;
let operator = '';

/** A process of the role `web` has no workers, which read business time whenever they claim. */
describe('business time in a process that only serves', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    const config = loadConfig({
      NODE_ENV: 'test', PORT: '0', PATCHBAY_ROLE: 'web', PATCHBAY_CLOCK_SHIFT: 'true', DATABASE_URL: db.loginUrl, DATABASE_OWNER_URL: db.ownerUrl,
      PATCHBAY_MASTER_KEY: `test:${randomBytes(32).toString('base64')}`, LOG_LEVEL: 'silent', PATCHBAY_PUBLIC_URL: 'http://127.0.0.1:3000',
    });
    hub = await startHub(config, []);
    operator = (await createOperatorKey({ database: db.database, clock: { now: Date.now }, keys: config.keys }, 'test')).key;
  });

  afterAll(async () => {
    await hub?.stop();
    await db?.drop();
  });

  it('follows when another process moves it', async () => {
    await db.asOwner('insert into business_clock (id, offset_ms) values (1, $1)', [DAY_MS]);
    const answer = await fetch(`${hub.url}/v1/clock`, { headers: { authorization: `Bearer ${operator}` } });
    const { now } = await answer.json() as { now: string };
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
  });
});
