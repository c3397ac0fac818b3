import { systemNow } from '../clock/system-clock.js';
import type { Database } from '../database/database.js';
import { leverExecutor, type ActionExecutor } from '../lever/action-executors.js';
import { ConfidentialSights } from '../lever/confidential-sights.js';
import { ContactLookups } from '../lever/contact-lookups.js';
import type { LeverAccess } from '../lever/lever-access.js';
import { CredentialRefused } from '../sdk/errors.js';
import type { AccountActionContext, AccountActionDefinition } from '../sdk/provider.js';
import type { Catalogue } from './catalogue.js';
import type { Contexts } from './contexts.js';
import type { ActionView } from './action-view.js';
import type { InstallationDirectory } from './installation-directory.js';
import type { InstallationView } from './installation-view.js';
import type { VendorAccess } from './vendor-access.js';

/** Whoever decided acts in Lever as themselves, where their Lever user is known. */
const memberOf = (action: ActionView): string | null => (typeof action.request.byMemberId === 'string' ? action.request.byMemberId : null);

/** As if the other side had refused it: whoever retired it may not have come to stop the installation yet. */
const notActive = (system: 'lever' | 'vendor'): CredentialRefused => new CredentialRefused(system, 'The connection is not active.');

type Request = Readonly<Record<string, unknown>>;

/** Finds who carries out an action: Lever's writes here, the vendor's in the plugin. */
export class Executors {
  private readonly sights = new ConfidentialSights();
  private readonly lookups = new ContactLookups();

  constructor(
    private readonly database: Database, private readonly lever: LeverAccess, private readonly vendors: VendorAccess,
    private readonly catalogue: Catalogue, private readonly directory: InstallationDirectory, private readonly contexts: Contexts,
  ) {}

  /** Null when nobody carries it out (any more). Throws `CredentialRefused` while the needed connection is not active. */
  async of(action: ActionView, view: InstallationView, signal: AbortSignal): Promise<ActionExecutor | null> {
    const connections = await this.directory.connectionsOf(view.tenantId, view.id);
    const during = view.state === 'disabling' ? 'clean-up' as const : 'work' as const;
    if (action.kind === 'vendor') return this.vendorExecutor(action, view, connections, during, signal);
    const connectionId = connections.lever;
    if (!connectionId) throw notActive('lever');
    const em = this.database.forTenant(view.tenantId);
    const actsAs = await em.execute<{ acts_as: string | null }[]>(
      `select coalesce((select m.lever_user_id from member m where m.id = ?), c.acts_as) as acts_as from connection c where c.id = ?`,
      [memberOf(action), connectionId]);
    const stages = await em.execute<{ id: string }[]>('select id from mirror_stage order by position');
    const caller = {
      tenantId: view.tenantId, priority: 'fact' as const, operations: null, signal,
      holder: { connectionId, installation: { id: view.id, epoch: view.epoch, during } },
    };
    const reads = this.lever.open(caller);
    return leverExecutor(action.kind, action.request, {
      reads, writes: this.lever.openWrites(caller, actsAs[0]?.acts_as ?? null), stageOrder: stages.map((stage) => stage.id),
      sight: this.sights.of(connectionId), contacts: this.lookups.of(connectionId, reads),
    });
  }

  private vendorExecutor(
    action: ActionView, view: InstallationView, connections: Readonly<Record<string, string>>, during: 'work' | 'clean-up', signal: AbortSignal,
  ): ActionExecutor | null {
    const provider = this.catalogue.find(view.integrationKey)?.provider;
    if (!provider) return null;
    const name = String(action.request.name);
    const request = (action.request.request ?? {}) as Request;
    const onAccount = provider.accountActions?.[name];
    if (onAccount) return accountExecutor(onAccount, action, this.contexts.build(view, provider, { during, priority: 'fact', signal, connections }));
    const definition = provider.vendorActions[name];
    const connectionId = connections.vendor;
    if (!definition) return null;
    if (!connectionId) throw notActive('vendor');
    const vendor = this.vendors.open({ view, provider, connectionId, during, signal });
    return {
      send: async () => ({ ...await definition.send(request, vendor) }),
      // A repeatable write is looked back at by sending it again: the vendor makes the second one harmless.
      lookBack: async () => copied(definition.lookBack ? await definition.lookBack(request, vendor) : null),
    };
  }
}

function accountExecutor(definition: AccountActionDefinition, action: ActionView, ctx: AccountActionContext): ActionExecutor {
  const request = (action.request.request ?? {}) as Request;
  return {
    guard: async () => {
      const answer = await definition.guard?.(request, ctx) ?? { go: true as const };
      return answer.go ? answer : { ...answer, state: 'skipped' as const };
    },
    send: async () => ({ ...await definition.send(request, ctx) }),
    lookBack: async () => {
      const sentMsAgo = systemNow() - (action.sentAt ?? 0);
      return copied(definition.lookBack ? await definition.lookBack(request, { ...ctx, sentMsAgo }) : null);
    },
  };
}

function copied(found: Request | null): Record<string, unknown> | null {
  return found && { ...found };
}
