import { defineConfig, MikroORM, type EntityName } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { MigrationObject } from '@mikro-orm/core';
import { liveSocket } from './live-socket.js';
import { SessionDriver } from './session-driver.js';

export interface OrmOptions {
  readonly url: string;
  readonly entities: readonly EntityName[];
  readonly poolSize?: number;
  /** Silence after which a connection counts as gone, ms; more than statements and idle connections may take. */
  readonly silentMs?: number;
  readonly applicationName?: string;
}

const IDLE_MS = 10_000;
const STATEMENT_MS = 5_000;
const SILENT_MS = 15_000;
/** A process that stands still in a transaction keeps its rows locked: no longer than a lease, or nobody could take its work over. */
const STANDS_STILL_MS = 3_000;

/** The hub's ORM: one pool as `patchbay_login`; work happens under a role set per transaction (D3). */
export function createOrm(options: OrmOptions): Promise<MikroORM> {
  return MikroORM.init(defineConfig({
    driver: SessionDriver,
    clientUrl: options.url,
    entities: [...options.entities],
    allowGlobalContext: false,
    sessionContext: 'transaction',
    forceUtcTimezone: true,
    pool: { min: 0, max: options.poolSize ?? 10, idleTimeoutMillis: IDLE_MS },
    driverOptions: {
      stream: () => liveSocket(options.silentMs ?? SILENT_MS),
      application_name: options.applicationName ?? 'patchbay',
      statement_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: STANDS_STILL_MS,
    },
  }));
}

export interface OwnerOrmOptions {
  readonly url: string;
  readonly entities: readonly EntityName[];
  readonly migrations: readonly MigrationObject[];
  /** Name of the bookkeeping table; one per part of the schema. */
  readonly journal: string;
  readonly schema?: string;
  readonly path?: string;
  readonly snapshotName?: string;
}

/** The owner's ORM, for migrations only. */
export function createOwnerOrm(options: OwnerOrmOptions): Promise<MikroORM> {
  return MikroORM.init(defineConfig({
    clientUrl: options.url,
    entities: [...options.entities],
    extensions: [Migrator],
    allowGlobalContext: true,
    // What was applied is the caller's to tell, in its own log.
    logger: () => undefined,
    pool: { min: 0, max: 2 },
    ...(options.schema && { schema: options.schema }),
    migrations: {
      tableName: options.journal,
      migrationsList: [...options.migrations],
      transactional: true,
      disableForeignKeys: false,
      ...(options.path ? { path: options.path, snapshot: true, snapshotName: options.snapshotName ?? '.snapshot' } : { snapshot: false }),
    },
  }));
}
