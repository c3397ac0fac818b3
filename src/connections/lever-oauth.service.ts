import type { AppConfig } from '../../config/app-config.js';
import type { Database } from '../database/database.js';
import { authorizeUrl, exchangeCode } from '../lever/client/lever-oauth.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { LeverOperation } from '../sdk/lever/index.js';
import type { Principal } from '../sdk/principal.js';
import type { Connections, ConnectionStatus } from './connections.js';
import { codeOf, ConsentStates } from './consent-states.js';
import type { LeverProbe } from './lever-probe.js';

const CALLBACK = '/oauth/lever/callback';

/** What the consent page must grant for an owner. */
export interface OauthNeeds {
  readonly integrationKey: string;
  readonly operations: readonly LeverOperation[];
  readonly scopes: readonly string[];
}

/** Connects Lever by OAuth: one state per consent, usable once and for ten minutes. */
export class LeverOauthService {
  private readonly states: ConsentStates;

  constructor(
    private readonly database: Database, private readonly clock: Clock, private readonly config: AppConfig,
    private readonly connections: Connections, private readonly probe: LeverProbe,
    private readonly needsOf: (tenantId: string, owner: string) => Promise<OauthNeeds>,
  ) {
    this.states = new ConsentStates(database, clock);
  }

  /** Address of Lever's consent page. A member starts it, so that the audit knows who connected. */
  async start(tenantId: string, owner: string, by: Principal): Promise<{ url: string; expiresAt: number }> {
    const needs = await this.needsOf(tenantId, owner);
    const client = this.client(needs.integrationKey);
    const { state, expiresAt } = await this.database.inTenant(tenantId, async (em) => {
      const row = await this.connections.prepare(em, tenantId, owner, 'lever', 'oauth');
      return this.states.put(em, { tenantId, connectionId: row.id, memberId: by.id });
    });
    return {
      expiresAt,
      url: authorizeUrl({
        authUrl: this.config.lever.authUrl, audience: this.config.lever.audience, clientId: client.clientId, redirectUri: this.redirectUri(), state,
        scopes: [...needs.scopes, 'offline_access'],
      }),
    };
  }

  /** The browser came back. Declined, expired, foreign or used states leave no half-connected record. */
  async finish(query: { state?: string; code?: string; error?: string }): Promise<ConnectionStatus> {
    const { tenantId, owner, memberId } = await this.states.take(query.state ?? '', 'lever');
    const code = codeOf(query, 'Lever');
    const needs = await this.needsOf(tenantId, owner);
    const client = this.client(needs.integrationKey);
    const tokens = await exchangeCode({ authUrl: this.config.lever.authUrl, ...client, code, redirectUri: this.redirectUri() });
    const found = await this.probe.tryToken(tokens.accessToken, needs.operations);
    return this.connections.activate(tenantId, owner, 'lever', {
      secret: { kind: 'oauth', accessToken: tokens.accessToken, refreshToken: tokens.refreshToken }, auth: 'oauth', accountId: found.accountId,
      actsAs: found.userId, scopes: tokens.scopes, missing: found.missing, expiresAt: this.clock.now() + tokens.expiresInSeconds * 1_000,
    }, { kind: 'member', id: memberId, tenantId, role: 'super_admin', leverUserId: null });
  }

  private client(integrationKey: string): { clientId: string; clientSecret: string } {
    const client = this.config.lever.oauthClients(integrationKey);
    if (!client) throw new CallerError('oauth-not-configured', 'No Lever OAuth client is configured for this integration. Ask the operator of this hub.', { status: 409 });
    return client;
  }

  private redirectUri(): string { return `${this.config.http.publicUrl}${CALLBACK}`; }
}
