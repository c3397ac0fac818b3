import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountTokens } from '../sdk/outside-account.js';
import type { SecretBox } from '../secrets/secret-box.js';
import { sealedColumn } from '../secrets/sealed-columns.js';
import type { ConnectionState } from './connection.entity.js';

sealedColumn({ table: 'connection', column: 'secret' });
sealedColumn({ table: 'hook', column: 'secrets' });

/** What a connection keeps secret. */
export type ConnectionSecret =
  | { readonly kind: 'api_key'; readonly key: string }
  | { readonly kind: 'oauth'; readonly accessToken: string; readonly refreshToken: string | null }
  /** An outside account; `wanted` are the options of a sign-in under way, `tokens` null until the first one ended. */
  | { readonly kind: 'account'; readonly tokens: AccountTokens | null; readonly options: AccountOptions; readonly wanted: AccountOptions | null };

type AccountOptions = Readonly<Record<string, string>>;

export interface ConnectionRow {
  readonly id: string;
  readonly tenantId: string;
  readonly owner: string;
  readonly system: string;
  readonly auth: 'oauth' | 'api_key';
  readonly state: ConnectionState;
  readonly accountId: string | null;
  readonly actsAs: string | null;
  readonly scopes: readonly string[];
  readonly missing: readonly string[];
  readonly sealed: string | null;
  readonly expiresAt: number | null;
  readonly refreshStartedAt: number | null;
}

interface Row {
  id: string; tenant_id: string; owner: string; system: string; auth: 'oauth' | 'api_key'; state: ConnectionState; account_id: string | null;
  acts_as: string | null; scopes: string[]; missing: string[]; secret: string | null; expires_at: string | null; refresh_started_at: string | null;
}

const time = (value: string | null): number | null => (value === null ? null : new Date(value).getTime());

function rowFrom(row: Row): ConnectionRow {
  return {
    id: row.id, tenantId: row.tenant_id, owner: row.owner, system: row.system, auth: row.auth, state: row.state, accountId: row.account_id,
    actsAs: row.acts_as, scopes: row.scopes, missing: row.missing, sealed: row.secret, expiresAt: time(row.expires_at),
    refreshStartedAt: time(row.refresh_started_at),
  };
}

/** Reads and writes connections of one tenant; the sealed secret leaves only through `open`. */
export class ConnectionStore {
  constructor(private readonly box: SecretBox) {}

  async byId(em: EntityManager, id: string, lock = false): Promise<ConnectionRow | null> {
    const rows = await em.execute<Row[]>(`select * from connection where id = ? ${lock ? 'for update' : ''}`, [id]);
    return rows[0] ? rowFrom(rows[0]) : null;
  }

  async byOwner(em: EntityManager, owner: string, system: string, lock = false): Promise<ConnectionRow | null> {
    const rows = await em.execute<Row[]>(`select * from connection where owner = ? and system = ? ${lock ? 'for update' : ''}`, [owner, system]);
    return rows[0] ? rowFrom(rows[0]) : null;
  }

  async all(em: EntityManager): Promise<ConnectionRow[]> {
    return (await em.execute<Row[]>('select * from connection order by created_at, id')).map(rowFrom);
  }

  /** The row of an owner and system, made as `pending` when there is none. */
  async ensure(em: EntityManager, tenantId: string, owner: string, system: string, auth: 'oauth' | 'api_key', now: number): Promise<ConnectionRow> {
    await em.execute(
      `insert into connection (id, tenant_id, owner, system, auth, state, scopes, missing, created_at, updated_at)
       values (?, ?, ?, ?, ?, 'pending', '[]', '[]', to_timestamp(? / 1000.0), to_timestamp(? / 1000.0)) on conflict (tenant_id, owner, system) do nothing`,
      [randomUUID(), tenantId, owner, system, auth, now, now]);
    const row = await this.byOwner(em, owner, system, true);
    if (!row) throw new Error('The connection row vanished while it was made.');
    return row;
  }

  async open(em: EntityManager, row: ConnectionRow): Promise<ConnectionSecret | null> {
    if (row.sealed === null) return null;
    return JSON.parse(await this.box.open(em, row.tenantId, { table: 'connection', column: 'secret', row: row.id }, row.sealed)) as ConnectionSecret;
  }

  /** Stores a working credential and makes the connection active. */
  async activate(
    em: EntityManager, row: ConnectionRow, secret: ConnectionSecret,
    also: { accountId: string | null; actsAs: string | null; scopes: readonly string[]; missing: readonly string[]; expiresAt: number | null; auth: 'oauth' | 'api_key' },
    now: number,
  ): Promise<void> {
    const sealed = await this.box.seal(em, row.tenantId, { table: 'connection', column: 'secret', row: row.id }, JSON.stringify(secret));
    await em.execute(
      `update connection set secret = ?, state = 'active', auth = ?, account_id = ?, acts_as = ?, scopes = ?::jsonb, missing = ?::jsonb,
         expires_at = to_timestamp(?::float8 / 1000.0), refresh_started_at = null, last_error = null, revoked_at = null, updated_at = to_timestamp(? / 1000.0)
       where id = ?`,
      [sealed, also.auth, also.accountId, also.actsAs, JSON.stringify(also.scopes), JSON.stringify(also.missing), also.expiresAt, now, row.id]);
  }

  /** Replaces the tokens after a refresh. */
  async renew(em: EntityManager, row: ConnectionRow, secret: ConnectionSecret, expiresAt: number | null, now: number): Promise<void> {
    const sealed = await this.box.seal(em, row.tenantId, { table: 'connection', column: 'secret', row: row.id }, JSON.stringify(secret));
    await em.execute(
      'update connection set secret = ?, expires_at = to_timestamp(?::float8 / 1000.0), refresh_started_at = null, updated_at = to_timestamp(? / 1000.0) where id = ?',
      [sealed, expiresAt, now, row.id]);
  }

  /** Keeps what a sign-in under way needs; the state of the connection stays. */
  async keep(em: EntityManager, row: ConnectionRow, secret: ConnectionSecret): Promise<void> {
    const sealed = await this.box.seal(em, row.tenantId, { table: 'connection', column: 'secret', row: row.id }, JSON.stringify(secret));
    await em.execute('update connection set secret = ? where id = ?', [sealed, row.id]);
  }

  /** Moves a connection out of use; false when it already was in that state. The secret is dropped on revocation. */
  async retire(em: EntityManager, id: string, state: 'needs_reauth' | 'revoked', cause: string, now: number): Promise<boolean> {
    const rows = await em.execute<{ id: string }[]>(
      `update connection set state = ?, last_error = ?, secret = case when ? = 'revoked' then null else secret end, refresh_started_at = null,
         revoked_at = to_timestamp(? / 1000.0), updated_at = to_timestamp(? / 1000.0)
       where id = ? and state <> ? and state <> 'revoked' returning id`,
      [state, cause, state, now, now, id, state]);
    return rows.length === 1;
  }
}
