import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { Pseudonyms } from '../secrets/pseudonyms.js';
import { admit, localDay, nextMorning, type Admission } from './admission.js';
import type { ClaimedMessage } from './message-claims.js';
import { MessageReader, type MessageContent, type MessageRow } from './message-reader.js';
import { ERASED } from './messages.js';
import { ReminderDays } from './reminder-days.js';
import { Suppressions } from './suppressions.js';

export type Passed =
  | { readonly kind: 'send'; readonly row: MessageRow; readonly content: MessageContent }
  | Exclude<Admission, { kind: 'send' }>
  /** Another process has it, or it was taken back meanwhile. */
  | { readonly kind: 'gone' };

/** Decides at the last moment whether a message may leave, and marks it as leaving in the same transaction (ME-2, ME-3, ME-4). */
@Injectable()
export class MessageGate {
  constructor(
    private readonly database: Database, private readonly reader: MessageReader, private readonly suppressions: Suppressions,
    private readonly reminders: ReminderDays, private readonly pseudonyms: Pseudonyms, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Committed as `sending` before a socket opens: a crash from here on is an unknown outcome, never a second message. */
  async pass(claimed: ClaimedMessage): Promise<Passed> {
    return this.database.inTenant(claimed.tenantId, async (em) => {
      const held = await em.execute<{ id: string }[]>(
        `select id from message where id = ? and state = 'queued' and sending_wall_ms = ? for update`, [claimed.id, claimed.claimedWallMs]);
      const found = held.length === 1 ? await this.reader.findIn(em, claimed.tenantId, claimed.id) : null;
      if (!found) return { kind: 'gone' };
      if (!found.content) return { kind: 'suppress', cause: 'erasure', reason: ERASED };
      const verdict = found.row.contactId === null ? { kind: 'send' as const } : await this.judge(em, claimed, found.row);
      if (verdict.kind !== 'send') return verdict;
      await em.execute(`update message set state = 'sending', attempts = attempts + 1 where id = ?`, [claimed.id]);
      return { kind: 'send', row: found.row, content: found.content };
    });
  }

  private async judge(em: EntityManager, { tenantId, channel, zone }: ClaimedMessage, row: MessageRow): Promise<Admission> {
    const nowMs = this.clock.now();
    const { addressHash, occasion } = row;
    const suppressedBy = addressHash === null ? null : await this.suppressions.causeFor(em, tenantId, channel, addressHash);
    const validUntilMs = row.validUntilMs === null ? null : Number(row.validUntilMs);
    const verdict = admit({ channel, isReminder: occasion !== null, validUntilMs, nowMs, zone, suppressedBy });
    if (verdict.kind !== 'send' || occasion === null) return verdict;
    const person = await this.pseudonyms.ofPerson(em, tenantId, row.otherId === null ? row.contactId! : { other: row.otherId });
    const names = addressHash === null ? [person] : [person, addressHash];
    if (await this.reminders.take(em, tenantId, names, localDay(nowMs, zone), occasion)) return verdict;
    return { kind: 'wait', untilMs: nextMorning(nowMs, zone), reason: 'The person has had a reminder today: it waits for tomorrow 08:00.' };
  }
}
