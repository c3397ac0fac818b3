import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { useTestDatabase } from '../../test/support/database.js';
import { Database } from './database.js';
import { CORE_ENTITIES } from './entities.js';
import { createOrm } from './orm.js';

const POOL = 4;
const SILENT_MS = 1_000;
const db = useTestDatabase();
let proxy: TcpProxy;
let database: Database;
let close: () => Promise<void> = async () => undefined;

const transaction = (): Promise<unknown> => database.inRunner(async (em) => {
  await em.execute('select 1');
  await em.execute('select pg_sleep(0.02)');
});
const terminateAll = (): Promise<unknown> =>
  db().asOwner(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'lost'`);

/** More transactions at once than there are connections, until it is over; how many of them failed. */
async function work(isOver: () => boolean): Promise<number> {
  let failed = 0;
  await Promise.all(Array.from({ length: POOL * 3 }, async () => {
    while (!isOver()) await transaction().catch(() => { failed += 1; return sleep(5); });
  }));
  return failed;
}

describe('connections that PostgreSQL drops', () => {
  beforeAll(async () => {
    let url = '';
    ({ proxy, url } = await TcpProxy.inFrontOf(db().loginUrl));
    const orm = await createOrm({ url, entities: CORE_ENTITIES as never, poolSize: POOL, applicationName: 'lost', silentMs: SILENT_MS });
    database = new Database(orm);
    close = () => orm.close(true);
  });
  afterAll(async () => {
    await close();
    await proxy?.cut();
  });

  it('are replaced, however many transactions they were lost in', async () => {
    let isOver = false;
    const failed = work(() => isOver);
    for (let round = 0; round < 12; round += 1) {
      await sleep(60);
      await terminateAll();
    }
    isOver = true;
    expect(await failed).toBeGreaterThan(POOL);
    await Promise.all(Array.from({ length: POOL * 3 }, transaction));
  });

  it('are replaced when they fall silent and nobody says so', async () => {
    const warm = Array.from({ length: POOL }, transaction);
    await sleep(10);
    proxy.hush();
    const outcomes = await Promise.allSettled(warm);
    expect(outcomes.map(({ status }) => status)).toContain('rejected');
    await Promise.all(Array.from({ length: POOL * 3 }, transaction));
  });
});
