import { randomBytes } from 'node:crypto';
import 'reflect-metadata';
import { createServer } from 'node:http';
import { loadConfig } from '../../dist/config/load-config.js';
import { createOperatorKey } from '../../dist/src/auth/operator-keys.js';
import { Database } from '../../dist/src/database/database.js';
import { CORE_ENTITIES } from '../../dist/src/database/entities.js';
import { createOrm } from '../../dist/src/database/orm.js';
import { KEY } from './bench-plugin.mjs';
import { call, freePort, startProcess } from './processes.mjs';
import { query } from './stores.mjs';

/**
 * The hub as customers run it: processes of `web` and `worker`, organisations made through the API. `leverUrl` may be an
 * emulator or, where Lever plays no part, anything.
 */
export async function hubOn(db, { leverUrl = 'http://127.0.0.1:9/v1', redisUrl = '', env = {}, plugin = KEY } = {}) {
  const port = await freePort();
  const vendor = createServer((_request, response) => { response.end('{}'); });
  await new Promise((resolve) => { vendor.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    NODE_ENV: 'test', PORT: String(port), PATCHBAY_PUBLIC_URL: url, DATABASE_URL: db.loginUrl, DATABASE_OWNER_URL: db.ownerUrl, LOG_LEVEL: 'error',
    LEVER_API_URL: leverUrl, PATCHBAY_MASTER_KEY: `bench:${randomBytes(32).toString('base64')}`, VENDOR_BENCH_URL: `http://127.0.0.1:${vendor.address().port}`,
    REDIS_URL: redisUrl, LEVER_POLL_EVERY_MS: '3600000', BENCH_PLUGIN: plugin, ...env,
  };
  const config = loadConfig(settings);
  const orm = await createOrm({ url: db.loginUrl, entities: CORE_ENTITIES, poolSize: 4 });
  const database = new Database(orm);
  const { key: operator } = await createOperatorKey({ database, clock: { now: Date.now }, keys: config.keys }, 'bench');
  return {
    url, env: settings, database, operator,
    start: (role, more = {}) => startProcess('kit/hub-process.mjs', { env: { ...settings, ...more, PATCHBAY_ROLE: role } }),
    organisation: (slug) => organisation(url, operator, slug, plugin),
    query: (sql, values) => query(db.superUrl, sql, values),
    close: async () => {
      vendor.close();
      await orm.close(true);
    },
  };
}

/** An organisation with a super admin and the plugin installed; not yet switched on. */
async function organisation(url, operator, slug, plugin) {
  const tenant = await call('POST', `${url}/v1/tenants`, { key: operator, body: { slug, name: slug, zone: 'Europe/Stockholm' } });
  const { apiKey } = await call('POST', `${url}/v1/tenants/${tenant.id}/members`, { key: operator, body: { name: 'Admin', email: `admin@${slug}.example.com` } });
  const api = (method, path, body) => call(method, `${url}${path}`, { key: apiKey.key, body });
  const installation = await api('POST', '/v1/installations', { integrationKey: plugin });
  return {
    tenantId: tenant.id, installationId: installation.id, key: apiKey.key, api,
    /** The webhook secret that Lever would show, kept as an admin does. */
    leverWebhook: (signatureToken) => api('PUT', `/v1/installations/${plugin}/lever-webhook`, { signatureToken }),
    leverKey: (apiKeyOfLever, actsAs) => api('PUT', `/v1/installations/${plugin}/lever-key`, { apiKey: apiKeyOfLever, ...(actsAs && { actsAs }) }),
    enable: () => api('POST', `/v1/installations/${plugin}/enable`),
  };
}
