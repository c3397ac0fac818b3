import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createSecretKey, randomUUID, type KeyObject } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import { SealBroken } from './cipher.js';
import { RecentKeys } from './recent-keys.js';
import { TenantSeal } from './tenant-seal.js';

interface SecretRow {
  readonly id: string;
  readonly sealed: string;
  readonly settled: boolean;
}

const REMEMBERED_SECRETS = 500;

/** Secrets that the hub makes for itself, one per tenant and name; they outlive every key rotation. */
@Injectable()
export class TenantSecrets {
  private readonly recent = new RecentKeys<KeyObject>(REMEMBERED_SECRETS);

  constructor(private readonly seal: TenantSeal, @Inject(CLOCK) private readonly clock: Clock) {}

  /** The secret of this name; `make` gives it when it is needed for the first time. */
  async get(em: EntityManager, tenantId: string, name: string, make: () => Buffer): Promise<KeyObject> {
    const known = this.recent.get(`${tenantId}:${name}`);
    if (known) return known;
    const found = (await this.find(em, tenantId, name)) ?? (await this.create(em, tenantId, name, make()));
    const secret = createSecretKey(await this.seal.open(em, tenantId, place(found.id), found.sealed));
    if (found.settled) this.recent.set(`${tenantId}:${name}`, secret);
    return secret;
  }

  private async find(em: EntityManager, tenantId: string, name: string): Promise<SecretRow | undefined> {
    const rows = await em.execute<SecretRow[]>(
      `select id, sealed, created_xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
       from tenant_secret where tenant_id = ? and name = ?`, [tenantId, name]);
    return rows[0];
  }

  private async create(em: EntityManager, tenantId: string, name: string, secret: Buffer): Promise<SecretRow> {
    const id = randomUUID();
    const sealed = await this.seal.seal(em, tenantId, place(id), secret);
    await em.execute(
      `insert into tenant_secret (id, tenant_id, name, sealed, created_at_ms) values (?, ?, ?, ?, ?)
       on conflict (tenant_id, name) do nothing`, [id, tenantId, name, sealed, this.clock.now()]);
    const row = await this.find(em, tenantId, name);
    if (!row) throw new SealBroken();
    return row;
  }
}

function place(id: string) {
  return { table: 'tenant_secret', column: 'sealed', row: id };
}
