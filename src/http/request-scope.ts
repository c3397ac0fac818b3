import { AsyncLocalStorage } from 'node:async_hooks';

interface RequestScope { tenantId: string | null }

const current = new AsyncLocalStorage<RequestScope>();

/** Everything that `work` starts belongs to one request. */
export function inRequestScope<T>(work: () => T): T {
  return current.run({ tenantId: null }, work);
}

/** Called once the caller is known. */
export function bindTenant(tenantId: string | null): void {
  const scope = current.getStore();
  if (scope) scope.tenantId = tenantId;
}

/** The caller's tenant, for binding cursors to it; data is reached by an explicit tenant id alone. */
export function boundTenant(): string | null {
  return current.getStore()?.tenantId ?? null;
}
