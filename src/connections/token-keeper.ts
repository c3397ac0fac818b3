import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { systemNow } from '../clock/system-clock.js';
import { assertOutsideTransaction, type Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import { InvalidGrant } from '../lever/client/lever-oauth.js';
import type { Clock } from '../sdk/clock.js';
import { CredentialRefused, OutsideError } from '../sdk/errors.js';
import type { ConnectionRow, ConnectionStore } from './connection-store.js';

/** Refreshes at the outside system; throws `InvalidGrant` when the refresh token is refused. */
export type TokenRefresh = (row: ConnectionRow, refreshToken: string) =>
  Promise<{ accessToken: string; refreshToken: string | null; expiresInSeconds: number }>;

const EARLY_MS = 10 * 60_000;
/** A refresh that has not ended by now has lost its answer. */
const LOST_MS = 30_000;

/**
 * Hands out working credentials. Refresh tokens rotate at each use, so one process refreshes at a time:
 * it first writes that it does, then calls, then stores; an answer lost in between is noticed (R14).
 */
export class TokenKeeper {
  constructor(
    private readonly database: Database, private readonly store: ConnectionStore, private readonly clock: Clock, private readonly refresh: TokenRefresh,
  ) {}

  /** The value of the Authorization header. Throws `CredentialRefused` when the grant is gone. */
  async authorization(tenantId: string, connectionId: string): Promise<string> {
    assertOutsideTransaction();
    const em = this.database.forTenant(tenantId);
    const row = await this.store.byId(em, connectionId);
    const secret = row && ['active', 'pending'].includes(row.state) ? await this.store.open(em, row) : null;
    if (!row || !secret) throw new CredentialRefused('lever', 'The connection is not active.');
    if (secret.kind === 'api_key') return `Basic ${Buffer.from(`${secret.key}:`).toString('base64')}`;
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

  /** One refresh over all processes; everybody else waits for its result. */
  private async renew(tenantId: string, connectionId: string, seen: string): Promise<string> {
    for (;;) {
      const step = await this.database.inTenant(tenantId, (em) => this.begin(em, connectionId, seen));
      if (step.kind === 'renewed') return step.accessToken;
      if (step.kind === 'mine') return this.callAndStore(tenantId, step.row, step.refreshToken);
      await sleep(100);
    }
  }

  private async begin(em: EntityManager, connectionId: string, seen: string): Promise<
    { kind: 'renewed'; accessToken: string } | { kind: 'wait' } | { kind: 'mine'; row: ConnectionRow; refreshToken: string }
  > {
    const row = await this.store.byId(em, connectionId, true);
    const secret = row?.state === 'active' ? await this.store.open(em, row) : null;
    if (!row || secret?.kind !== 'oauth' || !secret.refreshToken) throw new CredentialRefused('lever', 'The connection is not active.');
    if (secret.accessToken !== seen) return { kind: 'renewed', accessToken: secret.accessToken };
    if (row.refreshStartedAt !== null && systemNow() - row.refreshStartedAt < LOST_MS) return { kind: 'wait' };
    await em.execute('update connection set refresh_started_at = clock_timestamp() where id = ?', [connectionId]);
    return { kind: 'mine', row, refreshToken: secret.refreshToken };
  }

  private async callAndStore(tenantId: string, row: ConnectionRow, refreshToken: string): Promise<string> {
    await failpoint('token.before-refresh');
    try {
      const tokens = await this.refresh(row, refreshToken);
      await failpoint('token.after-refresh');
      const now = this.clock.now();
      await this.database.inTenant(tenantId, (em) => this.store.renew(em, row, {
        kind: 'oauth', accessToken: tokens.accessToken, refreshToken: tokens.refreshToken ?? refreshToken,
      }, now + tokens.expiresInSeconds * 1_000, now));
      return tokens.accessToken;
    } catch (error) {
      if (error instanceof InvalidGrant) throw new CredentialRefused('lever', 'Lever refused the refresh token; the authorisation was revoked or used twice.');
      await this.database.inTenant(tenantId, (em) => em.execute('update connection set refresh_started_at = null where id = ?', [row.id]));
      throw error instanceof OutsideError ? error : new OutsideError('token-refresh-failed', 'The access token could not be refreshed.', { cause: error });
    }
  }
}
