import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { associatedData, decrypt, encrypt } from './cipher.js';
import { DataKeys } from './data-keys.js';
import type { SealedPlace } from './sealed-place.js';
import { readSealed, writeSealed } from './sealed-text.js';

/** Seals under the tenant's own data key; the ground floor of `SecretBox`. */
@Injectable()
export class TenantSeal {
  constructor(private readonly dataKeys: DataKeys) {}

  async seal(em: EntityManager, tenantId: string, place: SealedPlace, plaintext: string | Buffer): Promise<string> {
    const { key, version } = await this.dataKeys.current(em, tenantId);
    const text = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
    return writeSealed({ kind: 's', version, bytes: encrypt(key, tenantPlace(tenantId, place, version), text) });
  }

  /** Throws `SealBroken` for a text that was altered or belongs to another place. */
  async open(em: EntityManager, tenantId: string, place: SealedPlace, sealed: string): Promise<Buffer> {
    const { version, bytes } = readSealed(sealed, 's');
    const { key } = await this.dataKeys.byVersion(em, tenantId, version);
    return decrypt(key, tenantPlace(tenantId, place, version), bytes);
  }
}

function tenantPlace(tenantId: string, { table, column, row }: SealedPlace, version: number): Buffer {
  return associatedData([tenantId, table, column, row, String(version)]);
}
