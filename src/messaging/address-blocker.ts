import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { MessageChannel } from '../sdk/messages.js';
import { otherPerson } from '../secrets/pseudonyms.js';
import { Suppressions } from './suppressions.js';

/** Somebody who is being erased: a contact, or somebody else by the id of their plugin. */
export type ErasedPerson = { readonly contactId: string } | { readonly integrationKey: string; readonly otherPersonId: string };

/** Blocks the addresses of people who are being erased: the keyed hash stays and names nobody (ME-2, LG-10). */
@Injectable()
export class AddressBlocker {
  constructor(private readonly suppressions: Suppressions) {}

  async beforeErasure(em: EntityManager, tenantId: string, person: ErasedPerson): Promise<void> {
    // Of a contact only what went to them: a referee who wrote about them is somebody else.
    const [condition, id] = 'contactId' in person
      ? ['contact_id = ? and other_id is null', person.contactId]
      : ['other_id = ?', otherPerson(person.integrationKey, person.otherPersonId).other];
    const addresses = await em.execute<{ channel: MessageChannel; hash: string }[]>(
      `select distinct channel, address_hash as hash from message where tenant_id = ? and ${condition} and address_hash is not null`, [tenantId, id]);
    for (const { channel, hash } of addresses) await this.suppressions.add(em, tenantId, channel, hash, 'erasure');
  }
}
