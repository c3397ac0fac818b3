import { monotonicNow } from '../clock/system-clock.js';
import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import type { Role } from '../sdk/principal.js';
import { RecentKeys } from '../secrets/recent-keys.js';
import type { KeyHolder } from './key-holder.js';
import type { KeyKind } from './key-format.js';

interface Row {
  id: string; kind: KeyKind; tenant_id: string | null; member_id: string | null; operator_id: string | null; integration_key: string | null;
  role: Role | null; lever_user_id: string | null; active: boolean; expires_at: Date | string | null; revoked: boolean; last_used_at: Date | string | null;
}
interface Known { readonly holder: KeyHolder; readonly readAt: number }

/** A revocation or a new role takes effect in every process within this time. */
const BELIEVED_MS = 500;
const REMEMBERED = 5_000;
const TOUCH_EVERY_MS = 60_000;

const SELECT = `select k.id, k.kind, k.tenant_id, k.member_id, k.operator_id, k.integration_key, m.role, m.lever_user_id,
  coalesce(m.active, o.active, k.kind = 'ven') as active, k.expires_at, k.revoked_at is not null as revoked, k.last_used_at
  from api_key k left join member m on m.id = k.member_id and m.tenant_id = k.tenant_id left join operator o on o.id = k.operator_id`;

/** Looks keys up over all tenants, before the tenant is known. */
export class KeyHolders {
  private readonly recent = new RecentKeys<Known>(REMEMBERED);

  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** By any of the hashes a key may be stored under. */
  byHash(hashes: readonly string[]): Promise<KeyHolder | null> {
    return this.read(`hash:${hashes[0]}`, `k.hash in (${hashes.map(() => '?').join(', ')})`, hashes);
  }

  byKeyId(keyId: string): Promise<KeyHolder | null> {
    return this.read(`id:${keyId}`, 'k.id = ?', [keyId]);
  }

  /** Notes the use, at most once a minute. */
  async touch(holder: KeyHolder): Promise<void> {
    const now = this.clock.now();
    if (holder.lastUsedAtMs !== null && now - holder.lastUsedAtMs < TOUCH_EVERY_MS) return;
    await this.database.asRunner().execute(
      'update api_key set last_used_at = ? where id = ? and (last_used_at is null or last_used_at <= ?)',
      [new Date(now), holder.keyId, new Date(now - TOUCH_EVERY_MS)]);
  }

  private async read(name: string, condition: string, values: readonly string[]): Promise<KeyHolder | null> {
    const known = this.recent.get(name);
    if (known && monotonicNow() - known.readAt < BELIEVED_MS) return known.holder;
    const readAt = monotonicNow();
    const rows = await this.database.asRunner().execute<Row[]>(`${SELECT} where ${condition} limit 1`, [...values]);
    const holder = rows[0] ? toHolder(rows[0]) : null;
    if (holder) this.recent.set(name, { holder, readAt });
    return holder;
  }
}

const momentOf = (value: Date | string | null): number | null => (value === null ? null : new Date(value).getTime());

function toHolder(row: Row): KeyHolder {
  return {
    keyId: row.id, kind: row.kind, tenantId: row.tenant_id, memberId: row.member_id, operatorId: row.operator_id, integrationKey: row.integration_key,
    role: row.role, leverUserId: row.lever_user_id, isActive: row.active, expiresAtMs: momentOf(row.expires_at), isRevoked: row.revoked,
    lastUsedAtMs: momentOf(row.last_used_at),
  };
}
