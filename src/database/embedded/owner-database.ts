import pg from 'pg';
import { SUPERUSER } from './cluster.js';
import type { ServerPasswords } from './server-passwords.js';

export const OWNER_ROLE = 'patchbay_owner';
export const DATABASE_NAME = 'patchbay';

const ALREADY_THERE = new Set(['42710', '42P04', '23505']);
const NOT_READY = new Set(['57P03', 'ECONNREFUSED', 'ECONNRESET']);

const codeOf = (error: unknown) => (error as { code?: string }).code ?? '';

async function connect(port: number, password: string, database: string): Promise<pg.Client> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database, connectionTimeoutMillis: 5_000 });
  await client.connect();
  return client;
}

/** Whether the server takes connections now. Throws for what waiting does not cure, e.g. a wrong password. */
export async function isReady(port: number, passwords: ServerPasswords): Promise<boolean> {
  try {
    const client = await connect(port, passwords.superuser, 'postgres');
    await client.end();
    return true;
  } catch (error) {
    if (NOT_READY.has(codeOf(error))) return false;
    throw error;
  }
}

async function unlessThere(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!ALREADY_THERE.has(codeOf(error))) throw error;
  }
}

/**
 * The database and its owner, made where missing. The owner is no superuser: forced row-level policies bind it
 * too (decisions D3); it may make roles for the migrations and databases for tests.
 */
export async function ensureOwnerDatabase(port: number, passwords: ServerPasswords): Promise<void> {
  const client = await connect(port, passwords.superuser, 'postgres');
  try {
    await unlessThere(client.query(`create role ${OWNER_ROLE} login createrole createdb`));
    await client.query(`alter role ${OWNER_ROLE} with password ${client.escapeLiteral(passwords.owner)}`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE_NAME]);
    if (rowCount === 0) await unlessThere(client.query(`create database ${DATABASE_NAME} owner ${OWNER_ROLE} encoding 'UTF8' template template0`));
  } finally {
    await client.end();
  }
}

export function ownerUrl(port: number, passwords: ServerPasswords): string {
  return `postgresql://${OWNER_ROLE}:${encodeURIComponent(passwords.owner)}@127.0.0.1:${port}/${DATABASE_NAME}`;
}
