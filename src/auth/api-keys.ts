import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../audit/audit-trail.js';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import type { Principal } from '../sdk/principal.js';
import { ApiKey } from './api-key.entity.js';
import { makeKey, prefixOf } from './key-format.js';
import { KeyHasher } from './key-hasher.js';

/** For whom a key is made. */
export type KeyOwner =
  | { readonly kind: 'mem'; readonly memberId: string }
  | { readonly kind: 'ven'; readonly integrationKey: string };

export interface NewKey {
  readonly tenantId: string;
  readonly owner: KeyOwner;
  readonly label: string;
  readonly expiresAt: Date | null;
}

export interface IssuedKey {
  readonly row: ApiKey;
  /** The only time that it is known. */
  readonly key: string;
}

/** Makes and revokes keys of members and vendors, in the caller's transaction. */
@Injectable()
export class ApiKeys {
  constructor(private readonly hasher: KeyHasher, private readonly audit: AuditTrail, @Inject(CLOCK) private readonly clock: Clock) {}

  /** Whoever calls has checked that the member or integration exists and that `by` may. */
  async issue(em: EntityManager, { tenantId, owner, label, expiresAt }: NewKey, by: Principal): Promise<IssuedKey> {
    const key = makeKey(owner.kind);
    const row = em.create(ApiKey, {
      id: randomUUID(), tenantId, kind: owner.kind, operatorId: null, label, prefix: prefixOf(key), hash: this.hasher.hash(key),
      memberId: owner.kind === 'mem' ? owner.memberId : null, integrationKey: owner.kind === 'ven' ? owner.integrationKey : null,
      createdAt: new Date(this.clock.now()), expiresAt, revokedAt: null, lastUsedAt: null,
    });
    await em.flush();
    const { memberId, integrationKey } = row;
    await this.audit.record(em, { tenantId, actor: by, action: 'key.issued', subject: `key:${row.id}`, detail: { memberId, integrationKey, prefix: row.prefix } });
    return { row, key };
  }

  /** Revoking twice changes nothing. Every process refuses the key and its tokens within a second. */
  async revoke(em: EntityManager, row: ApiKey, by: Principal): Promise<void> {
    if (row.revokedAt || !row.tenantId) return;
    row.revokedAt = new Date(this.clock.now());
    await em.flush();
    await this.audit.record(em, { tenantId: row.tenantId, actor: by, action: 'key.revoked', subject: `key:${row.id}`, detail: { memberId: row.memberId } });
  }

  async revokeAllOf(em: EntityManager, memberId: string, by: Principal): Promise<void> {
    const rows = await em.find(ApiKey, { memberId, revokedAt: null });
    for (const row of rows) await this.revoke(em, row, by);
  }
}
