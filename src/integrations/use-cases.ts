import type { AuditTrail } from '../audit/audit-trail.js';
import { tenantOf } from '../audit/caller-tenant.js';
import type { Connections } from '../connections/connections.js';
import type { Database } from '../database/database.js';
import type { Bell } from '../ledger/bell.js';
import type { Messages } from '../messaging/messages.js';
import type { ErasureService } from '../operations/erasure/erasure.service.js';
import type { PeopleSearch } from '../people/people-search.js';
import type { Clock } from '../sdk/clock.js';
import type { UnitOfWork, UseCaseContext } from '../sdk/context.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import type { UseCases } from '../sdk/rest.js';
import type { Catalogue } from './catalogue.js';
import type { Contexts } from './contexts.js';
import type { InstallationDirectory } from './installation-directory.js';
import { unitOfWork } from './unit-of-work.js';

/** A REST use case may take this long, its calls to Lever and the vendor included. */
const TIME_MS = 25_000;

export interface UseCasePorts {
  readonly database: Database; readonly clock: Clock; readonly bell: Bell; readonly catalogue: Catalogue; readonly contexts: Contexts;
  readonly directory: InstallationDirectory; readonly audit: AuditTrail; readonly messages: Messages; readonly connections: Connections;
  readonly people: PeopleSearch; readonly erasures: Pick<ErasureService, 'begin'>;
}

/** Gives a plugin's controllers the same context and the same commit that its handlers have (D2). */
export class PluginUseCases implements UseCases {
  constructor(private readonly ports: UseCasePorts) {}

  async run<S extends object, T>(integrationKey: string, principal: Principal, work: (ctx: UseCaseContext<S>) => Promise<T>): Promise<T> {
    if (principal.kind === 'vendor' && principal.integrationKey !== integrationKey) throw CallerError.forbidden('This key belongs to another integration.');
    const view = await this.ports.directory.byKey(tenantOf(principal), integrationKey);
    if (!view) throw CallerError.notFound(`An installation of ${integrationKey}`);
    const { provider } = this.ports.catalogue.get(integrationKey);
    const connections = await this.ports.directory.connectionsOf(view.tenantId, view.id);
    const shared = this.ports.contexts.build(view, provider, {
      // Setting up needs to look at Lever and the vendor before anything is switched on.
      during: view.state === 'draft' ? 'set-up' : 'work', priority: 'interactive', signal: AbortSignal.timeout(TIME_MS), connections, by: principal,
    });
    const answer = await work({
      ...shared, principal,
      commit: <R>(change: (tx: UnitOfWork) => Promise<R>) => this.ports.database.inTenant(view.tenantId, async (em) => {
        const origin = { installation: view, provider, actor: principal, jobId: null, factId: null, depth: 0, now: this.ports.clock.now() };
        const result = await change(unitOfWork(em, origin, this.ports));
        await em.flush();
        return result;
      }),
    } as unknown as UseCaseContext<S>);
    this.ports.bell.ring();
    return answer;
  }
}
