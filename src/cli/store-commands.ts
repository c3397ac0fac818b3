import type { Command } from 'commander';
import { loadConfig } from '../../config/load-config.js';
import { createOperatorKey, stopOperator } from '../auth/operator-keys.js';
import { BusinessClock } from '../clock/business-clock.js';
import { systemNow } from '../clock/system-clock.js';
import type { Database } from '../database/database.js';
import { Database as HubDatabase } from '../database/database.js';
import { CORE_ENTITIES } from '../database/entities.js';
import type { SchemaPart } from '../database/migrate.js';
import { createOrm } from '../database/orm.js';
import { migrateStore, openStore } from '../database/store.js';
import { checkInvariant, INVARIANTS, type InvariantResult } from '../operations/invariants/invariants.js';
import { loadPlugins } from '../integrations/plugin-discovery.js';

async function parts(): Promise<readonly SchemaPart[]> {
  return (await loadPlugins()).map((plugin) => plugin.definition) as unknown as readonly SchemaPart[];
}

async function withStore<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const store = await openStore(config, await parts());
  const orm = await createOrm({ url: store.url, entities: CORE_ENTITIES as never, poolSize: 2 });
  try {
    return await work(new HubDatabase(orm));
  } finally {
    await orm.close();
    await store.close();
  }
}

async function findingsOf(database: Database): Promise<InvariantResult[]> {
  const clock = new BusinessClock(database, loadConfig().clock.mayShift);
  await clock.refresh();
  const findings: InvariantResult[] = [];
  for (const invariant of INVARIANTS) findings.push(await database.inRunner((em) => checkInvariant(em, invariant, clock.now())));
  return findings;
}

/** Commands that need the database and the master key, not a running hub. */
export function registerStoreCommands(program: Command, print: (value: unknown) => void): void {
  program.command('migrate').description('bring the database up to date').action(async () => {
    print({ applied: await migrateStore(loadConfig(), await parts()) });
  });
  program.command('doctor').description('check what must always hold; exit code 1 when something is broken').action(async () => {
    const findings = await withStore(findingsOf);
    print(findings);
    if (findings.some((one) => one.violations > 0)) process.exitCode = 1;
  });
  const operators = program.command('operators').description('people who run the platform; made here only');
  const clock = { now: systemNow };
  operators.command('create <name>').description('make an operator with a key, shown once').action(async (name: string) => {
    print(await withStore((database) => createOperatorKey({ database, clock, keys: loadConfig().keys }, name)));
  });
  operators.command('stop <id>').description('stop an operator and all their keys').action(async (id: string) => {
    print({ stopped: await withStore((database) => stopOperator({ database, clock }, id)) });
  });
}
