import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import { KEY_BYTES, SealBroken } from './cipher.js';
import { MasterKeys } from './master-keys.js';
import { RecentKeys } from './recent-keys.js';

export interface OpenDataKey {
  readonly version: number;
  readonly key: KeyObject;
}

interface DataKeyRow {
  readonly version: number;
  readonly master_key_id: string;
  readonly wrapped: string;
  readonly settled: boolean;
}

const REMEMBERED_KEYS = 500;
// A row of a running transaction may still vanish: remembering its key would seal values that nobody can open.
const COLUMNS = 'version, master_key_id, wrapped, created_xid < pg_snapshot_xmin(pg_current_snapshot()) as settled';

export const dataKeyPlace = (tenantId: string, version: number): readonly string[] => ['data_key', tenantId, String(version)];

/** Opens tenants' data keys; makes a tenant's first one when it is needed. */
@Injectable()
export class DataKeys {
  private readonly recent = new RecentKeys<KeyObject>(REMEMBERED_KEYS);

  constructor(private readonly masterKeys: MasterKeys, @Inject(CLOCK) private readonly clock: Clock) {}

  /** The key that seals new values. */
  async current(em: EntityManager, tenantId: string): Promise<OpenDataKey> {
    const row = await this.newest(em, tenantId);
    if (row) return this.opened(tenantId, row);
    await this.add(em, tenantId, 1);
    const made = await this.newest(em, tenantId);
    if (!made) throw new SealBroken();
    return this.opened(tenantId, made);
  }

  async byVersion(em: EntityManager, tenantId: string, version: number): Promise<OpenDataKey> {
    const known = this.recent.get(`${tenantId}:${version}`);
    if (known) return { version, key: known };
    const rows = await em.execute<DataKeyRow[]>(`select ${COLUMNS} from data_key where tenant_id = ? and version = ?`, [tenantId, version]);
    if (!rows[0]) throw new SealBroken();
    return this.opened(tenantId, rows[0]);
  }

  /** Makes the next version current. Answers the new version. */
  async advance(em: EntityManager, tenantId: string): Promise<number> {
    const { version } = await this.current(em, tenantId);
    await this.add(em, tenantId, version + 1);
    return version + 1;
  }

  private async newest(em: EntityManager, tenantId: string): Promise<DataKeyRow | undefined> {
    const rows = await em.execute<DataKeyRow[]>(
      `select ${COLUMNS} from data_key where tenant_id = ? order by version desc limit 1`, [tenantId]);
    return rows[0];
  }

  private async add(em: EntityManager, tenantId: string, version: number): Promise<void> {
    const { masterKeyId, wrapped } = this.masterKeys.wrap(dataKeyPlace(tenantId, version), randomBytes(KEY_BYTES));
    await em.execute(
      `insert into data_key (id, tenant_id, version, master_key_id, wrapped, created_at_ms) values (?, ?, ?, ?, ?, ?)
       on conflict (tenant_id, version) do nothing`,
      [randomUUID(), tenantId, version, masterKeyId, wrapped, this.clock.now()],
    );
  }

  private opened(tenantId: string, row: DataKeyRow): OpenDataKey {
    const name = `${tenantId}:${row.version}`;
    const known = this.recent.get(name);
    if (known) return { version: row.version, key: known };
    const key = createSecretKey(this.masterKeys.unwrap(dataKeyPlace(tenantId, row.version), {
      masterKeyId: row.master_key_id, wrapped: row.wrapped,
    }));
    if (row.settled) this.recent.set(name, key);
    return { version: row.version, key };
  }
}
