import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { associatedData, decrypt, encrypt } from './cipher.js';
import { PersonKeys, type OpenPersonKey } from './person-keys.js';
import type { SealedPlace } from './sealed-place.js';
import type { PersonName } from './pseudonyms.js';
import { readSealed, writeSealed } from './sealed-text.js';
import { TenantSeal } from './tenant-seal.js';

/**
 * Envelope encryption of everything secret or personal (G6). A text opens only at the place it was sealed
 * for: same tenant, table, column and row. Give the entity manager of the transaction that saves the row.
 */
@Injectable()
export class SecretBox {
  constructor(private readonly tenantSeal: TenantSeal, private readonly personKeys: PersonKeys) {}

  /** Declare the column with `sealedColumn` beside its entity, or data-key rotation will not reach it. */
  seal(em: EntityManager, tenantId: string, place: SealedPlace, plaintext: string): Promise<string> {
    return this.tenantSeal.seal(em, tenantId, place, plaintext);
  }

  /** Throws `SealBroken` for a text that was altered or belongs to another place. */
  async open(em: EntityManager, tenantId: string, place: SealedPlace, sealed: string): Promise<string> {
    return (await this.tenantSeal.open(em, tenantId, place, sealed)).toString('utf8');
  }

  /** Seals under the person's own key. Throws `PersonErased` once that person was erased. */
  async sealForPerson(
    em: EntityManager, tenantId: string, person: PersonName, place: SealedPlace, plaintext: string,
  ): Promise<string> {
    const { id, key } = await this.personKeys.ofPerson(em, tenantId, person);
    const bytes = encrypt(key, personPlace(tenantId, place, id), Buffer.from(plaintext, 'utf8'));
    return writeSealed({ kind: 'p', version: 0, bytes });
  }

  /** Null once the person was erased. Throws `SealBroken` as `open` does. */
  async openForPerson(
    em: EntityManager, tenantId: string, person: PersonName, place: SealedPlace, sealed: string,
  ): Promise<string | null> {
    return openWith(await this.personKeys.find(em, tenantId, person), tenantId, place, sealed);
  }

  /** As `openForPerson`, where only the keyed hash of the contact was kept (`Pseudonyms`). */
  async openForPseudonym(
    em: EntityManager, tenantId: string, pseudonym: string, place: SealedPlace, sealed: string,
  ): Promise<string | null> {
    return openWith(await this.personKeys.findByPseudonym(em, tenantId, pseudonym), tenantId, place, sealed);
  }

  /** As `openForPerson` for many at once; people who were erased are left out. */
  async openForPeople(
    em: EntityManager, tenantId: string, rows: readonly { readonly contactId: string; readonly place: SealedPlace; readonly sealed: string }[],
  ): Promise<ReadonlyMap<string, string>> {
    const keys = await this.personKeys.findMany(em, tenantId, rows.map((row) => row.contactId));
    return new Map(rows.flatMap(({ contactId, place, sealed }) => {
      const text = openWith(keys.get(contactId) ?? null, tenantId, place, sealed);
      return text === null ? [] : [[contactId, text] as const];
    }));
  }

  /** Destroys the person's key: everything sealed with it is gone for good. May be called again. */
  shredPerson(em: EntityManager, tenantId: string, person: PersonName): Promise<void> {
    return this.personKeys.shred(em, tenantId, person);
  }
}

function openWith(person: OpenPersonKey | null, tenantId: string, place: SealedPlace, sealed: string): string | null {
  const { bytes } = readSealed(sealed, 'p');
  return person && decrypt(person.key, personPlace(tenantId, place, person.id), bytes).toString('utf8');
}

function personPlace(tenantId: string, { table, column, row }: SealedPlace, personKeyId: string): Buffer {
  return associatedData([tenantId, table, column, row, 'person', personKeyId]);
}
