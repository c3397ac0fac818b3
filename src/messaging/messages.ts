import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import type { Channels, PersonMessage } from '../sdk/messages.js';
import { PersonErased } from '../secrets/person-keys.js';
import { otherPerson, Pseudonyms } from '../secrets/pseudonyms.js';
import { addressHash, addressOf } from './addresses.js';
import { Composer } from './composer.js';
import { MessagingSettings } from './messaging-settings.js';
import { newToken, Outbox, type MessageDraft, type MessageOrigin } from './outbox.js';
import { tellOutcome } from './outcomes.js';

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

interface Recipient { readonly id: string | null; readonly email: string | null }

/** Written down although nobody can get it: an alert must not vanish (G8). */
const NOBODY: Recipient = { id: null, email: null };
const NOT_ABOUT_A_PERSON = {
  contactId: null, otherId: null, html: null, replyTo: null, cause: null, addressHash: null, token: null, template: null, locale: null, options: {},
} as const;

/** Writes messages into the outbox; the sender takes them from there after the commit. */
@Injectable()
export class Messages {
  constructor(
    private readonly outbox: Outbox, private readonly composer: Composer, private readonly pseudonyms: Pseudonyms,
    private readonly settings: MessagingSettings, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get channels(): Channels {
    return this.settings.channels;
  }

  /** One mail to each active super admin, in the caller's transaction. The same key again writes nothing. */
  async alertAdmins(em: EntityManager, { tenantId, key, subject, text, plugin = 'core' }: AdminAlert): Promise<void> {
    const admins = await em.execute<Recipient[]>(
      `select id, email from member where tenant_id = ? and role = 'super_admin' and active order by id`, [tenantId]);
    for (const admin of admins.length > 0 ? admins : [NOBODY]) {
      await this.outbox.insert(em, {
        ...NOT_ABOUT_A_PERSON, tenantId, channel: 'email', key: `${key}:${admin.id ?? 'nobody'}`, origin: null, plugin, memberId: admin.id,
        recipient: admin.email, subject, body: text, state: admin.email === null ? 'failed' : 'queued',
        lastError: admin.email === null ? 'The organisation has no active super admin.' : null,
      });
    }
  }

  /** One message to a person, in the caller's transaction; false when the key is known (ME-1). What cannot be sent is written down as such. */
  async sendToPerson(em: EntityManager, tenantId: string, origin: MessageOrigin, message: PersonMessage): Promise<boolean> {
    const draft = await this.draft(em, tenantId, origin, message);
    const id = await this.insert(em, draft);
    if (id !== null && (draft.state === 'failed' || draft.state === 'suppressed')) await this.tell(em, id, draft);
    return id !== null;
  }

  /** Takes back what was not sent, by the start of the key; answers how many. */
  async cancel(em: EntityManager, installationId: string, keyPrefix: string): Promise<number> {
    const rows = await em.execute<{ id: string }[]>(
      `update message set state = 'cancelled', settled_at_ms = ? where installation_id = ? and starts_with(key, ?) and state in ('queued', 'planned') returning id`,
      [this.clock.now(), installationId, keyPrefix]);
    return rows.length;
  }

  private async draft(em: EntityManager, tenantId: string, origin: MessageOrigin, message: PersonMessage): Promise<MessageDraft> {
    const { integrationKey, organisation } = origin;
    const channel = message.channel ?? 'email';
    const token = newToken();
    const given = { organisation, unsubscribeUrl: this.settings.doors.unsubscribe(token) };
    const composed = await this.composer.compose(em, tenantId, integrationKey, message, given);
    const address = addressOf(channel, message.to, this.settings.country);
    const fault = address.ok ? composed.fault : address.fault;
    return {
      tenantId, channel, key: message.key, origin, plugin: integrationKey, memberId: null, contactId: message.contactId,
      otherId: message.otherPersonId === undefined ? null : otherPerson(integrationKey, message.otherPersonId).other,
      recipient: address.ok ? address.address : message.to, subject: composed.subject, body: composed.body, html: composed.html,
      replyTo: message.replyTo ?? null,
      state: fault === null ? (origin.mode === 'preview' ? 'planned' : 'queued') : 'failed', lastError: fault, cause: null, token,
      addressHash: address.ok ? await addressHash(this.pseudonyms, em, tenantId, channel, address.address) : null,
      template: composed.template, locale: composed.locale, options: message,
    };
  }

  /** Nothing about an erased person is kept: only that there was a message, and that it was not sent. */
  private async insert(em: EntityManager, draft: MessageDraft): Promise<string | null> {
    try {
      return await this.outbox.insert(em, draft);
    } catch (error) {
      if (!(error instanceof PersonErased)) throw error;
      const nothing = { recipient: null, subject: null, body: null, html: null, replyTo: null, addressHash: null, contactId: null, otherId: null };
      const id = await this.outbox.insert(em, { ...draft, ...nothing, state: 'suppressed', cause: 'erasure', lastError: ERASED });
      if (id !== null) await this.tell(em, id, { ...draft, state: 'suppressed', cause: 'erasure', lastError: ERASED });
      return id;
    }
  }

  private tell(em: EntityManager, id: string, draft: MessageDraft): Promise<void> {
    const { origin, options: { then } } = draft;
    return tellOutcome(em, {
      ...draft, id, installationId: origin?.installationId ?? null, settingsRevision: origin?.settingsRevision ?? null,
      thenJob: then?.job ?? null, thenLane: then?.lane ?? null, thenContext: then?.context ?? null,
    }, { state: draft.state === 'failed' ? 'failed' : 'suppressed', reason: draft.lastError, cause: draft.cause }, this.clock.now());
  }
}

export const ERASED = 'The person was erased.';
