import { createHash, randomBytes } from 'node:crypto';
import type { AppConfig } from '../../config/app-config.js';
import type { Database } from '../database/database.js';
import { authorizeUrl, exchangeCode } from '../lever/client/lever-oauth.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { LeverOperation } from '../sdk/lever/index.js';
import type { Principal } from '../sdk/principal.js';
import type { Connections, ConnectionStatus } from './connections.js';
import type { LeverProbe } from './lever-probe.js';

const STATE_MS = 10 * 60_000;
const CALLBACK = '/oauth/lever/callback';

interface StateRow { tenant_id: string; connection_id: string; member_id: string; owner: string }

/** What the consent page must grant for an owner. */
export interface OauthNeeds {
  readonly integrationKey: string;
  readonly operations: readonly LeverOperation[];
  readonly scopes: readonly string[];
}

/** Connects Lever by OAuth: one state per consent, usable once and for ten minutes. */
export class LeverOauthService {
  constructor(
    private readonly database: Database, private readonly clock: Clock, private readonly config: AppConfig,
    private readonly connections: Connections, private readonly probe: LeverProbe,
    private readonly needsOf: (tenantId: string, owner: string) => Promise<OauthNeeds>,
  ) {}

  /** Address of Lever's consent page. A member starts it, so that the audit knows who connected. */
  async start(tenantId: string, owner: string, by: Principal): Promise<{ url: string; expiresAt: number }> {
    const needs = await this.needsOf(tenantId, owner);
    const client = this.client(needs.integrationKey);
    const state = randomBytes(32).toString('base64url');
    const expiresAt = this.clock.now() + STATE_MS;
    await this.database.inTenant(tenantId, async (em) => {
      const row = await this.connections.prepare(em, tenantId, owner, 'lever', 'oauth');
      await em.execute(
        'insert into oauth_state (state_hash, tenant_id, connection_id, member_id, expires_at) values (?, ?, ?, ?, to_timestamp(? / 1000.0))',
        [hash(state), tenantId, row.id, by.id, expiresAt]);
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
    const state = await this.takeState(query.state ?? '');
    if (query.error) throw new CallerError('consent-declined', 'The authorisation was declined in Lever. Nothing was connected.', { status: 403 });
    if (!query.code) throw new CallerError('consent-incomplete', 'Lever sent no code. Start the connection again.', { status: 400, fields: [{ field: 'code', message: 'is missing' }] });
    const needs = await this.needsOf(state.tenant_id, state.owner);
    const client = this.client(needs.integrationKey);
    const tokens = await exchangeCode({ authUrl: this.config.lever.authUrl, ...client, code: query.code, redirectUri: this.redirectUri() });
    const found = await this.probe.tryToken(tokens.accessToken, needs.operations);
    return this.connections.activate(state.tenant_id, state.owner, 'lever', {
      secret: { kind: 'oauth', accessToken: tokens.accessToken, refreshToken: tokens.refreshToken }, auth: 'oauth', accountId: found.accountId,
      actsAs: found.userId, scopes: tokens.scopes, missing: found.missing, expiresAt: this.clock.now() + tokens.expiresInSeconds * 1_000,
    }, { kind: 'member', id: state.member_id, tenantId: state.tenant_id, role: 'super_admin', leverUserId: null });
  }

  private async takeState(state: string): Promise<StateRow> {
    const rows = await this.database.inRunner((em) => em.execute<StateRow[]>(
      `update oauth_state s set used_at = to_timestamp(? / 1000.0) from connection c
       where s.state_hash = ? and c.id = s.connection_id and s.used_at is null and s.expires_at > to_timestamp(? / 1000.0)
       returning s.tenant_id, s.connection_id, s.member_id, c.owner`, [this.clock.now(), hash(state), this.clock.now()]));
    const row = rows[0];
    if (!row) {
      throw new CallerError('consent-expired', 'This authorisation was not started here, was used before or has expired. Start the connection again.', {
        status: 400, fields: [{ field: 'state', message: 'is unknown, used or expired' }],
      });
    }
    return row;
  }

  private client(integrationKey: string): { clientId: string; clientSecret: string } {
    const client = this.config.lever.oauthClients(integrationKey);
    if (!client) throw new CallerError('oauth-not-configured', 'No Lever OAuth client is configured for this integration. Ask the operator of this hub.', { status: 409 });
    return client;
  }

  private redirectUri(): string { return `${this.config.http.publicUrl}${CALLBACK}`; }
}

function hash(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
