import type { FastifyInstance, FastifyRequest } from 'fastify';
import { guard, type Crm, type Grant, type TokenFault } from '../crm-kit/index.js';

interface Session {
  readonly grantId: string;
  readonly ttlMs: number;
  expiresAt: number;
}

/** REST sessions, made from an access token; they outlive it and die of idleness. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly crm: Crm) {
    crm.oauth.onExpiry.push(() => this.sessions.clear());
  }

  open(grant: Grant, ttlMinutes: number): string {
    const token = this.crm.random.uuid();
    const ttlMs = ttlMinutes * 60_000;
    this.sessions.set(token, { grantId: grant.id, ttlMs, expiresAt: this.crm.clock.now() + ttlMs });
    return token;
  }

  /** Epoch ms at which the session of this call ends. */
  endOf(request: FastifyRequest): number {
    return this.sessions.get(tokenOf(request) ?? '')?.expiresAt ?? 0;
  }

  guard(api: FastifyInstance): void {
    guard(api, this.crm, { tokenOf, check: (token) => this.check(token) });
  }

  private check(token: string | undefined): Grant | TokenFault {
    if (token === undefined) return 'missing';
    const session = this.sessions.get(token);
    const grant = session && this.crm.oauth.grants.get(session.grantId);
    if (!session || !grant || grant.revokedAt !== null) return 'unknown';
    const now = this.crm.clock.now();
    if (session.expiresAt <= now) return 'expired';
    session.expiresAt = now + session.ttlMs;
    return grant;
  }
}

/** Header, query or cookie. */
function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.bhresttoken;
  if (typeof header === 'string') return header;
  const { BhRestToken } = request.query as { BhRestToken?: string };
  return BhRestToken ?? /BhRestToken=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
}
