import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import type { PersonMail } from '../sdk/context.js';
import { SecretBox } from '../secrets/secret-box.js';

/** Injection token of the address mails come from. */
export const MAIL_FROM = Symbol('patchbay:mail-from');

export interface AdminAlert {
  readonly tenantId: string;
  /** One mail per key and admin, for ever: name the occasion, e.g. `revoked:<connection>:<epoch>`. */
  readonly key: string;
  readonly subject: string;
  /** Plain text. Names no candidate: admins follow the link. */
  readonly text: string;
  /** Key of the integration that alerts; the hub itself when absent. */
  readonly plugin?: string;
}

/** A mail to a person of the tenant's Lever account. */
export interface PersonMessage extends PersonMail {
  readonly tenantId: string;
  /** Key of the integration that writes. */
  readonly plugin: string;
}

interface Recipient { readonly id: string | null; readonly email: string | null }

const LINE_BREAKS = /[\r\n]+/g;
/** Written down although nobody can get it: an alert must not vanish (G8). */
const NOBODY: Recipient = { id: null, email: null };

/** Writes mails into the outbox; the sender takes them from there after the commit. */
@Injectable()
export class Messages {
  constructor(
    private readonly secretBox: SecretBox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MAIL_FROM) private readonly from: string,
  ) {}

  /** One mail to each active super admin, in the caller's transaction. The same key again writes nothing. */
  async alertAdmins(em: EntityManager, alert: AdminAlert): Promise<void> {
    const admins = await em.execute<Recipient[]>(
      `select id, email from member where tenant_id = ? and role = 'super_admin' and active order by id`, [alert.tenantId]);
    for (const admin of admins.length > 0 ? admins : [NOBODY]) await this.write(em, alert, admin);
  }

  /** One mail to a person of the tenant, in the caller's transaction; false when the key is known (ME-1). */
  async sendToPerson(em: EntityManager, mail: PersonMessage): Promise<boolean> {
    const { tenantId, contactId } = mail;
    const id = randomUUID();
    const now = this.clock.now();
    const seal = (column: string, text: string) => this.secretBox.sealForPerson(em, tenantId, contactId, { table: 'message', column, row: id }, text);
    const rows = await em.execute<{ id: string }[]>(
      `insert into message (id, tenant_id, plugin, channel, key, contact_id, recipient, subject, body, state, attempts, due_at_ms,
         must_arrive, message_id, created_at_ms)
       values (?, ?, ?, 'email', ?, ?, ?, ?, ?, 'queued', 0, ?, ?, ?, ?) on conflict (tenant_id, plugin, key) do nothing returning id`,
      [id, tenantId, mail.plugin, mail.key, contactId, await seal('recipient', mail.to), await seal('subject', mail.subject.replace(LINE_BREAKS, ' ')),
        await seal('body', mail.text), mail.dueAt ?? now, mail.mustArrive ?? false, `<${id}@${domainOf(this.from)}>`, now],
    );
    return rows.length === 1;
  }

  private async write(em: EntityManager, alert: AdminAlert, admin: Recipient): Promise<void> {
    const { tenantId } = alert;
    const id = randomUUID();
    const now = this.clock.now();
    const seal = (column: string, text: string) => this.secretBox.seal(em, tenantId, { table: 'message', column, row: id }, text);
    await em.execute(
      `insert into message (id, tenant_id, plugin, channel, key, member_id, recipient, subject, body, state, attempts, due_at_ms,
         must_arrive, last_error, message_id, created_at_ms, settled_at_ms)
       values (?, ?, ?, 'email', ?, ?, ?, ?, ?, ?, 0, ?, false, ?, ?, ?, ?) on conflict (tenant_id, plugin, key) do nothing`,
      [id, tenantId, alert.plugin ?? 'core', `${alert.key}:${admin.id ?? 'nobody'}`, admin.id,
        admin.email === null ? null : await seal('recipient', admin.email),
        await seal('subject', alert.subject.replace(LINE_BREAKS, ' ')), await seal('body', alert.text),
        admin.email === null ? 'failed' : 'queued', now,
        admin.email === null ? 'The organisation has no active super admin.' : null,
        `<${id}@${domainOf(this.from)}>`, now, admin.email === null ? now : null],
    );
  }
}

/** Of `Name <box@host>` or `box@host`. */
export function domainOf(from: string): string {
  return /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}
