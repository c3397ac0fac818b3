import { accountRates } from '../connections/account-rates.js';
import type { AccountSignIn } from '../connections/account-sign-in.js';
import { accountSystem, type AccountKeeper, type WorkingAccount } from '../connections/account-keeper.js';
import type { Connections } from '../connections/connections.js';
import { assertOutsideTransaction, type Database } from '../database/database.js';
import { Permits, type Priority } from '../lever/permits.js';
import type { Messages } from '../messaging/messages.js';
import type { Clock } from '../sdk/clock.js';
import { AccountLost, CallerError, SignInRefused } from '../sdk/errors.js';
import type { AccountHttp, AccountRequest, AccountStatus, OutsideAccountDefinition, OutsideAccounts } from '../sdk/outside-account.js';
import type { Principal } from '../sdk/principal.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import type { VendorAnswer } from '../sdk/vendor-http.js';
import type { InstallationView } from './installation-view.js';
import { exchange, isRepeatable, judgeAnswer } from './outside-call.js';
import { OutsidePolicies } from './outside-policies.js';

export interface AccountCaller {
  readonly view: InstallationView;
  readonly provider: IntegrationProvider;
  readonly during: 'work' | 'set-up' | 'clean-up';
  readonly priority: Priority;
  readonly signal: AbortSignal;
  /** Who signs in; null in handlers, which cannot. */
  readonly by: Principal | null;
}

export interface AccountAccessPorts {
  readonly database: Database; readonly clock: Clock; readonly keeper: AccountKeeper; readonly signIn: AccountSignIn; readonly connections: Connections;
  readonly messages: Messages;
}

/** The account of an installation's integration by this name; 404 when there is none. */
export function accountDefinition(provider: IntegrationProvider, system: string): OutsideAccountDefinition {
  const found = provider.manifest.accounts?.find((one) => one.system === system);
  if (!found) throw CallerError.notFound(`The account ${system.slice(0, 40)}`);
  return found;
}

/** Outside accounts over HTTP: the account's tokens, its documented rate, the off switch, a breaker, and notice when it is lost. */
export class AccountAccess {
  private readonly policies = new OutsidePolicies();

  constructor(private readonly ports: AccountAccessPorts) {}

  open(caller: AccountCaller): OutsideAccounts {
    const { tenantId, id: owner } = caller.view;
    return {
      status: async (system) => {
        const found = await this.ports.connections.status(tenantId, owner, accountSystem(accountDefinition(caller.provider, system).system));
        return { system, state: found?.state ?? 'none', accountId: found?.accountId ?? null } satisfies AccountStatus;
      },
      http: (system) => this.http(caller, accountDefinition(caller.provider, system)),
      signIn: async (system, options) => {
        if (!caller.by) throw new CallerError('no-browser', 'Only a person can sign in.');
        return this.ports.signIn.start(tenantId, owner, accountDefinition(caller.provider, system), options, caller.by);
      },
      disconnect: async (system) => {
        assertOutsideTransaction();
        const found = await this.ports.connections.status(tenantId, owner, accountSystem(system));
        if (found) await this.ports.connections.retire(tenantId, found.id, 'revoked', 'disconnected here');
      },
    };
  }

  private http(caller: AccountCaller, definition: OutsideAccountDefinition): AccountHttp {
    return {
      request: (request) => this.request(caller, definition, request),
      account: async () => {
        const { tokens, options } = await this.ports.keeper.current(caller.view.tenantId, await this.idOf(caller, definition), definition);
        return { baseUrl: tokens.baseUrl, accountId: tokens.accountId, userId: tokens.userId ?? null, options };
      },
    };
  }

  private async request(caller: AccountCaller, definition: OutsideAccountDefinition, request: AccountRequest): Promise<VendorAnswer> {
    assertOutsideTransaction();
    const connectionId = await this.idOf(caller, definition);
    const permits = new Permits(this.ports.database, accountRates(definition));
    const installation = { id: caller.view.id, epoch: caller.view.epoch, during: caller.during };
    try {
      return await this.policies.run(connectionId, { isRepeatable: isRepeatable(request), name: definition.name }, async () => {
        const account = await this.ports.keeper.current(caller.view.tenantId, connectionId, definition);
        const call = async ({ tokens, options }: WorkingAccount) => {
          await permits.take({ connectionId, installation }, caller.priority, { signal: caller.signal });
          const auth = definition.authorize(tokens, options);
          return exchange(`${tokens.baseUrl}${request.path}`, request, { auth, signal: caller.signal, redirect: 'manual' });
        };
        const answer = await call(account);
        if (answer.status !== 401) return judgeAnswer(answer, request);
        const again = await call(await this.ports.keeper.renew(caller.view.tenantId, connectionId, definition, account.tokens));
        if (again.status === 401) throw new SignInRefused(`${definition.name} refuses a token that it has just given.`);
        return judgeAnswer(again, request);
      });
    } catch (error) {
      throw error instanceof SignInRefused ? await this.lost(caller, definition, connectionId, error) : error;
    }
  }

  private async idOf({ view }: AccountCaller, definition: OutsideAccountDefinition): Promise<string> {
    const found = await this.ports.connections.status(view.tenantId, view.id, accountSystem(definition.system));
    if (found?.state !== 'active') throw new AccountLost(definition.system, `${definition.name} is not signed in to.`);
    return found.id;
  }

  /** Out of use until somebody signs in again; the admins are told once. */
  private async lost(
    { view, provider }: AccountCaller, definition: OutsideAccountDefinition, connectionId: string, cause: SignInRefused,
  ): Promise<AccountLost> {
    const now = this.ports.clock.now();
    await this.ports.connections.retire(view.tenantId, connectionId, 'needs_reauth', cause.message, (em) => this.ports.messages.alertAdmins(em, {
      tenantId: view.tenantId, plugin: view.integrationKey, key: `account-lost:${connectionId}:${now}`,
      subject: `${provider.manifest.name}: ${definition.name} must be signed in to again`,
      text: `${definition.name} no longer accepts the sign-in of ${provider.manifest.name} (${cause.message}). What should be sent there waits for up to 14 days and goes out in order once you have signed in again.`,
    }));
    return new AccountLost(definition.system, `${definition.name} must be signed in to again.`, { cause });
  }
}
