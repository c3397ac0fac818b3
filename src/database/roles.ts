import { coreTables } from './core-table.js';

/** `patchbay_login` holds no rights itself: every transaction takes one of the two working roles (decisions D3). */
export const APP_ROLE = 'patchbay_app';
export const RUNNER_ROLE = 'patchbay_runner';
export const LOGIN_ROLE = 'patchbay_login';

/** Name of the table that remembers the migrations of one schema. */
export const JOURNAL = 'schema_journal';

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const identifier = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Creates the roles where missing, idempotent; run by the owner before migrations. */
export function roleStatements(loginPassword: string, database: string): string[] {
  const createRole = (role: string, attributes: string) =>
    `do $$ begin if not exists (select from pg_roles where rolname = ${literal(role)}) then create role ${role} ${attributes}; end if;
     exception when duplicate_object or unique_violation then null; end $$`;
  return [
    createRole(APP_ROLE, 'nologin'),
    createRole(RUNNER_ROLE, 'nologin'),
    createRole(LOGIN_ROLE, 'login noinherit'),
    `alter role ${LOGIN_ROLE} with login noinherit password ${literal(loginPassword)}`,
    `grant ${APP_ROLE}, ${RUNNER_ROLE} to ${LOGIN_ROLE}`,
    `grant connect on database ${identifier(database)} to ${LOGIN_ROLE}`,
    `grant usage on schema public to ${APP_ROLE}, ${RUNNER_ROLE}`,
  ];
}

/** Grants after migrations: app works on tenant tables, the runner only on its short named list. */
export function coreGrantStatements(): string[] {
  const statements = [`grant usage, select on all sequences in schema public to ${APP_ROLE}, ${RUNNER_ROLE}`];
  for (const info of coreTables()) {
    const table = `public.${info.table}`;
    if (info.tenantScoped) {
      statements.push(`grant ${info.appendOnly ? 'select, insert' : 'select, insert, update, delete'} on ${table} to ${APP_ROLE}`);
    }
    if (info.runner === 'select') statements.push(`grant select on ${table} to ${RUNNER_ROLE}`);
    if (info.runner === 'all') statements.push(`grant select, insert, update, delete on ${table} to ${RUNNER_ROLE}`);
  }
  return statements;
}

export function pluginGrantStatements(schema: string): string[] {
  return [
    `grant usage on schema ${schema} to ${APP_ROLE}`,
    `grant select, insert, update, delete on all tables in schema ${schema} to ${APP_ROLE}`,
    // What was migrated is the owner's business alone.
    `revoke all on ${schema}.${JOURNAL} from ${APP_ROLE}`,
    `revoke all on all tables in schema ${schema} from ${RUNNER_ROLE}`,
  ];
}
