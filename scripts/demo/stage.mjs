/** What the scenes play on: the sandbox, the hub on its own PostgreSQL, and an organisation with its super admin. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, until } from './http.mjs';
import { firstLine, freePort, removeAtEnd, runCli, say, start, step } from './processes.mjs';

const HOUR = 3_600_000;
const NOT_VENDORS = ['lever', 'mailbox', 'control', 'seed'];

/** `careerPlace` of the sandbox is VENDOR_CAREER_PLACE_URL of the hub; where people sign in, the hub has a client of its own. */
function vendorVariables(sandbox) {
  const vendors = Object.entries(sandbox).filter(([name, service]) => !NOT_VENDORS.includes(name) && service?.baseUrl);
  return Object.fromEntries(vendors.flatMap(([name, { baseUrl, oauth }]) => {
    const system = name.replace(/([A-Z])/g, '_$1').toUpperCase();
    const client = oauth ? [[`OUTSIDE_${system}_CLIENT_ID`, oauth.clientId], [`OUTSIDE_${system}_CLIENT_SECRET`, oauth.clientSecret]] : [];
    return [[`VENDOR_${system}_URL`, baseUrl], ...client];
  }));
}

/** Vendors with an app of their own at Lever: LEVER_OAUTH_<KEY>_CLIENT_ID and _SECRET. */
function oauthApps(apps) {
  return Object.fromEntries(Object.entries(apps).flatMap(([key, { clientId, clientSecret }]) => {
    const prefix = `LEVER_OAUTH_${key.toUpperCase().replaceAll('-', '_')}`;
    return [[`${prefix}_CLIENT_ID`, clientId], [`${prefix}_CLIENT_SECRET`, clientSecret]];
  }));
}

function hubEnv({ lever, mailbox, twilio }, hub, port, dataDir) {
  return {
    NODE_ENV: 'development', PORT: String(port), PATCHBAY_PUBLIC_URL: hub, PATCHBAY_DATA_DIR: dataDir, PATCHBAY_CLOCK_SHIFT: 'true', LOG_LEVEL: 'warn',
    LEVER_API_URL: lever.baseUrl, LEVER_AUTH_URL: lever.oauth.url, LEVER_AUDIENCE: lever.oauth.audience, LEVER_OAUTH_CLIENT_ID: lever.oauth.clientId,
    LEVER_OAUTH_CLIENT_SECRET: lever.oauth.clientSecret, ...oauthApps(lever.apps), LEVER_POLL_EVERY_MS: '5000', PATCHBAY_POLL_MS: '250',
    SMTP_URL: `smtp://${mailbox.smtpHost}:${mailbox.smtpPort}`, SMS_PROVIDER: 'twilio', SMS_URL: twilio.baseUrl, SMS_FROM: twilio.number,
    SMS_ACCOUNT: twilio.accountSid, SMS_SECRET: twilio.authToken, DATABASE_URL: '', REDIS_URL: process.env.REDIS_URL ?? '',
  };
}

const localHour = (now) => Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Stockholm', hour: '2-digit', hourCycle: 'h23' }).format(now));

export async function setStage() {
  const port = await freePort();
  const hub = `http://127.0.0.1:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-demo-'));
  removeAtEnd(dataDir);
  step('Starting Lever, the vendors and a mailbox (emulators over real HTTP and SMTP)');
  const sandbox = JSON.parse(await firstLine(start('sandbox', 'dist/sandbox/main.js', {}, ['--redirect-uri', `${hub}/oauth/lever/callback`])));
  const { lever, control } = sandbox;

  step('Starting the hub on its own PostgreSQL');
  const env = { ...hubEnv(sandbox, hub, port, dataDir), ...vendorVariables(sandbox) };
  await firstLine(start('hub', 'dist/src/main.js', env));
  const operator = await runCli(env, ['operators', 'create', 'demo']);

  step('An organisation with its first super admin');
  const tenant = await call('POST', `${hub}/v1/tenants`, { key: operator.key, body: { slug: 'acme', name: 'Acme', zone: 'Europe/Stockholm' } });
  const { apiKey } = await call('POST', `${hub}/v1/tenants/${tenant.id}/members`, { key: operator.key, body: { name: 'Robin Berg', email: 'robin.berg@example.com' } });

  let hoursAhead = 0;
  /** Moves the clock of hub and sandbox; nothing sleeps. */
  const passHours = async (hours) => {
    hoursAhead += hours;
    await call('POST', control.clockUrl, { body: { advanceMs: hours * HOUR } });
    await call('PUT', `${hub}/v1/clock`, { key: operator.key, body: { offsetMs: hoursAhead * HOUR } });
  };
  const api = (method, path, body, headers) => call(method, `${hub}${path}`, { key: apiKey.key, body, headers });
  const leverApi = (path) => call('GET', `${lever.baseUrl}${path}`, { headers: { authorization: `Basic ${Buffer.from(`${lever.apiKey}:`).toString('base64')}` } });
  return {
    hub, sandbox, apiKey: apiKey.key, say, step, until, call,
    /** The hub's REST API as the super admin. */
    api,
    /** What a recruiter does in Lever's own pages. */
    inLever: (method, path, body) => call(method, `${lever.controlUrl}/lever/accounts/acme${path}`, { body }),
    /** Lever's public API with a key that may read everything. */
    leverApi,
    opportunity: async (id) => (await leverApi(`/opportunities/${id}`)).data,
    notes: async (id) => (await leverApi(`/opportunities/${id}/notes`)).data.flatMap((note) => note.fields.map((field) => field.value)),
    setUpSteps: async (key) => (await api('GET', `/v1/installations/${key}/setup`)).steps,
    /** A super admin grants access on Lever's consent page. */
    connectLever: async (key) => {
      const { url } = await api('POST', `/v1/installations/${key}/lever-authorization`);
      const { redirectTo } = await call('POST', `${lever.controlUrl}/oauth/consent`, { body: { ...Object.fromEntries(new URL(url).searchParams), account: 'acme', decision: 'accept' } });
      await call('GET', redirectTo);
    },
    passHours,
    /** Goes on to the next time the organisation's clock shows this hour. */
    passUntil: (hour) => passHours((24 + hour - localHour(Date.now() + hoursAhead * HOUR)) % 24),
  };
}
