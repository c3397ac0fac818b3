import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { systemNow } from '../clock/system-clock.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Clock } from '../sdk/clock.js';
import { CredentialRefused, OutsideError, SignInRefused } from '../sdk/errors.js';
import type { ConnectionRow, ConnectionSecret, ConnectionStore } from './connection-store.js';

/** How long a refresh may go unanswered before another process takes its turn: half of what any work may hold its lane. */
export const lostAfterMs = (holdMs: number): number => holdMs / 2;
/** The call itself ends well before: a refresh cut short may have cost the grant. */
export const refreshTimeoutMs = (holdMs: number): number => lostAfterMs(holdMs) / 2;

export interface Refreshed { readonly secret: ConnectionSecret; /** Null: no known end. */ readonly expiresAt: number | null }

export interface RefreshWork {
  readonly tenantId: string;
  readonly connectionId: string;
  /** Whether the kept secret is still the one to be replaced; anything else means that another process has replaced it. */
  isOld(secret: ConnectionSecret): boolean;
  /** Asks the outside system; throws `CredentialRefused` or `SignInRefused` when the grant is gone. */
  refresh(row: ConnectionRow, secret: ConnectionSecret): Promise<Refreshed>;
}

type Step = { kind: 'gone' } | { kind: 'wait' } | { kind: 'renewed'; secret: ConnectionSecret } | { kind: 'mine'; row: ConnectionRow; secret: ConnectionSecret };

/**
 * One refresh of a credential at a time over all processes, since refresh tokens rotate at each use: it is first written that
 * it begins, then called, then stored; an answer lost in between is noticed (R14).
 */
export class RefreshTurn {
  /** `lostMs`: a refresh that has not ended after so long has lost its answer. */
  constructor(
    private readonly database: Database, private readonly store: ConnectionStore, private readonly clock: Clock, private readonly lostMs: number,
  ) {}

  /** The working secret after the refresh, whoever did it; null when the connection is not active. */
  async take(work: RefreshWork): Promise<ConnectionSecret | null> {
    for (;;) {
      const step = await this.database.inTenant(work.tenantId, (em) => this.begin(em, work));
      switch (step.kind) {
        case 'gone': return null;
        case 'renewed': return step.secret;
        case 'mine': return this.callAndStore(work, step.row, step.secret);
        case 'wait': await sleep(100);
      }
    }
  }

  private async begin(em: EntityManager, work: RefreshWork): Promise<Step> {
    const row = await this.store.byId(em, work.connectionId, true);
    const secret = row?.state === 'active' ? await this.store.open(em, row) : null;
    if (!row || !secret) return { kind: 'gone' };
    if (!work.isOld(secret)) return { kind: 'renewed', secret };
    if (row.refreshStartedAt !== null && systemNow() - row.refreshStartedAt < this.lostMs) return { kind: 'wait' };
    await em.execute('update connection set refresh_started_at = clock_timestamp() where id = ?', [work.connectionId]);
    return { kind: 'mine', row, secret };
  }

  private async callAndStore(work: RefreshWork, row: ConnectionRow, secret: ConnectionSecret): Promise<ConnectionSecret> {
    await failpoint('token.before-refresh');
    try {
      const fresh = await work.refresh(row, secret);
      await failpoint('token.after-refresh');
      await this.database.inTenant(work.tenantId, (em) => this.store.renew(em, row, fresh.secret, fresh.expiresAt, this.clock.now()));
      return fresh.secret;
    } catch (error) {
      if (error instanceof CredentialRefused || error instanceof SignInRefused) throw error;
      await this.database.inTenant(work.tenantId, (em) => em.execute('update connection set refresh_started_at = null where id = ?', [row.id]));
      throw error instanceof OutsideError ? error : new OutsideError('token-refresh-failed', 'The access token could not be refreshed.', { cause: error });
    }
  }
}
