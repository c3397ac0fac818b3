import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { loadConfig } from '../../config/load-config.js';
import { startSandbox, type Sandbox } from '../../sandbox/index.js';
import { createOperatorKey } from '../../src/auth/operator-keys.js';
import { startHub, type RunningHub } from '../../src/start.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export { until } from './until.js';

export interface Answer { readonly status: number; readonly type: string; readonly body: Record<string, unknown>; readonly text: string }

/** The hub as customers see it, with the whole sandbox around it. */
export interface HubOverSandbox {
  readonly db: TestDatabase;
  readonly sandbox: Sandbox;
  /** The running hub; another one after `restart`. */
  readonly hub: RunningHub;
  /** Variables it was started with, for a hub process beside or instead of it. */
  readonly env: Readonly<Record<string, string>>;
  readonly bearer: { readonly authorization: string };
  /** Stops the hub without waiting for what it does, and starts it again. */
  restart(): Promise<void>;
  /** API key of the first organisation's super admin; `api` calls with it. */
  readonly admin: string;
  readonly operator: string;
  /** A further organisation with a super admin. */
  organisation(slug: string): Promise<{ tenantId: string; memberId: string; key: string }>;
  /** Any call, with any key or none. */
  call(method: string, path: string, options?: { key?: string; body?: unknown; headers?: Record<string, string> }): Promise<Answer>;
  readonly api: (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>;
  /** A recruiter's or super admin's act in Lever's own pages. */
  inLever(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  /** What people do in idibu's own pages. */
  inIdibu(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  /** What the vendor's side does. */
  inCareerPlace(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const found = server.address();
      server.close(() => resolve(typeof found === 'object' && found ? found.port : 0));
    });
  });
}

async function send(url: string, method: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method, headers: { ...(body && { 'content-type': 'application/json' }), ...headers }, ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: text === '' || !/^application\/(problem\+)?json/.test(type) ? {} : JSON.parse(text) as Record<string, unknown>, text };
}

async function ok(url: string, method: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await send(url, method, body);
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** `careerPlace` of the sandbox is VENDOR_CAREER_PLACE_URL of the hub; where people sign in, the hub has a client of its own. */
function emulatorVariables(sandbox: Sandbox): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, service] of Object.entries(sandbox.describe())) {
    const { baseUrl, oauth } = (service ?? {}) as { baseUrl?: string; oauth?: { clientId: string; clientSecret: string } };
    if (!baseUrl || name === 'lever' || name === 'mailbox') continue;
    const system = name.replace(/([A-Z])/g, '_$1').toUpperCase();
    found[`VENDOR_${system}_URL`] = baseUrl;
    if (oauth) Object.assign(found, { [`OUTSIDE_${system}_CLIENT_ID`]: oauth.clientId, [`OUTSIDE_${system}_CLIENT_SECRET`]: oauth.clientSecret });
  }
  return { ...found, ...leverAsCrm(sandbox) };
}

/** Another account of the same Lever may be a CRM: the sandbox's app goes there too. */
function leverAsCrm({ lever }: Sandbox): Record<string, string> {
  const { clientId, clientSecret } = lever.describe().oauth;
  return { VENDOR_LEVER_CRM_URL: lever.oauthUrl, OUTSIDE_LEVER_CRM_CLIENT_ID: clientId, OUTSIDE_LEVER_CRM_CLIENT_SECRET: clientSecret };
}

/** Vendors with an app of their own at Lever: LEVER_OAUTH_<KEY>_CLIENT_ID and _SECRET. */
function oauthApps(apps: Readonly<Record<string, { clientId: string; clientSecret: string }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(apps).flatMap(([key, { clientId, clientSecret }]) => {
    const prefix = `LEVER_OAUTH_${key.toUpperCase().replaceAll('-', '_')}`;
    return [[`${prefix}_CLIENT_ID`, clientId], [`${prefix}_CLIENT_SECRET`, clientSecret]];
  }));
}

