import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AppConfig, MasterKey } from './app-config.js';
import { ConfigurationError, readEnvironment, type Environment } from './environment.js';

type Env = Readonly<Record<string, string | undefined>>;

/** The configuration of this process. Outside production a missing master key is made and kept in the data folder. */
export function loadConfig(env: Env = process.env): AppConfig {
  const vars = readEnvironment(env);
  refuseUnsafe(vars);
  const dataDir = vars.PATCHBAY_DATA_DIR ?? defaultDataDir(env);
  const keys = masterKeys(vars, dataDir);
  return Object.freeze({
    env: vars.NODE_ENV, role: vars.PATCHBAY_ROLE, keys,
    http: { host: vars.PATCHBAY_HOST, port: vars.PORT, publicUrl: vars.PATCHBAY_PUBLIC_URL ?? `http://127.0.0.1:${vars.PORT}`, trustProxy: vars.PATCHBAY_TRUST_PROXY === 'true' },
    database: {
      url: vars.DATABASE_URL ?? null, ownerUrl: vars.DATABASE_OWNER_URL ?? vars.DATABASE_URL ?? null, dataDir, poolSize: vars.PATCHBAY_POOL_SIZE,
      loginPassword: createHmac('sha256', keys.current.key).update('database-login').digest('base64url'),
    },
    redis: { url: vars.REDIS_URL ?? null },
    lever: {
      apiUrl: vars.LEVER_API_URL, authUrl: vars.LEVER_AUTH_URL, audience: vars.LEVER_AUDIENCE, oauthClients: oauthClients(env),
      rate: { burst: vars.LEVER_RATE_BURST, perSecond: vars.LEVER_RATE_PER_SECOND, applicationsPerSecond: vars.LEVER_APPLICATIONS_PER_SECOND },
      pollEveryMs: vars.LEVER_POLL_EVERY_MS, settleMs: vars.LEVER_SETTLE_MS, timeoutMs: vars.LEVER_TIMEOUT_MS,
    },
    vendors: vendorUrls(env),
    smtp: { url: vars.SMTP_URL ?? null, from: vars.SMTP_FROM },
    log: { level: vars.LOG_LEVEL },
    metrics: { token: vars.PATCHBAY_METRICS_TOKEN ?? null },
    workers: { concurrency: vars.PATCHBAY_WORKERS, leaseMs: vars.PATCHBAY_LEASE_MS, pollMs: vars.PATCHBAY_POLL_MS },
    clock: { mayShift: vars.PATCHBAY_CLOCK_SHIFT === 'true' },
    failpoint: vars.PATCHBAY_FAILPOINT ?? null,
  });
}

function refuseUnsafe(vars: Environment): void {
  const problems: string[] = [];
  if (vars.NODE_ENV === 'production') {
    if (!vars.PATCHBAY_MASTER_KEY) problems.push('PATCHBAY_MASTER_KEY: is required in production');
    if (!vars.DATABASE_URL) problems.push('DATABASE_URL: is required in production; the embedded store is for trying out');
    if (vars.PATCHBAY_CLOCK_SHIFT === 'true') problems.push('PATCHBAY_CLOCK_SHIFT: business time cannot be shifted in production');
    if (vars.PATCHBAY_FAILPOINT) problems.push('PATCHBAY_FAILPOINT: fail-points cannot be armed in production');
    if (!vars.PATCHBAY_PUBLIC_URL?.startsWith('https://')) problems.push('PATCHBAY_PUBLIC_URL: must be an https address in production');
  }
  if (!vars.DATABASE_URL && vars.PATCHBAY_ROLE !== 'both') problems.push('DATABASE_URL: is required for the roles web and worker; only role both may use the embedded store');
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** Root keeps data under /var/lib, everybody else in their own data home (decisions D27). */
export function defaultDataDir(env: Env): string {
  if (process.getuid?.() === 0) return '/var/lib/patchbay';
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'patchbay');
}

function masterKeys(vars: Environment, dataDir: string): AppConfig['keys'] {
  const text = vars.PATCHBAY_MASTER_KEY ?? keptKey(dataDir);
  const [current, ...previous] = text.split(',').map((entry): MasterKey => {
    const split = entry.indexOf(':');
    return { id: entry.slice(0, split), key: Buffer.from(entry.slice(split + 1), 'base64') };
  });
  if (!current) throw new ConfigurationError(['PATCHBAY_MASTER_KEY: holds no key']);
  return { current, previous };
}

function keptKey(dataDir: string): string {
  const file = join(dataDir, 'master-key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const made = `local:${randomBytes(32).toString('base64')}`;
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  return made;
}

/** LEVER_OAUTH_<KEY>_CLIENT_ID and _SECRET, else the common LEVER_OAUTH_CLIENT_ID and _SECRET. */
function oauthClients(env: Env): AppConfig['lever']['oauthClients'] {
  return (integrationKey) => {
    const name = integrationKey.toUpperCase().replaceAll('-', '_');
    const clientId = env[`LEVER_OAUTH_${name}_CLIENT_ID`] ?? env.LEVER_OAUTH_CLIENT_ID;
    const clientSecret = env[`LEVER_OAUTH_${name}_CLIENT_SECRET`] ?? env.LEVER_OAUTH_CLIENT_SECRET;
    return clientId && clientSecret ? { clientId, clientSecret } : null;
  };
}

/** VENDOR_<SYSTEM>_URL, e.g. VENDOR_CAREER_PLACE_URL for the system `career-place`. */
function vendorUrls(env: Env): AppConfig['vendors'] {
  const found = Object.entries(env).flatMap(([name, value]) => {
    const system = /^VENDOR_([A-Z0-9_]+)_URL$/.exec(name)?.[1];
    return system && value ? [[system.toLowerCase().replaceAll('_', '-'), { baseUrl: value.replace(/\/$/, '') }] as const] : [];
  });
  return Object.fromEntries(found);
}
