import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.js';
import type { SecretBox } from '../secrets/secret-box.js';

export interface HookDoor {
  readonly id: string;
  readonly token: string;
  readonly tenantId: string;
  readonly installationId: string;
  /** Null for a door without an installation. */
  readonly integrationKey: string | null;
  readonly system: string;
  /** Newest first; empty until a secret was given. */
  readonly secrets: readonly string[];
  readonly verifiedAt: number | null;
}

interface Row {
  id: string; token: string; tenant_id: string; installation_id: string; integration_key: string | null; system: string;
  secrets: string | null; verified_at: string | null;
}

const DOOR = 'select h.*, i.integration_key from hook h left join installation i on i.id = h.installation_id';

/** Two secrets stay valid while one replaces the other. */
const KEPT = 2;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The doors through which webhooks come in: one unguessable URL for each installation and system. */
export class Hooks {
  constructor(private readonly database: Database, private readonly box: SecretBox) {}

  /** Finds a door by its URL token, over all tenants; null for an unknown or malformed one. */
  async find(token: string): Promise<HookDoor | null> {
    if (!TOKEN.test(token)) return null;
    const rows = await this.database.asRunner().execute<Row[]>(`${DOOR} where h.token = ?`, [token]);
    return rows[0] ? this.doorFrom(rows[0]) : null;
  }

  async of(tenantId: string, installationId: string, system: string): Promise<HookDoor | null> {
    const rows = await this.database.forTenant(tenantId).execute<Row[]>(
      `${DOOR} where h.installation_id = ? and h.system = ?`, [installationId, system]);
    return rows[0] ? this.doorFrom(rows[0]) : null;
  }

  /** The door of an installation, made when there is none; its URL never changes. */
  async ensure(em: EntityManager, tenantId: string, installationId: string, system: string, now: number): Promise<void> {
    await em.execute(
      `insert into hook (id, token, tenant_id, installation_id, system, created_at) values (?, ?, ?, ?, ?, to_timestamp(? / 1000.0))
       on conflict (tenant_id, installation_id, system) do nothing`,
      [randomUUID(), randomBytes(32).toString('base64url'), tenantId, installationId, system, now]);
  }

  /** Adds a signing secret; the one before it stays valid, so that nothing is refused while it is being changed. */
  async addSecret(em: EntityManager, door: HookDoor, secret: string): Promise<void> {
    const secrets = [secret, ...door.secrets.filter((old) => old !== secret)].slice(0, KEPT);
    const sealed = await this.box.seal(em, door.tenantId, { table: 'hook', column: 'secrets', row: door.id }, JSON.stringify(secrets));
    await em.execute('update hook set secrets = ?, verified_at = null where id = ?', [sealed, door.id]);
  }

  async markVerified(em: EntityManager, door: HookDoor, now: number): Promise<void> {
    await em.execute('update hook set verified_at = coalesce(verified_at, to_timestamp(? / 1000.0)), last_received_at = to_timestamp(? / 1000.0) where id = ?',
      [now, now, door.id]);
  }

  private async doorFrom(row: Row): Promise<HookDoor> {
    const em = this.database.forTenant(row.tenant_id);
    const secrets = row.secrets === null ? [] : JSON.parse(
      await this.box.open(em, row.tenant_id, { table: 'hook', column: 'secrets', row: row.id }, row.secrets)) as string[];
    return {
      id: row.id, token: row.token, tenantId: row.tenant_id, installationId: row.installation_id, integrationKey: row.integration_key,
      system: row.system, secrets,
      verifiedAt: row.verified_at === null ? null : new Date(row.verified_at).getTime(),
    };
  }
}
