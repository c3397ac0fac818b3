import { assertOutsideTransaction, type Database } from '../database/database.js';
import { InvalidGrant } from '../lever/client/lever-oauth.js';
import type { Clock } from '../sdk/clock.js';
import { CredentialRefused } from '../sdk/errors.js';
import type { ConnectionRow, ConnectionSecret, ConnectionStore } from './connection-store.js';
import { RefreshTurn, type Refreshed } from './refresh-turn.js';

/** Refreshes at the outside system; throws `InvalidGrant` when the refresh token is refused. */
export type TokenRefresh = (row: ConnectionRow, refreshToken: string) =>
  Promise<{ accessToken: string; refreshToken: string | null; expiresInSeconds: number }>;

const EARLY_MS = 10 * 60_000;

/** Hands out working Lever credentials; refreshed by one process at a time. */
export class TokenKeeper {
  private readonly turn: RefreshTurn;

  constructor(
    private readonly database: Database, private readonly store: ConnectionStore, private readonly clock: Clock, private readonly refresh: TokenRefresh,
    lostMs: number,
  ) {
    this.turn = new RefreshTurn(database, store, clock, lostMs);
  }

  /** The value of the Authorization header. Throws `CredentialRefused` when the grant is gone. */
  async authorization(tenantId: string, connectionId: string): Promise<string> {
    assertOutsideTransaction();
    const em = this.database.forTenant(tenantId);
    const row = await this.store.byId(em, connectionId);
    const secret = row && ['active', 'pending'].includes(row.state) ? await this.store.open(em, row) : null;
    if (secret?.kind === 'api_key') return basic(secret.key);
    if (!row || secret?.kind !== 'oauth') throw notActive();
    if (row.expiresAt !== null && row.expiresAt - this.clock.now() < EARLY_MS && secret.refreshToken) {
      return `Bearer ${await this.renew(tenantId, connectionId, secret.accessToken)}`;
    }
    return `Bearer ${secret.accessToken}`;
  }

  /** After a 401: `retry` when another token is there now, `fail` when the credential is refused for good. */
  async afterRefusal(tenantId: string, connectionId: string, refused: string): Promise<'retry' | 'fail'> {
    const em = this.database.forTenant(tenantId);
    const row = await this.store.byId(em, connectionId);
    const secret = row?.state === 'active' ? await this.store.open(em, row) : null;
    // A key given anew while the call with the old one was under way.
    if (secret?.kind === 'api_key') return basic(secret.key) === refused ? 'fail' : 'retry';
    if (secret?.kind !== 'oauth' || !secret.refreshToken) return 'fail';
    if (`Bearer ${secret.accessToken}` !== refused) return 'retry';
    try {
      await this.renew(tenantId, connectionId, secret.accessToken);
      return 'retry';
    } catch (error) {
      if (error instanceof CredentialRefused) return 'fail';
      throw error;
    }
  }

  private async renew(tenantId: string, connectionId: string, seen: string): Promise<string> {
    const secret = await this.turn.take({
      tenantId, connectionId,
      isOld: (kept) => kept.kind !== 'oauth' || kept.accessToken === seen,
      refresh: (row, kept) => this.callLever(row, kept),
    });
    if (secret?.kind !== 'oauth') throw notActive();
    return secret.accessToken;
  }

  private async callLever(row: ConnectionRow, secret: ConnectionSecret): Promise<Refreshed> {
    if (secret.kind !== 'oauth' || !secret.refreshToken) throw notActive();
    try {
      const { accessToken, refreshToken, expiresInSeconds } = await this.refresh(row, secret.refreshToken);
      return {
        secret: { kind: 'oauth', accessToken, refreshToken: refreshToken ?? secret.refreshToken },
        expiresAt: this.clock.now() + expiresInSeconds * 1_000,
      };
    } catch (error) {
      if (error instanceof InvalidGrant) throw new CredentialRefused('lever', 'Lever refused the refresh token; the authorisation was revoked or used twice.');
      throw error;
    }
  }
}

const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

function notActive(): CredentialRefused {
  return new CredentialRefused('lever', 'The connection is not active.');
}
