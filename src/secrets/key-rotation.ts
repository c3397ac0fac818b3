import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Database } from '../database/database.js';
import { DataKeys, dataKeyPlace } from './data-keys.js';
import { MasterKeys } from './master-keys.js';
import { sealedColumns, type SealedColumn } from './sealed-columns.js';
import { TenantSeal } from './tenant-seal.js';

export interface MasterKeyRotation {
  readonly masterKeyId: string;
  /** Data keys wrapped anew by this run. */
  readonly rewrapped: number;
  /** Data keys that still need an older master key; 0 means the older keys may leave the configuration. */
  readonly remaining: number;
}

export interface DataKeyRotation {
  readonly version: number;
  readonly resealed: number;
}

interface WrappedRow { readonly version: number; readonly master_key_id: string; readonly wrapped: string }
interface SealedRow { readonly id: string; readonly sealed: string }

const BATCH = 200;

/** Online rotation of keys: readers and writers go on, a killed run is continued by the next. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly database: Database,
    private readonly masterKeys: MasterKeys,
    private readonly dataKeys: DataKeys,
    private readonly tenantSeal: TenantSeal,
  ) {}

  /**
   * Wraps every data key with the current master key. Run it once every process knows the new key (first in
   * `PATCHBAY_MASTER_KEY`, the old one after it). One transaction per key, so it may be stopped at any row.
   */
  async rotateMasterKey(): Promise<MasterKeyRotation> {
    let rewrapped = 0;
    let remaining = 0;
    for (const tenantId of await this.tenants()) {
      for (const row of await this.outdated(tenantId)) {
        if (await this.rewrap(tenantId, row)) rewrapped += 1;
      }
      remaining += (await this.outdated(tenantId)).length;
    }
    return { masterKeyId: this.masterKeys.currentId, rewrapped, remaining };
  }

  /** Gives the tenant a new data key and seals everything anew with it; the old key stays for texts still on their way. */
  async rotateDataKey(tenantId: string): Promise<DataKeyRotation> {
    const version = await this.database.inTenant(tenantId, (em) => this.dataKeys.advance(em, tenantId));
    return { version, resealed: await this.resealOutdated(tenantId, version) };
  }

  /** Continues a `rotateDataKey` that was interrupted. */
  async resumeDataKey(tenantId: string): Promise<DataKeyRotation> {
    const { version } = await this.database.inTenant(tenantId, (em) => this.dataKeys.current(em, tenantId));
    return { version, resealed: await this.resealOutdated(tenantId, version) };
  }

  private async tenants(): Promise<string[]> {
    const rows = await this.database.asRunner().execute<{ id: string }[]>('select id from tenant order by id');
    return rows.map((row) => row.id);
  }

  private outdated(tenantId: string): Promise<WrappedRow[]> {
    return this.database.forTenant(tenantId).execute<WrappedRow[]>(
      'select version, master_key_id, wrapped from data_key where tenant_id = ? and master_key_id <> ? order by version',
      [tenantId, this.masterKeys.currentId]);
  }

  private async rewrap(tenantId: string, row: WrappedRow): Promise<boolean> {
    const place = dataKeyPlace(tenantId, row.version);
    const key = this.masterKeys.unwrap(place, { masterKeyId: row.master_key_id, wrapped: row.wrapped });
    const next = this.masterKeys.wrap(place, key);
    const changed = await this.database.inTenant(tenantId, (em) => em.execute<{ id: string }[]>(
      'update data_key set master_key_id = ?, wrapped = ? where tenant_id = ? and version = ? and wrapped = ? returning id',
      [next.masterKeyId, next.wrapped, tenantId, row.version, row.wrapped]));
    return changed.length === 1;
  }

  private async resealOutdated(tenantId: string, version: number): Promise<number> {
    let resealed = 0;
    for (const column of sealedColumns()) {
      for (let moved = BATCH; moved === BATCH;) {
        moved = await this.database.inTenant(tenantId, (em) => this.resealBatch(em, tenantId, column, version));
        resealed += moved;
      }
    }
    return resealed;
  }

  private async resealBatch(em: EntityManager, tenantId: string, column: SealedColumn, version: number): Promise<number> {
    const table = `"${column.schema ?? 'public'}"."${column.table}"`;
    const name = `"${column.column}"`;
    const rows = await em.execute<SealedRow[]>(
      `select id, ${name} as sealed from ${table} where tenant_id = ? and ${name} like 's1.%' and ${name} not like ?
       order by id limit ${BATCH} for update`, [tenantId, `s1.${version}.%`]);
    for (const row of rows) {
      const place = { table: column.table, column: column.column, row: row.id };
      const plaintext = await this.tenantSeal.open(em, tenantId, place, row.sealed);
      const sealed = await this.tenantSeal.seal(em, tenantId, place, plaintext);
      await em.execute(`update ${table} set ${name} = ? where tenant_id = ? and id = ?`, [sealed, tenantId, row.id]);
    }
    return rows.length;
  }
}
