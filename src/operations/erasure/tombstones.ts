import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { CLOCK } from '../../clock/business-clock.js';
import type { Clock } from '../../sdk/clock.js';
import { otherPerson, Pseudonyms, type PersonName, type Pseudonymous } from '../../secrets/pseudonyms.js';

export interface PersonIds {
  readonly contactId: string;
  readonly opportunityIds: readonly string[];
}

/** Somebody who is no contact in Lever, by the id that a plugin gave, e.g. a referee. */
export interface OtherPerson {
  readonly integrationKey: string;
  readonly otherPersonId: string;
}

/** Whom an erasure is about. */
export type Forgotten = PersonIds | OtherPerson;

export function isContact(person: Forgotten): person is PersonIds {
  return 'contactId' in person;
}

export function nameOf(person: Forgotten): PersonName {
  return isContact(person) ? person.contactId : otherPerson(person.integrationKey, person.otherPersonId);
}

/** Remembers who was erased without knowing who it was. */
@Injectable()
export class Tombstones {
  constructor(private readonly pseudonyms: Pseudonyms, @Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Ask first in every transaction that stores something about a person: until that transaction ends, an
   * erasure of the same person waits, so nothing can slip in behind it.
   */
  isErased(em: EntityManager, tenantId: string, contactId: string): Promise<boolean> {
    return this.has(em, tenantId, 'contact', contactId);
  }

  /** As `isErased`, for many contacts in two statements: those of them who were erased. */
  async erasedAmong(em: EntityManager, tenantId: string, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
    const byHash = new Map<string, string>();
    for (const id of contactIds) byHash.set(await this.pseudonyms.of(em, tenantId, 'contact', id), id);
    const hashes = JSON.stringify([...byHash.keys()].sort());
    await em.execute(
      `select pg_advisory_xact_lock_shared(hashtextextended(? || ':' || hash, 0)) from jsonb_array_elements_text(?::jsonb) with ordinality as asked(hash, n) order by n`,
      [tenantId, hashes]);
    const rows = await em.execute<{ hash: string }[]>(
      `select hash from tombstone where tenant_id = ? and kind = 'contact' and hash in (select jsonb_array_elements_text(?::jsonb))`, [tenantId, hashes]);
    return new Set(rows.flatMap(({ hash }) => byHash.get(hash) ?? []));
  }

  /** As `isErased`, for data that names the opportunity only. */
  isOpportunityErased(em: EntityManager, tenantId: string, opportunityId: string): Promise<boolean> {
    return this.has(em, tenantId, 'opportunity', opportunityId);
  }

  /** Waits for transactions that asked `isErased`, then closes the door. May be called again. */
  async put(em: EntityManager, tenantId: string, person: Forgotten, erasureId: string): Promise<void> {
    for (const [kind, id] of marksOf(person)) {
      const hash = await this.pseudonyms.of(em, tenantId, kind, id);
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${tenantId}:${hash}`]);
      await em.execute(
        `insert into tombstone (id, tenant_id, kind, hash, scope, erasure_id, erased_at_ms) values (?, ?, ?, ?, 'hub', ?, ?)
         on conflict (tenant_id, kind, hash) do nothing`, [randomUUID(), tenantId, kind, hash, erasureId, this.clock.now()]);
    }
  }

  private async has(em: EntityManager, tenantId: string, kind: Pseudonymous, id: string): Promise<boolean> {
    const hash = await this.pseudonyms.of(em, tenantId, kind, id);
    await em.execute('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [`${tenantId}:${hash}`]);
    const rows = await em.execute<{ id: string }[]>(
      'select id from tombstone where tenant_id = ? and kind = ? and hash = ?', [tenantId, kind, hash]);
    return rows.length > 0;
  }
}

function marksOf(person: Forgotten): [Pseudonymous, string][] {
  if (!isContact(person)) return [['other', otherPerson(person.integrationKey, person.otherPersonId).other]];
  return [['contact', person.contactId], ...[...person.opportunityIds].sort().map((id): [Pseudonymous, string] => ['opportunity', id])];
}
