import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createHmac, randomBytes } from 'node:crypto';
import { associatedData } from './cipher.js';
import { TenantSecrets } from './tenant-secrets.js';

/** `other`: somebody who is no contact in Lever; `address`: where a message goes, e.g. `sms:+46701234567`. */
export type Pseudonymous = 'contact' | 'opportunity' | 'other' | 'address';

/** A contact in Lever by its id, or somebody else by `<integration>:<id that the plugin gave>`. */
export type PersonName = string | { readonly other: string };

export function otherPerson(integrationKey: string, id: string): { readonly other: string } {
  return { other: `${integrationKey}:${id}` };
}

/** Keyed hashes that stand for a person where the id itself must not stay (LG-10). Same id, same hash, per tenant. */
@Injectable()
export class Pseudonyms {
  constructor(private readonly secrets: TenantSecrets) {}

  async of(em: EntityManager, tenantId: string, kind: Pseudonymous, id: string): Promise<string> {
    const key = await this.secrets.get(em, tenantId, 'pseudonyms', () => randomBytes(32));
    return createHmac('sha256', key).update(associatedData([kind, id])).digest('base64url');
  }

  ofPerson(em: EntityManager, tenantId: string, person: PersonName): Promise<string> {
    return typeof person === 'string' ? this.of(em, tenantId, 'contact', person) : this.of(em, tenantId, 'other', person.other);
  }
}
