import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import { PatchbayError } from '../sdk/errors.js';
import { KEY_BYTES } from './cipher.js';
import { Pseudonyms, type PersonName } from './pseudonyms.js';
import { TenantSeal } from './tenant-seal.js';

export interface OpenPersonKey {
  readonly id: string;
  readonly key: KeyObject;
}

interface PersonKeyRow {
  readonly id: string;
  readonly wrapped: string | null;
}

/** Nothing more may be kept about this person (G10). */
export class PersonErased extends PatchbayError {
  constructor() {
    super('person-erased', 'caller', 'This person was erased; nothing about them can be kept.', { status: 409 });
  }
}

/** One key per person. Never remembered in memory: a shredded key is useless to every process at once. */
@Injectable()
export class PersonKeys {
  constructor(
    private readonly seal: TenantSeal,
    private readonly pseudonyms: Pseudonyms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes the key at first need. Throws `PersonErased`. */
  async ofPerson(em: EntityManager, tenantId: string, name: PersonName): Promise<OpenPersonKey> {
    const person = await this.pseudonyms.ofPerson(em, tenantId, name);
    const row = (await this.row(em, tenantId, person)) ?? (await this.create(em, tenantId, person));
    if (!row.wrapped) throw new PersonErased();
    return this.opened(em, tenantId, { id: row.id, wrapped: row.wrapped });
  }

  /** Null when the person was erased or nothing was ever sealed for them. */
  async find(em: EntityManager, tenantId: string, name: PersonName): Promise<OpenPersonKey | null> {
    return this.findByPseudonym(em, tenantId, await this.pseudonyms.ofPerson(em, tenantId, name));
  }

  /** Those that are there, by contact. */
  async findMany(em: EntityManager, tenantId: string, contactIds: readonly string[]): Promise<ReadonlyMap<string, OpenPersonKey>> {
    const contacts = new Map<string, string>();
    for (const contactId of contactIds) contacts.set(await this.pseudonyms.of(em, tenantId, 'contact', contactId), contactId);
    const rows = await em.execute<(PersonKeyRow & { person: string })[]>(
      'select id, wrapped, person from person_key where tenant_id = ? and person = any(?::text[]) and wrapped is not null', [tenantId, `{${[...contacts.keys()].join(',')}}`]);
    const found = new Map<string, OpenPersonKey>();
    for (const { id, wrapped, person } of rows) found.set(contacts.get(person) ?? '', await this.opened(em, tenantId, { id, wrapped: wrapped ?? '' }));
    return found;
  }

  async findByPseudonym(em: EntityManager, tenantId: string, person: string): Promise<OpenPersonKey | null> {
    const row = await this.row(em, tenantId, person);
    return row?.wrapped ? this.opened(em, tenantId, { id: row.id, wrapped: row.wrapped }) : null;
  }

  /** Leaves a marker that names nobody, so that no new key can be made for the same person. */
  async shred(em: EntityManager, tenantId: string, name: PersonName): Promise<void> {
    const person = await this.pseudonyms.ofPerson(em, tenantId, name);
    await em.execute(
      `insert into person_key (id, tenant_id, person, wrapped, created_at_ms, shredded_at_ms) values (?, ?, ?, null, ?, ?)
       on conflict (tenant_id, person) do update
         set wrapped = null, shredded_at_ms = coalesce(person_key.shredded_at_ms, excluded.shredded_at_ms)`,
      [randomUUID(), tenantId, person, this.clock.now(), this.clock.now()],
    );
  }

  private async row(em: EntityManager, tenantId: string, person: string): Promise<PersonKeyRow | undefined> {
    const rows = await em.execute<PersonKeyRow[]>('select id, wrapped from person_key where tenant_id = ? and person = ?', [tenantId, person]);
    return rows[0];
  }

  private async create(em: EntityManager, tenantId: string, person: string): Promise<PersonKeyRow> {
    const id = randomUUID();
    const wrapped = await this.seal.seal(em, tenantId, place(id), randomBytes(KEY_BYTES));
    await em.execute(
      `insert into person_key (id, tenant_id, person, wrapped, created_at_ms) values (?, ?, ?, ?, ?)
       on conflict (tenant_id, person) do nothing`, [id, tenantId, person, wrapped, this.clock.now()]);
    return (await this.row(em, tenantId, person)) ?? { id, wrapped: null };
  }

  private async opened(em: EntityManager, tenantId: string, row: { id: string; wrapped: string }): Promise<OpenPersonKey> {
    return { id: row.id, key: createSecretKey(await this.seal.open(em, tenantId, place(row.id), row.wrapped)) };
  }
}

function place(id: string) {
  return { table: 'person_key', column: 'wrapped', row: id };
}
