import type { CrmConnector, Crm } from '../../../plugins/idibu/crm/connector.js';
import type { IntegrationProvider } from '../../../src/sdk/index.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { startHub, type TestHub } from '../hub.js';
import type { CrmWorld } from './crm-world.js';

class DeskSettings {}

export const REDIRECT_URI = 'http://127.0.0.1/oauth/accounts/callback';
const KEY = 'crm-desk';

/** Nothing but the accounts of the given connectors: the hub does the rest. Limits are the emulators' business here. */
function deskPlugin(connectors: readonly CrmConnector[]): IntegrationProvider<DeskSettings> {
  return {
    manifest: {
      key: KEY, name: 'CRM desk', version: '1.0.0', sdk: '^1.0.0', summary: 'Opens CRM accounts.', settings: DeskSettings, settingsVersion: 1,
      lever: { auth: 'api_key', operations: [], webhookEvents: [] }, accounts: connectors.map(({ account }) => ({ ...account, limit: { requests: 10_000, inSeconds: 10 } })),
      may: ['vendor'], support: { email: 'support@example.com', text: 'Ask.' },
    },
    setup: async () => ({ steps: [] }),
    schedules: {}, webhooks: null, vendorActions: {}, facts: {}, jobs: {},
    enable: async () => undefined, disable: async () => undefined, revoke: async () => undefined,
  };
}

/** A hub with tokens, refreshes, retries and all, at which every CRM can be signed in to and opened. */
export interface CrmDesk {
  readonly db: TestDatabase;
  readonly hub: TestHub;
  signIn(world: CrmWorld): Promise<void>;
  state(world: CrmWorld): Promise<string>;
  use<T>(world: CrmWorld, work: (crm: Crm) => Promise<T>, mapping?: Readonly<Record<string, string>>): Promise<T>;
  stop(): Promise<void>;
}

export async function startCrmDesk(connectors: readonly CrmConnector[], worlds: readonly CrmWorld[]): Promise<CrmDesk> {
  const db = await createTestDatabase();
  const hub = await startHub(db, {
    leverUrl: 'http://127.0.0.1:9', providers: [deskPlugin(connectors) as never],
    vendors: Object.fromEntries(worlds.map(({ system, url }) => [system, { baseUrl: url }])),
    outsideClients: Object.fromEntries(worlds.map(({ system, client }) => [system, client])),
  });
  await hub.install(KEY, 'key', null);
  const connectorOf = ({ system }: CrmWorld): CrmConnector => {
    const found = connectors.find(({ account }) => account.system === system);
    if (!found) throw new Error(`There is no connector ${system}.`);
    return found;
  };
  return {
    db, hub,
    signIn: async (world) => {
      const { url } = await hub.engine.useCases.run(KEY, hub.admin, (ctx) => ctx.accounts.signIn(world.system, world.options));
      const back = await world.signIn(url);
      await hub.engine.accountSignIn.finish(Object.fromEntries(back.searchParams));
    },
    state: async ({ system }) => (await hub.engine.useCases.run(KEY, hub.admin, (ctx) => ctx.accounts.status(system))).state,
    use: (world, work, mapping = {}) =>
      hub.engine.useCases.run(KEY, hub.admin, (ctx) => work(connectorOf(world).open(ctx.accounts.http(world.system), mapping))),
    stop: async () => {
      await hub.stop();
      await db.drop();
    },
  };
}
