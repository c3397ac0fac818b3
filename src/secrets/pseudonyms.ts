import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createHmac, randomBytes } from 'node:crypto';
import { associatedData } from './cipher.js';
import { TenantSecrets } from './tenant-secrets.js';

export type Pseudonymous = 'contact' | 'opportunity';

/** Keyed hashes that stand for a person where the id itself must not stay (LG-10). Same id, same hash, per tenant. */
@Injectable()
export class Pseudonyms {
  constructor(private readonly secrets: TenantSecrets) {}

  async of(em: EntityManager, tenantId: string, kind: Pseudonymous, id: string): Promise<string> {
    const key = await this.secrets.get(em, tenantId, 'pseudonyms', () => randomBytes(32));
    return createHmac('sha256', key).update(associatedData([kind, id])).digest('base64url');
  }
}
