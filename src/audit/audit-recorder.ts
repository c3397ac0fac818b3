import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import { systemNow } from '../clock/system-clock.js';
import type { Clock } from '../sdk/clock.js';
import { PersonErased } from '../secrets/person-keys.js';
import { Pseudonyms } from '../secrets/pseudonyms.js';
import { SecretBox } from '../secrets/secret-box.js';
import { AuditKeys } from './audit-keys.js';
import { AuditTrail, type AuditEntryInput } from './audit-trail.js';
import { entryMac } from './chain.js';

const MICROS = 1_000;

/** Inserts entries unchained: a chain inside the business transaction would make one busy tenant wait for itself (D14). */
@Injectable()
export class AuditRecorder extends AuditTrail {
  private lastOrdinal = systemNow() * MICROS;

  constructor(
    private readonly keys: AuditKeys,
    private readonly secretBox: SecretBox,
    private readonly pseudonyms: Pseudonyms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async record(em: EntityManager, entry: AuditEntryInput): Promise<void> {
    const id = randomUUID();
    const { person, personal } = await this.sealPersonal(em, entry, id);
    const row = {
      id, tenantId: entry.tenantId, ordinal: String(this.nextOrdinal()),
      atMs: String(this.clock.now()), wallMs: String(systemNow()),
      actorKind: entry.actor.kind, actorId: entry.actor.id, action: entry.action, subject: entry.subject,
      detail: entry.detail ? JSON.stringify(entry.detail) : null, person, personal, causeId: entry.causeId ?? null,
    };
    const mac = entryMac(await this.keys.mac(em, entry.tenantId), row);
    await em.execute(
      `insert into audit_entry (id, tenant_id, ordinal, at_ms, wall_ms, actor_kind, actor_id, action, subject, detail, person, personal, cause_id, mac)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [row.id, row.tenantId, row.ordinal, row.atMs, row.wallMs, row.actorKind, row.actorId, row.action, row.subject,
        row.detail, row.person, row.personal, row.causeId, mac],
    );
  }

  private async sealPersonal(em: EntityManager, entry: AuditEntryInput, id: string) {
    if (!entry.personal) return { person: null, personal: null };
    const { contactId, values } = entry.personal;
    const person = await this.pseudonyms.of(em, entry.tenantId, 'contact', contactId);
    try {
      const place = { table: 'audit_entry', column: 'personal', row: id };
      const personal = await this.secretBox.sealForPerson(em, entry.tenantId, contactId, place, JSON.stringify(values));
      return { person, personal };
    } catch (error) {
      // What was done stays on record; what it said about an erased person must not come back.
      if (error instanceof PersonErased) return { person, personal: null };
      throw error;
    }
  }

  private nextOrdinal(): number {
    this.lastOrdinal += 1;
    return this.lastOrdinal;
  }
}
