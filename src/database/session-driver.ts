import { AsyncLocalStorage } from 'node:async_hooks';
import { PostgreSqlConnection, PostgreSqlDriver, type Configuration } from '@mikro-orm/postgresql';

type Dialect = ReturnType<PostgreSqlConnection['createKyselyDialect']>;
type Driver = ReturnType<Dialect['createDriver']>;
type PooledConnection = Parameters<Driver['beginTransaction']>[0];
type BeginOptions = NonNullable<Parameters<PostgreSqlConnection['begin']>[0]>;
type SessionContext = NonNullable<BeginOptions['sessionContext']>;

/** What the transaction that is just beginning takes on: role and tenant, as one statement. */
const opening = new AsyncLocalStorage<string>();

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Pure. `set_config('role', …, true)` is `set local role`. Backslashes mean nothing: standard_conforming_strings is PostgreSQL's default. */
export function takeOn(context: SessionContext): string {
  const settings = Object.entries({ ...(context.role && { role: context.role }), ...context.variables });
  return `select ${settings.map(([name, value]) => `set_config(${literal(name)}, ${literal(String(value))}, true)`).join(', ')}`;
}

/**
 * Begins a transaction and takes on its role and tenant in one round trip instead of three. Nearly everything the hub does
 * is a short transaction under row-level policies, so round trips are its largest cost.
 */
class SessionConnection extends PostgreSqlConnection {
  override createKyselyDialect(overrides: Parameters<PostgreSqlConnection['createKyselyDialect']>[0]): Dialect {
    const dialect = super.createKyselyDialect(overrides);
    const createDriver = dialect.createDriver.bind(dialect);
    dialect.createDriver = () => neverLost(withOpening(createDriver()));
    return dialect;
  }

  override begin(options: BeginOptions = {}): ReturnType<PostgreSqlConnection['begin']> {
    const { sessionContext, ...rest } = options;
    if (!sessionContext || options.ctx || options.isolationLevel || options.readOnly) return super.begin(options);
    return opening.run(takeOn(sessionContext), () => super.begin(rest));
  }
}

function withOpening(driver: Driver): Driver {
  const begin = driver.beginTransaction.bind(driver);
  driver.beginTransaction = async (connection, settings) => {
    const statement = opening.getStore();
    if (statement === undefined) return begin(connection, settings);
    await begin(followedBy(connection, statement), settings);
  };
  return driver;
}

/**
 * Every connection comes back to the pool. The query builder forgets those whose `begin` or `rollback` fails, and a few seconds without
 * PostgreSQL would take all of them. A rollback fails only on a connection that is gone: the transaction has failed already and tells
 * its own cause, and the pool throws a broken connection away when it gets it.
 */
function neverLost(driver: Driver): Driver {
  const begin = driver.beginTransaction.bind(driver);
  const rollback = driver.rollbackTransaction.bind(driver);
  driver.rollbackTransaction = (connection) => rollback(connection).catch(() => undefined);
  driver.beginTransaction = async (connection, settings) => {
    try {
      await begin(connection, settings);
    } catch (error) {
      // It may stand in a transaction that failed after it began.
      await driver.rollbackTransaction(connection);
      await driver.releaseConnection(connection);
      throw error;
    }
  };
  return driver;
}

/** The same connection, with a statement sent along with the next one. */
function followedBy(connection: PooledConnection, statement: string): PooledConnection {
  return { ...connection, executeQuery: (query) => connection.executeQuery({ ...query, sql: `${query.sql}; ${statement}` }) };
}

/** PostgreSQL as the hub uses it. */
export class SessionDriver extends PostgreSqlDriver {
  override readonly connection: PostgreSqlConnection;

  constructor(config: Configuration) {
    super(config);
    this.connection = new SessionConnection(config);
  }
}
