import type { FaultKind } from './faults.js';

export interface LoggedRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The route pattern, or null when no route matched. */
  readonly route: string | null;
  readonly query: Readonly<Record<string, unknown>>;
  /** Business time of arrival. */
  readonly at: number;
  credential: string | null;
  /** What was answered; null while running and when the connection was cut or left hanging. */
  status: number | null;
  fault: FaultKind | null;
}

export interface CallCounts {
  readonly total: number;
  readonly byRoute: Readonly<Record<string, number>>;
  readonly byCredential: Readonly<Record<string, number>>;
  readonly byCredentialAndRoute: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface RequestFilter {
  readonly method?: string;
  readonly route?: string;
  readonly path?: string;
  readonly credential?: string;
  readonly since?: number;
}

/** The last requests an emulator received, oldest first, bounded so that long runs stay small; counts are kept for all. */
export class RequestLog {
  private readonly entries = new Map<string, LoggedRequest>();
  private readonly counts = new Map<string, Map<string, number>>();
  private total = 0;

  constructor(private readonly capacity = 20_000) {}

  begin(entry: Omit<LoggedRequest, 'status' | 'fault' | 'credential'>): void {
    this.entries.set(entry.id, { ...entry, credential: null, status: null, fault: null });
    if (this.entries.size <= this.capacity) return;
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }

  markFault(id: string, kind: FaultKind): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) entry.fault = kind;
  }

  finish(id: string, status: number | null, credential: string | null): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.status = entry.fault === null || entry.fault === 'status' ? status : null;
    entry.credential = credential;
  }

  count(method: string, route: string | null, credential: string | null): void {
    const label = credential ?? 'none';
    const routeName = `${method} ${route ?? '(no route)'}`;
    const routes = this.counts.get(label) ?? new Map<string, number>();
    routes.set(routeName, (routes.get(routeName) ?? 0) + 1);
    this.counts.set(label, routes);
    this.total += 1;
  }

  list(filter: RequestFilter = {}): LoggedRequest[] {
    return [...this.entries.values()].filter((entry) =>
      (filter.method === undefined || entry.method === filter.method)
      && (filter.route === undefined || entry.route === filter.route)
      && (filter.path === undefined || entry.path === filter.path)
      && (filter.credential === undefined || entry.credential === filter.credential)
      && (filter.since === undefined || entry.at >= filter.since));
  }

  callCounts(): CallCounts {
    const byRoute: Record<string, number> = {};
    const byCredential: Record<string, number> = {};
    const byCredentialAndRoute: Record<string, Record<string, number>> = {};
    for (const [credential, routes] of this.counts) {
      byCredentialAndRoute[credential] = Object.fromEntries(routes);
      for (const [route, count] of routes) {
        byRoute[route] = (byRoute[route] ?? 0) + count;
        byCredential[credential] = (byCredential[credential] ?? 0) + count;
      }
    }
    return { total: this.total, byRoute, byCredential, byCredentialAndRoute };
  }

  clear(): void {
    this.entries.clear();
    this.counts.clear();
    this.total = 0;
  }
}
