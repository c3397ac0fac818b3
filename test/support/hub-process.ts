import 'reflect-metadata';
import pg from 'pg';
import { CORE_ENTITIES } from '../../src/database/entities.js';
import { Database } from '../../src/database/database.js';
import { createOrm } from '../../src/database/orm.js';
import { armFailpoint } from '../../src/failpoints/failpoint.js';
import { startHub } from './hub.js';
import { taggingPlugin } from './tagging-plugin.js';

export interface HubProcessOptions {
  readonly loginUrl: string;
  readonly superUrl: string;
  readonly leverUrl: string;
  readonly tenantId: string;
  /** Base64 of 32 bytes. */
  readonly masterKey: string;
  readonly redisUrl?: string;
  /** `name:n:mode`, armed once the hub runs. */
  readonly failpoint: string | null;
}

/** A hub in a process of its own, to be killed. Prints `ready`, then works until it is stopped. */
async function main(options: HubProcessOptions): Promise<void> {
  const orm = await createOrm({ url: options.loginUrl, entities: CORE_ENTITIES as never, poolSize: 8 });
  const pool = new pg.Pool({ connectionString: options.superUrl, max: 2 });
  const hub = await startHub({
    database: new Database(orm), loginUrl: options.loginUrl,
    asOwner: async (sql, values = []) => (await pool.query(sql, values)).rows as never,
  }, {
    leverUrl: options.leverUrl, providers: [taggingPlugin as never], tenantId: options.tenantId, pollEveryMs: 100,
    masterKey: Buffer.from(options.masterKey, 'base64'), ...(options.redisUrl && { redisUrl: options.redisUrl }),
  });
  armFailpoint(options.failpoint);
  process.stdout.write('ready\n');
  setInterval(() => { hub.engine.poller.tick().catch((error: unknown) => { process.stderr.write(`${String(error)}\n`); }); }, 100);
}

await main(JSON.parse(process.argv[2] ?? '{}') as HubProcessOptions);
