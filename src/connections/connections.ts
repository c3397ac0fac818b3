import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Database } from '../database/database.js';
import { electFeed } from '../lever/feed.js';
import { NEW_BUCKET, type PermitRates } from '../lever/permits.js';
import { permissionName } from '../lever/permission-name.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import type { ConnectionRow, ConnectionSecret, ConnectionStore } from './connection-store.js';
import type { ConnectionState } from './connection.entity.js';
import type { Hooks } from './hooks.js';

export interface MissingPermission { readonly operation: string; readonly permission: string }

export interface ConnectionStatus {
  readonly id: string;
  readonly owner: string;
  readonly system: string;
  readonly auth: 'oauth' | 'api_key';
  readonly state: ConnectionState;
  readonly accountId: string | null;
  readonly actsAs: string | null;
  readonly missing: readonly MissingPermission[];
}

export interface Activation {
  readonly secret: ConnectionSecret;
  readonly auth: 'oauth' | 'api_key';
  readonly accountId: string | null;
  readonly actsAs: string | null;
  readonly scopes: readonly string[];
  readonly missing: readonly string[];
  readonly expiresAt: number | null;
}

export interface ConnectionsPorts {
  readonly database: Database; readonly clock: Clock; readonly store: ConnectionStore; readonly hooks: Hooks; readonly audit: AuditTrail;
  readonly rates: PermitRates; readonly publicUrl: string;
}

/** Credentials of outside systems: one owner each, never shared (D4). Secrets go in and never come out. */
export class Connections {
  constructor(private readonly ports: ConnectionsPorts) {}

  async status(tenantId: string, owner: string, system: string): Promise<ConnectionStatus | null> {
    const row = await this.ports.store.byOwner(this.ports.database.forTenant(tenantId), owner, system);
    return row ? statusFrom(row) : null;
  }

  async list(tenantId: string): Promise<ConnectionStatus[]> {
    return (await this.ports.store.all(this.ports.database.forTenant(tenantId))).map(statusFrom);
  }

  async leverWebhookStatus(tenantId: string, installationId: string): Promise<{ url: string | null; hasSecret: boolean; verifiedAt: number | null }> {
    const door = await this.ports.hooks.of(tenantId, installationId, 'lever');
    if (!door) return { url: null, hasSecret: false, verifiedAt: null };
    return { url: this.hookUrl('lever', door.token), hasSecret: door.secrets.length > 0, verifiedAt: door.verifiedAt };
  }

  /** The vendor's door of an installation; no address when there is none. */
  async vendorWebhookStatus(tenantId: string, installationId: string, system: string): Promise<{ url: string | null; hasSecret: boolean }> {
    const door = await this.ports.hooks.of(tenantId, installationId, system);
    return door ? { url: this.hookUrl('vendors', door.token), hasSecret: door.secrets.length > 0 } : { url: null, hasSecret: false };
  }

  /** Keeps a signing secret of the vendor's door. */
  async addVendorSecret(em: EntityManager, tenantId: string, installationId: string, system: string, secret: string): Promise<void> {
    const door = await this.ports.hooks.of(tenantId, installationId, system);
    if (!door) throw CallerError.notFound('The webhook address');
    await this.ports.hooks.addSecret(em, door, secret);
  }

  hookUrl(system: 'lever' | 'vendors', token: string): string {
    return `${this.ports.publicUrl}/hooks/${system}/${token}`;
  }

  /** Makes the pending row and the webhook door of an owner; callable many times. */
  async prepare(em: EntityManager, tenantId: string, owner: string, system: string, auth: 'oauth' | 'api_key'): Promise<ConnectionRow> {
    return this.ports.store.ensure(em, tenantId, owner, system, auth, this.ports.clock.now());
  }

  /**
   * Stores a credential that was tried and works. Another Lever account than before answers
   * `409 different-lever-account`: links of the old account never attach to the new one (SH-10).
   */
  async activate(tenantId: string, owner: string, system: string, activation: Activation, by: Principal): Promise<ConnectionStatus> {
    const status = await this.ports.database.inTenant(tenantId, async (em) => {
      const now = this.ports.clock.now();
      const row = await this.ports.store.ensure(em, tenantId, owner, system, activation.auth, now);
      if (system === 'lever') await this.assertSameAccount(em, row, activation.accountId);
      await this.ports.store.activate(em, row, activation.secret, activation, now);
      if (system === 'lever') {
        const bucket = NEW_BUCKET(this.ports.rates, row.id, tenantId);
        await em.execute(bucket.sql, bucket.params);
        await electFeed(em, tenantId, now);
      }
      await this.ports.audit.record(em, {
        tenantId, actor: by, action: 'connection.activated', subject: `connection:${row.id}`, detail: { owner, system, auth: activation.auth, missing: activation.missing },
      });
      return this.ports.store.byId(em, row.id);
    });
    if (!status) throw new Error('The connection vanished while it was saved.');
    return statusFrom(status);
  }

  private async assertSameAccount(em: EntityManager, row: ConnectionRow, accountId: string | null): Promise<void> {
    if (accountId === null) return;
    const rows = await em.execute<{ account_id: string }[]>(
      `select distinct account_id from connection where system = 'lever' and account_id is not null`);
    if (rows.length === 0 || rows.some((other) => other.account_id === accountId)) return;
    throw new CallerError('different-lever-account', 'This is another Lever account than the one connected before. Start a new tenant for it.', {
      status: 409, fields: [{ field: '/connection', message: `Log in to the Lever account that ${row.owner === 'hub' ? 'the hub' : 'this integration'} was connected to before.` }],
    });
  }

  /** Takes a credential out of use, and does `also` with it; false when it already was. Re-elects the mirror's feed. */
  async retire(
    tenantId: string, id: string, state: 'needs_reauth' | 'revoked', cause: string, also?: (em: EntityManager) => Promise<unknown>,
  ): Promise<boolean> {
    return this.ports.database.inTenant(tenantId, async (em) => {
      const now = this.ports.clock.now();
      const changed = await this.ports.store.retire(em, id, state, cause, now);
      if (!changed) return false;
      await electFeed(em, tenantId, now);
      await also?.(em);
      await this.ports.audit.record(em, {
        tenantId, actor: { kind: 'system', id: 'connections', tenantId }, action: `connection.${state}`, subject: `connection:${id}`, detail: { cause },
      });
      return true;
    });
  }
}

function statusFrom(row: ConnectionRow): ConnectionStatus {
  return {
    id: row.id, owner: row.owner, system: row.system, auth: row.auth, state: row.state, accountId: row.accountId, actsAs: row.actsAs,
    missing: row.missing.map((operation) => ({ operation, permission: permissionName(operation) })),
  };
}
