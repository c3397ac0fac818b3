import type { LeverStore } from '../store.js';
import type { Grant, OAuthApp, RefreshToken } from '../model/access.js';
import { OAuthError } from './oauth-error.js';
import type { TokenSigner } from './token-signer.js';

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly scope: string;
  readonly expires_in: number;
  readonly token_type: 'Bearer';
}

type Parameters = Readonly<Record<string, unknown>>;

const accessLifeSeconds = 3600;
const dayMs = 86_400_000;
const refreshLifeMs = { absolute: 365 * dayMs, idle: 90 * dayMs };

function unknownRefreshToken(): OAuthError {
  return new OAuthError(403, 'invalid_grant', 'Unknown or invalid refresh token.');
}

/** The token endpoint: exchanges codes and rotates refresh tokens on the sandbox clock. */
export class TokenEndpoint {
  constructor(private readonly store: LeverStore, private readonly signer: TokenSigner, private readonly issuer: () => string) {}

  async answer(parameters: Parameters): Promise<TokenAnswer> {
    const app = this.clientOf(parameters);
    switch (parameters.grant_type) {
      case 'authorization_code': return this.exchange(app, parameters);
      case 'refresh_token': return this.refresh(app, parameters);
      default: throw new OAuthError(403, 'unauthorized_client',
        `Grant type '${String(parameters.grant_type)}' not allowed for the client.`);
    }
  }

  /** RFC 7009: unknown tokens are no error. */
  revoke(parameters: Parameters): void {
    const app = this.clientOf(parameters);
    const refresh = this.store.access.refreshTokens.get(String(parameters.token));
    const grant = refresh && this.store.access.grants.get(refresh.grantId);
    if (grant?.clientId === app.clientId) this.store.access.revokeGrant(grant);
  }

  private clientOf(parameters: Parameters): OAuthApp {
    const app = this.store.access.apps.get(String(parameters.client_id));
    if (app === undefined) throw new OAuthError(401, 'access_denied', 'Unauthorized');
    if (parameters.client_secret !== app.clientSecret) {
      if (parameters.grant_type === 'refresh_token') throw unknownRefreshToken();
      throw new OAuthError(403, 'invalid_grant', 'Invalid client credentials.');
    }
    return app;
  }

  private async exchange(app: OAuthApp, parameters: Parameters): Promise<TokenAnswer> {
    const { access, clock } = this.store;
    const code = access.codes.get(String(parameters.code));
    const grant = code && access.grants.get(code.grantId);
    if (code === undefined || grant === undefined || grant.clientId !== app.clientId || code.expiresAt <= clock.now()) {
      throw new OAuthError(403, 'invalid_grant', 'Invalid authorization code');
    }
    if (code.usedAt !== null) {
      access.revokeGrant(grant);
      throw new OAuthError(403, 'invalid_grant', 'Invalid authorization code');
    }
    if (parameters.redirect_uri !== code.redirectUri) {
      throw new OAuthError(403, 'invalid_grant', 'The redirect_uri does not match the one used to authorize.');
    }
    code.usedAt = clock.now();
    return this.issue(grant, clock.now());
  }

  private async refresh(app: OAuthApp, parameters: Parameters): Promise<TokenAnswer> {
    const { access } = this.store;
    const token = access.refreshTokens.get(String(parameters.refresh_token));
    const grant = token && access.grants.get(token.grantId);
    if (token === undefined || grant === undefined || grant.clientId !== app.clientId || grant.revokedAt !== null) {
      throw unknownRefreshToken();
    }
    if (token.state === 'rotated') this.punishReuse(grant);
    if (token.state !== 'current' || this.isExpired(token)) throw unknownRefreshToken();
    token.state = 'rotated';
    return this.issue(grant, token.grantedAt);
  }

  /** Using a rotated token again looks like theft: its successors die with it. */
  private punishReuse(grant: Grant): void {
    if (!this.store.reuseRevokesFamily) return;
    for (const token of this.store.access.refreshTokens.values()) {
      if (token.grantId === grant.id) token.state = 'revoked';
    }
  }

  private isExpired(token: RefreshToken): boolean {
    const now = this.store.clock.now();
    return now - token.grantedAt >= refreshLifeMs.absolute || now - token.issuedAt >= refreshLifeMs.idle;
  }

  private async issue(grant: Grant, grantedAt: number): Promise<TokenAnswer> {
    const { access, clock } = this.store;
    const now = clock.now();
    const issuedAtSeconds = Math.floor(now / 1000);
    const scope = grant.scopes.join(' ');
    const token = await this.signer.sign({
      userId: grant.userId, accountId: this.store.account(grant.accountSlug).id, clientId: grant.clientId, issuer: this.issuer(),
      audience: grant.audience, scope, issuedAtSeconds, expiresAtSeconds: issuedAtSeconds + accessLifeSeconds,
        jti: this.store.random.uuid(),
    });
    access.accessTokens.set(token, { token, grantId: grant.id, expiresAt: now + accessLifeSeconds * 1000 });
    const answer = { access_token: token, scope, expires_in: accessLifeSeconds, token_type: 'Bearer' } as const;
    if (!grant.scopes.includes('offline_access')) return answer;
    const refreshToken = `v1.${access.secret(60)}`;
    access.refreshTokens.set(refreshToken, { token: refreshToken, grantId: grant.id, grantedAt, issuedAt: now,
      state: 'current' });
    return { ...answer, refresh_token: refreshToken };
  }
}
