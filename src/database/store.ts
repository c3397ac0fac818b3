import type { AppConfig } from '../../config/app-config.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { loginUrl, migrate, type SchemaPart } from './migrate.js';

export interface OpenStore {
  /** Address for the hub's pool, as the log-in role that holds no rights of its own. */
  readonly url: string;
  /** Leaves the embedded store; nothing to do for a server of one's own. May be called twice. */
  close(): Promise<void>;
}

/**
 * The database this process works on. Without DATABASE_URL the embedded store is started and migrated; a server
 * of one's own is migrated only by `patchbay migrate` (decisions D20).
 */
export async function openStore(config: AppConfig, plugins: readonly SchemaPart[], log?: (message: string) => void): Promise<OpenStore> {
  const url = externalUrl(config);
  if (url !== null) return { url, close: () => Promise.resolve() };
  const server = await startEmbeddedPostgres({ dataDir: config.database.dataDir, ...(log && { log }) });
  try {
    const applied = await migrate({ ownerUrl: server.ownerUrl, loginPassword: server.loginPassword, plugins });
    if (applied.length > 0) log?.(`Applied migrations: ${applied.join(', ')}`);
    return { url: loginUrl(server.ownerUrl, server.loginPassword), close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Migrates the store of this configuration: the owner's server, or the embedded one. Answers what was applied. */
export async function migrateStore(config: AppConfig, plugins: readonly SchemaPart[], log?: (message: string) => void): Promise<string[]> {
  const { ownerUrl, loginPassword, dataDir } = config.database;
  if (ownerUrl !== null) return migrate({ ownerUrl, loginPassword, plugins });
  const server = await startEmbeddedPostgres({ dataDir, ...(log && { log }) });
  try {
    return await migrate({ ownerUrl: server.ownerUrl, loginPassword: server.loginPassword, plugins });
  } finally {
    await server.stop();
  }
}

/**
 * With one address for everything it is the owner's, and the hub logs in beside it with the password that the
 * migrations gave to its own role; with two, DATABASE_URL is taken as it is.
 */
export function externalUrl(config: AppConfig): string | null {
  const { url, ownerUrl, loginPassword } = config.database;
  if (url === null) return null;
  return ownerUrl === url ? loginUrl(url, loginPassword) : url;
}