function smsProvider({ twilio, elks }: Sandbox, provider: 'twilio' | '46elks'): Record<string, string> {
  const { baseUrl, number, account, secret } = provider === 'twilio'
    ? { ...twilio.describe(), account: twilio.describe().accountSid, secret: twilio.describe().authToken }
    : { ...elks.describe(), account: elks.describe().username, secret: elks.describe().password };
  return { SMS_PROVIDER: provider, SMS_URL: baseUrl, SMS_FROM: number, SMS_ACCOUNT: account, SMS_SECRET: secret, SMS_TIMEOUT_MS: '2000' };
}

export interface HubOverSandboxOptions { readonly env?: Record<string, string>; readonly leverRate?: 'off'; readonly sms?: 'twilio' | '46elks'; readonly seed?: 'small' | 'full' }

export async function startHubOverSandbox(options: HubOverSandboxOptions = {}): Promise<HubOverSandbox> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const db = await createTestDatabase();
  const sandbox = await startSandbox({ oauthRedirectUris: [`${publicUrl}/oauth/lever/callback`], ...(options.leverRate && { leverRate: options.leverRate }), ...(options.seed && { seed: options.seed }) });
  const lever = (sandbox.describe() as unknown as { lever: { oauth: { clientId: string; clientSecret: string; audience: string } } }).lever;
  const env = {
    NODE_ENV: 'test', PORT: String(port), PATCHBAY_PUBLIC_URL: publicUrl, DATABASE_URL: db.loginUrl, DATABASE_OWNER_URL: db.ownerUrl, LOG_LEVEL: 'silent',
    LEVER_API_URL: sandbox.lever.baseUrl, LEVER_AUTH_URL: sandbox.lever.oauthUrl, LEVER_AUDIENCE: lever.oauth.audience,
    LEVER_OAUTH_CLIENT_ID: lever.oauth.clientId, LEVER_OAUTH_CLIENT_SECRET: lever.oauth.clientSecret, LEVER_POLL_EVERY_MS: '2000', LEVER_SETTLE_MS: '300',
    SMTP_URL: `smtp://${sandbox.mailbox.smtpHost}:${sandbox.mailbox.smtpPort}`,
    ...oauthApps(sandbox.lever.describe().apps), ...emulatorVariables(sandbox), PATCHBAY_MASTER_KEY: `test:${randomBytes(32).toString('base64')}`,
    PATCHBAY_CLOCK_SHIFT: 'true',
    PATCHBAY_POLL_MS: '200', PATCHBAY_LEASE_MS: '2000', PATCHBAY_HOLD_MS: '12000', ...(options.sms && smsProvider(sandbox, options.sms)), ...options.env,
  };
  const config = loadConfig(env);
  let hub = await startHub(config);
  const operator = (await createOperatorKey({ database: db.database, clock: { now: Date.now }, keys: config.keys }, 'test')).key;
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const organisation: HubOverSandbox['organisation'] = async (slug) => {
    const tenant = await send(`${publicUrl}/v1/tenants`, 'POST', { slug, name: slug, zone: 'Europe/Stockholm' }, bearer(operator));
    const tenantId = String(tenant.body.id);
    const made = await send(`${publicUrl}/v1/tenants/${tenantId}/members`, 'POST', { name: 'Robin Berg', email: `robin@${slug}.example` }, bearer(operator));
    return { tenantId, memberId: (made.body.member as { id: string }).id, key: (made.body.apiKey as { key: string }).key };
  };
  const { key: admin } = await organisation('acme');
  return {
    db, sandbox, admin, operator, organisation,
    get hub() { return hub; },
    env, bearer: bearer(admin),
    restart: async () => {
      await hub.stop();
      hub = await startHub(config);
    },
    call: (method, path, { key, body, headers = {} } = {}) => send(`${publicUrl}${path}`, method, body as object | undefined, { ...(key && bearer(key)), ...headers }),
    api: (method, path, body, headers = {}) => send(`${publicUrl}${path}`, method, body, { ...bearer(admin), ...headers }),
    inLever: (method, path, body) => ok(`${sandbox.lever.controlUrl}/lever/accounts/acme${path}`, method, body),
    inIdibu: (method, path, body) => ok(`${sandbox.idibu.controlUrl}${path}`, method, body),
    inCareerPlace: (method, path, body) => ok(`${sandbox.careerPlace.controlUrl}${path}`, method, body),
    stop: async () => {
      await hub.stop();
      await sandbox.close();
      await db.drop();
    },
  };
}
