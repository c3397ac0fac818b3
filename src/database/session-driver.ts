import { AsyncLocalStorage } from 'node:async_hooks';
import { PostgreSqlConnection, PostgreSqlDriver, type Configuration } from '@mikro-orm/postgresql';

type Dialect = ReturnType<PostgreSqlConnection['createKyselyDialect']>;
type Driver = ReturnType<Dialect['createDriver']>;
type PooledConnection = Parameters<Driver['beginTransaction']>[0];
type BeginOptions = NonNullable<Parameters<PostgreSqlConnection['begin']>[0]>;
type SessionContext = NonNullable<BeginOptions['sessionContext']>;

/** Role and tenant as one statement, sent along with the next one; `isLone`: with each, and each is a transaction of its own. */
interface Opening { readonly statement: string; readonly isLone: boolean }

/** Of the transaction that is just beginning. */
const opening = new AsyncLocalStorage<Opening>();
/** Of transactions that have not sent anything yet, and of lone statements. */
const unsent = new WeakMap<PooledConnection, Opening>();

/** Of transactions: what goes along with their commit. */
const closing = new WeakMap<PooledConnection, Parameters<PooledConnection['executeQuery']>[0]>();

const WITH_COMMIT = '/* with the commit */';

/** Marks the last statement of a transaction, whose answer nobody needs: it is sent along with the commit, which fails when it fails. */
export const withCommit = (sql: string): string => `${WITH_COMMIT} ${sql}`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Pure. `set_config('role', …, true)` is `set local role`. Backslashes mean nothing: standard_conforming_strings is PostgreSQL's default. */
export function takeOn(context: SessionContext): string {
  const settings = Object.entries({ ...(context.role && { role: context.role }), ...context.variables });
  return `select ${settings.map(([name, value]) => `set_config(${literal(name)}, ${literal(String(value))}, true)`).join(', ')}`;
}

/**
 * Sends the begin of a transaction, its role and its tenant along with its first statement, and its commit along with its last where that
 * is known (`withCommit`); a statement outside of any transaction goes with its role and tenant alone, since PostgreSQL runs what is sent
 * together as one transaction. Nearly everything the hub does is short and under row-level policies, so round trips are its largest cost.
 */
class SessionConnection extends PostgreSqlConnection {
  override createKyselyDialect(overrides: Parameters<PostgreSqlConnection['createKyselyDialect']>[0]): Dialect {
    const dialect = super.createKyselyDialect({ ...overrides, onPoolCreated: answersTheLast } as typeof overrides);
    const createDriver = dialect.createDriver.bind(dialect);
    dialect.createDriver = () => neverLost(withOpening(createDriver()));
    return dialect;
  }

  override begin(options: BeginOptions = {}): ReturnType<PostgreSqlConnection['begin']> {
    const { sessionContext, ...rest } = options;
    if (!sessionContext || options.ctx || options.isolationLevel || options.readOnly) return super.begin(options);
    // What a library's caller gave no listener to is a single statement of its own; transactions proper are listened to.
    return opening.run({ statement: takeOn(sessionContext), isLone: !options.eventBroadcaster }, () => super.begin(rest));
  }
}

/** Of several statements sent together the last one's answer counts, as if it had been sent alone. */
function answersTheLast(pool: { on(event: 'connect', listener: (client: { query: unknown }) => void): unknown }): void {
  pool.on('connect', (client) => {
    const query = (client.query as (...given: unknown[]) => unknown).bind(client);
    client.query = (...given: unknown[]) => {
      const answer = query(...given);
      return answer instanceof Promise ? answer.then((result: unknown) => (Array.isArray(result) ? result.at(-1) as unknown : result)) : answer;
    };
  });
}

function withOpening(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver);
  const [begin, commit, rollback] = [driver.beginTransaction.bind(driver), driver.commitTransaction.bind(driver), driver.rollbackTransaction.bind(driver)];
  const ready = new WeakSet<PooledConnection>();
  driver.acquireConnection = async (...given) => {
    const connection = await acquire(...given);
    if (!ready.has(connection)) sendsItsOpening(connection);
    ready.add(connection);
    return connection;
  };
  driver.beginTransaction = async (connection, settings) => {
    const first = opening.getStore();
    if (first === undefined) return begin(connection, settings);
    unsent.set(connection, first);
  };
  // What was never begun has nothing to end.
  driver.commitTransaction = async (connection) => {
    const last = closing.get(connection);
    if (last) await connection.executeQuery({ ...last, sql: `${last.sql}; commit` });
    else if (!unsent.delete(connection)) await commit(connection);
    closing.delete(connection);
  };
  driver.rollbackTransaction = async (connection) => {
    closing.delete(connection);
    if (!unsent.delete(connection)) await rollback(connection);
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

function sendsItsOpening(connection: PooledConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, ...rest) => {
    if (query.sql.startsWith(WITH_COMMIT) && !closing.has(connection)) {
      closing.set(connection, query);
      return { rows: [] };
    }
    const first = unsent.get(connection);
    if (first === undefined) return execute(query, ...rest);
    const hasParameters = query.parameters.length > 0;
    if (first.isLone && !hasParameters) return execute({ ...query, sql: `${first.statement}; ${query.sql}` }, ...rest);
    unsent.delete(connection);
    if (!hasParameters) return execute({ ...query, sql: `begin; ${first.statement}; ${query.sql}` }, ...rest);
    // PostgreSQL takes parameters for one statement at a time.
    await execute({ ...query, sql: `begin; ${first.statement}`, parameters: [] });
    return execute(query, ...rest);
  };
}

/** PostgreSQL as the hub uses it. */
export class SessionDriver extends PostgreSqlDriver {
  override readonly connection: PostgreSqlConnection;

  constructor(config: Configuration) {
    super(config);
    this.connection = new SessionConnection(config);
  }
}
