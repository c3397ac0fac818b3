import { createHash } from 'node:crypto';
import type { SandboxClock } from '../kit/clock.js';
import type { SeededRandom } from '../kit/seeded-random.js';
import type { ApiKey, AuthorizationCode, AccessToken, Grant, OAuthApp, RefreshToken } from './model/access.js';

export type Credential =
  | { readonly kind: 'key'; readonly key: ApiKey }
  | { readonly kind: 'grant'; readonly grant: Grant; readonly app: OAuthApp };

export interface NewKey {
  readonly name: string;
  readonly accountSlug: string;
  readonly permissions?: 'all' | string[];
  readonly confidential?: boolean;
  /** A fixed token for seeds; drawn when absent. */
  readonly token?: string;
}

/** API keys, registered apps and what customers granted them. */
export class AccessRegistry {
  readonly keys = new Map<string, ApiKey>();
  readonly apps = new Map<string, OAuthApp>();
  readonly grants = new Map<string, Grant>();
  readonly codes = new Map<string, AuthorizationCode>();
  readonly accessTokens = new Map<string, AccessToken>();
  readonly refreshTokens = new Map<string, RefreshToken>();
  private readonly keysByToken = new Map<string, ApiKey>();

  constructor(private readonly clock: SandboxClock, private readonly random: SeededRandom) {}

  addKey(input: NewKey): ApiKey {
    const key: ApiKey = {
      id: this.random.uuid(), name: input.name, accountSlug: input.accountSlug, permissions: input.permissions ?? 'all',
      confidential: input.confidential ?? false, token: input.token ?? this.secret(43), revokedAt: null,
    };
    this.keys.set(key.id, key);
    this.keysByToken.set(key.token, key);
    return key;
  }

  liveKey(token: string): ApiKey | undefined {
    const key = this.keysByToken.get(token);
    return key === undefined || key.revokedAt !== null ? undefined : key;
  }

  addApp(input: Omit<OAuthApp, 'clientId' | 'clientSecret'> & { clientId?: string; clientSecret?: string }): OAuthApp {
    if (input.scopes.length > 20) throw new RangeError('An app may have at most 20 scopes.');
    const app: OAuthApp = {
      ...input, clientId: input.clientId ?? this.secret(30), clientSecret: input.clientSecret ?? this.secret(64),
    };
    this.apps.set(app.clientId, app);
    return app;
  }

  /** The grant behind an access token that is still good. */
  liveGrant(token: string): { grant: Grant; app: OAuthApp } | undefined {
    const access = this.accessTokens.get(token);
    const grant = access && this.grants.get(access.grantId);
    const app = grant && this.apps.get(grant.clientId);
    if (access === undefined || grant === undefined || app === undefined) return undefined;
    return grant.revokedAt === null && this.clock.now() < access.expiresAt ? { grant, app } : undefined;
  }

  issuedHere(token: string): boolean {
    return this.accessTokens.has(token);
  }

  /** "Authorised apps → remove" in Lever's settings: every token of the grant stops working. */
  revokeGrant(grant: Grant): void {
    grant.revokedAt ??= this.clock.now();
    for (const refresh of this.refreshTokens.values()) {
      if (refresh.grantId === grant.id) refresh.state = 'revoked';
    }
  }

  revokeKey(key: ApiKey): void {
    key.revokedAt ??= this.clock.now();
  }

  secret(length: number): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    let text = '';
    while (text.length < length) text += this.random.pick([...alphabet]);
    return text;
  }
}

/** Names a credential in logs and counters without giving it away. */
export function labelOf(credential: Credential): string {
  if (credential.kind === 'key') return `key:${credential.key.accountSlug}:${credential.key.name}`;
  return `oauth:${credential.grant.accountSlug}:${credential.app.name}`;
}

export function accountSlugOf(credential: Credential): string {
  return credential.kind === 'key' ? credential.key.accountSlug : credential.grant.accountSlug;
}

/** What a rate bucket belongs to: each key, each grant. */
export function bucketOf(credential: Credential): string {
  const id = credential.kind === 'key' ? credential.key.id : credential.grant.id;
  return `${labelOf(credential)}#${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
}

export function mayReadConfidential(credential: Credential): boolean {
  return credential.kind === 'key' ? credential.key.confidential : credential.grant.scopes.includes('confidential:access:admin');
}
