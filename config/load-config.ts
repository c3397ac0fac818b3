import { createHmac } from 'node:crypto';
import type { AppConfig } from './app-config.js';
import { defaultDataDir } from './data-dir.js';
import { ConfigurationError, readEnvironment, type Env, type Environment } from './environment.js';
import { keptMasterKey } from './kept-key.js';
import { parseMasterKeys } from './master-keys.js';
import { oauthClients, outsideClients, outsideSystemProblems, vendorUrls } from './outside-systems.js';
import { safetyProblems } from './safety-rules.js';

/**
 * The configuration of this process. Outside production a missing master key is made and kept in the data folder.
 * Throws `ConfigurationError` that names every bad variable, never a value.
 */
export function loadConfig(env: Env = process.env): AppConfig {
  const vars = readEnvironment(env);
  const problems = [...safetyProblems(vars), ...outsideSystemProblems(env)];
  if (problems.length > 0) throw new ConfigurationError(problems);
  const dataDir = vars.PATCHBAY_DATA_DIR ?? defaultDataDir(env);
  const keys = parseMasterKeys(vars.PATCHBAY_MASTER_KEY ?? keptMasterKey(dataDir));
  return deepFreeze({
    env: vars.NODE_ENV, role: vars.PATCHBAY_ROLE, keys,
    http: httpOf(vars),
    database: databaseOf(vars, dataDir, keys),
    redis: { url: vars.REDIS_URL ?? null },
    lever: leverOf(vars, env),
    vendors: vendorUrls(env),
    outsideClients: outsideClients(env),
    smtp: { url: vars.SMTP_URL ?? null, from: vars.SMTP_FROM, bounceAddress: vars.SMTP_BOUNCE_ADDRESS ?? null },
    sms: smsOf(vars),
    log: { level: vars.LOG_LEVEL },
    metrics: { token: vars.PATCHBAY_METRICS_TOKEN ?? null },
    workers: {
      concurrency: vars.PATCHBAY_WORKERS, leaseMs: vars.PATCHBAY_LEASE_MS, holdMs: vars.PATCHBAY_HOLD_MS, pollMs: vars.PATCHBAY_POLL_MS,
      searchMb: vars.PATCHBAY_SEARCH_MB,
    },
    clock: { mayShift: vars.PATCHBAY_CLOCK_SHIFT === 'true' },
    failpoint: vars.PATCHBAY_FAILPOINT ?? null,
    stopWithinMs: vars.PATCHBAY_STOP_WITHIN_MS,
  });
}

function httpOf(vars: Environment): AppConfig['http'] {
  return {
    host: vars.PATCHBAY_HOST, port: vars.PORT, trustProxy: vars.PATCHBAY_TRUST_PROXY === 'true',
    publicUrl: vars.PATCHBAY_PUBLIC_URL ?? `http://127.0.0.1:${vars.PORT}`,
  };
}

function databaseOf(vars: Environment, dataDir: string, keys: AppConfig['keys']): AppConfig['database'] {
  return {
    url: vars.DATABASE_URL ?? null, ownerUrl: vars.DATABASE_OWNER_URL ?? vars.DATABASE_URL ?? null, dataDir, poolSize: vars.PATCHBAY_POOL_SIZE,
    loginPassword: createHmac('sha256', keys.current.key).update('database-login').digest('base64url'),
  };
}

const SMS_URLS = { twilio: 'https://api.twilio.com', '46elks': 'https://api.46elks.com' } as const;

function smsOf(vars: Environment): AppConfig['sms'] {
  const provider = vars.SMS_PROVIDER ?? null;
  return {
    provider, baseUrl: (vars.SMS_URL ?? (provider === null ? '' : SMS_URLS[provider])).replace(/\/+$/, ''), from: vars.SMS_FROM ?? '',
    account: vars.SMS_ACCOUNT ?? '', secret: vars.SMS_SECRET ?? '', country: vars.SMS_COUNTRY, timeoutMs: vars.SMS_TIMEOUT_MS,
  };
}

function leverOf(vars: Environment, env: Env): AppConfig['lever'] {
  return {
    apiUrl: vars.LEVER_API_URL, authUrl: vars.LEVER_AUTH_URL, audience: vars.LEVER_AUDIENCE, oauthClients: oauthClients(env),
    rate: { burst: vars.LEVER_RATE_BURST, perSecond: vars.LEVER_RATE_PER_SECOND, applicationsPerSecond: vars.LEVER_APPLICATIONS_PER_SECOND },
    pollEveryMs: vars.LEVER_POLL_EVERY_MS, settleMs: vars.LEVER_SETTLE_MS, timeoutMs: vars.LEVER_TIMEOUT_MS,
  };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value) as unknown[]) {
    // Bytes cannot be frozen.
    if (typeof inner === 'object' && inner !== null && !ArrayBuffer.isView(inner)) deepFreeze(inner);
  }
  return Object.freeze(value);
}
