import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { AsyncLocalStorage } from 'node:async_hooks';
import { HttpInsideTransactionError } from '../sdk/errors.js';
import { APP_ROLE, RUNNER_ROLE } from './roles.js';

const insideTransaction = new AsyncLocalStorage<true>();

/** Network ports call this first: a call inside a transaction would hold locks while it waits (D2). */
export function assertOutsideTransaction(): void {
  if (insideTransaction.getStore()) throw new HttpInsideTransactionError();
}

/** The only way to an EntityManager: scoped to one tenant, or the runner's short cross-tenant list (D3). */
export class Database {
  constructor(readonly orm: MikroORM) {}

  /** Rows of this tenant only, by filter and by row-level policy. A fresh identity map each time. */
  forTenant(tenantId: string): EntityManager {
    const em = this.orm.em.fork({ session: { role: APP_ROLE, variables: { 'patchbay.tenant_id': tenantId } } });
    em.setFilterParams('tenant', { tenantId });
    return em;
  }

  /** Cross-tenant bookkeeping on the tables that allow it. Plugins never see this. */
  asRunner(): EntityManager {
    const em = this.orm.em.fork({ session: { role: RUNNER_ROLE } });
    em.setFilterParams('tenant', {});
    return em;
  }

  /** One transaction for one tenant; no network call may happen inside. */
  inTenant<T>(tenantId: string, work: (em: EntityManager) => Promise<T>): Promise<T> {
    return insideTransaction.run(true, () => this.forTenant(tenantId).transactional(work));
  }

  /** One cross-tenant transaction for bookkeeping; raw SQL only, since the tenant filter has no tenant here. */
  inRunner<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    return insideTransaction.run(true, () => this.asRunner().transactional(work));
  }
}
