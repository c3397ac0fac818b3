import type { SandboxClock } from '../kit/clock.js';
import { createEmulator, type Emulator } from '../kit/emulator.js';
import type { LeverAccount } from './account.js';
import { registerControls } from './control/control-routes.js';
import { installErrorHandler } from './http/error-handler.js';
import { defaultRate, RateLimiter, type RateRule } from './http/rate-limit.js';
import { registerDataApi } from './http/register-routes.js';
import { registerOAuth } from './oauth/oauth-routes.js';
import { TokenSigner } from './oauth/token-signer.js';
import { allRoutes } from './routes.js';
import { seedAccount, type SeedSize } from './seed.js';
import { LeverStore } from './store.js';
import { WebhookDispatcher, type WebhookOptions } from './webhooks/dispatcher.js';

export interface LeverOptions {
  readonly clock: SandboxClock;
  readonly port?: number;
  /** Decides every id; the same seed gives the same data. */
  readonly seed?: number | string;
  readonly size?: SeedSize;
  /** Host of the public job site in `urls.*` of postings. */
  readonly jobsHost?: string;
  readonly rate?: RateRule | 'off';
  /** A further limit on applications through the API, such as the 2 a second some customers report; off by default. */
  readonly applicationRate?: RateRule | 'off';
  readonly webhook?: WebhookOptions;
}

export interface LeverEmulator {
  /** `http://127.0.0.1:<port>/v1` */
  readonly baseUrl: string;
  /** Where `/authorize` and `/oauth/token` are. */
  readonly oauthUrl: string;
  /** `http://127.0.0.1:<port>/__control` */
  readonly controlUrl: string;
  readonly store: LeverStore;
  readonly dispatcher: WebhookDispatcher;
  readonly limiter: RateLimiter;
  readonly emulator: Emulator;
  /** Addresses and credentials a client needs, as plain JSON. */
  describe(): object;
  close(): Promise<void>;
}

/** Two customers, each with an API key that may do everything; further ones can be added through control. */
const accounts = [
  { slug: 'acme', name: 'Acme', key: 'acme-full-key', skip: 0 },
  { slug: 'globex', name: 'Globex', key: 'globex-full-key', skip: 130 },
];

export async function startLever(options: LeverOptions): Promise<LeverEmulator> {
  const emulator = await createEmulator({ name: 'lever', clock: options.clock, port: options.port });
  const urls = { apiBase: '', app: 'https://hire.lever.co', jobs: options.jobsHost ?? 'https://jobs.lever.co' };
  const store = new LeverStore(options.clock, urls, options.seed ?? 1);
  const dispatcher = new WebhookDispatcher(options.clock, options.webhook);
  const limiter = new RateLimiter(options.rate ?? defaultRate);
  store.onAccount((account) => dispatcher.watch(account));
  for (const { slug, name, key, skip } of accounts) {
    await seedAccount(store.addAccount({ slug, name }), { size: options.size ?? 'small', skip });
    store.access.addKey({ name: 'full', accountSlug: slug, confidential: true, token: key });
  }
  const routes = allRoutes((account, webhook) => { dispatcher.verify(account, webhook); });
  installErrorHandler(emulator.app);
  const applicationLimiter = new RateLimiter(options.applicationRate ?? 'off');
  registerDataApi(emulator.app, { access: store.access, limiter, applicationLimiter, account: (slug) =>
    store.account(slug) }, routes);
  registerOAuth(emulator.app, { store, signer: await TokenSigner.create(), url: () => emulator.baseUrl });
  registerControls(emulator.app, { store, dispatcher, limiter, routes });
  emulator.addPendingSource(() => dispatcher.sender.pendingWork());
  emulator.describeState(() => ({
    accounts: store.accounts().map(({ slug, id, opportunities, postings }) => ({
      slug, id, opportunities: opportunities.size, postings: postings.size,
    })),
    webhooks: dispatcher.sender.pendingWork(),
  }));
  const address = await emulator.listen();
  urls.apiBase = `${address}/v1`;
  store.audiences.push(`${urls.apiBase}/`);
  return running(emulator, { store, dispatcher, limiter, address });
}

function running(
  emulator: Emulator, parts: Pick<LeverEmulator, 'store' | 'dispatcher' | 'limiter'> & { address: string },
): LeverEmulator {
  const { address, ...rest } = parts;
  return {
    ...rest, emulator, baseUrl: `${address}/v1`, oauthUrl: address, controlUrl: `${address}/__control`,
    describe: () => ({
      baseUrl: `${address}/v1`, oauthUrl: address, controlUrl: `${address}/__control`,
      accounts: parts.store.accounts().map((account) => ({
        slug: account.slug, id: account.id, name: account.options.name,
        apiKeys: keysOf(parts.store, account.slug), superAdmin: superAdminOf(account),
      })),
    }),
    close: async () => {
      parts.dispatcher.sender.close();
      await emulator.close();
    },
  };
}

function keysOf(store: LeverStore, slug: string): string[] {
  const live = [...store.access.keys.values()].filter((key) => key.accountSlug === slug && key.revokedAt === null);
  return live.map(({ token }) => token);
}

function superAdminOf(account: LeverAccount): string | undefined {
  return [...account.users.values()].find(({ accessRole }) => accessRole === 'super admin')?.id;
}

export type { LeverAccount } from './account.js';
export type { RateRule } from './http/rate-limit.js';
export type { LeverStore } from './store.js';
export type { SeedSize } from './seed.js';
export { signatureOf } from './webhooks/signature.js';
