import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK } from '../clock/business-clock.js';
import { assertOutsideTransaction } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import type { MessageChannel } from '../sdk/messages.js';
import { MailTransport } from './mail-transport.js';
import { MessageClaims, type ClaimedMessage } from './message-claims.js';
import { MessageGate } from './message-gate.js';
import { MessageReader, type MessageContent, type MessageRow } from './message-reader.js';
import { MessageSettlement } from './message-settlement.js';
import { afterLook, afterTry, type MessageState, type SendOutcome } from './message-state.js';
import { MessagingSettings } from './messaging-settings.js';
import { SmsTransport, type Sms } from './sms-transport.js';

export interface SendReport {
  /** Messages by the state that this run gave them; `queued` ones will be tried again. */
  readonly settled: Readonly<Partial<Record<MessageState, number>>>;
}

const CONNECTIONS = 4;
const DIED = 'The process stopped while the message was being handed over.';
/** A provider's clock may be behind ours. */
const LOOK_BACK_MARGIN_MS = 10 * 60_000;

/** Takes due messages from the outbox and hands them over. Any number of processes may run it. */
@Injectable()
export class MessageSender implements OnApplicationShutdown {
  constructor(
    private readonly claims: MessageClaims, private readonly gate: MessageGate, private readonly settlement: MessageSettlement,
    private readonly reader: MessageReader, private readonly mail: MailTransport, private readonly sms: SmsTransport,
    private readonly settings: MessagingSettings, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Sends until nothing is due. What belongs to a channel without credentials is not claimed: the outbox only fills, visibly (ME-8). */
  async sendDue(): Promise<SendReport> {
    assertOutsideTransaction();
    const settled: Partial<Record<MessageState, number>> = {};
    const count = (state: MessageState | null) => { if (state) settled[state] = (settled[state] ?? 0) + 1; };
    const live = this.liveChannels();
    for (const message of await this.claims.abandoned()) count(await this.endTry(message, 'sending', message.attempts, this.lost(message, DIED)));
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      while (await this.next(live, count));
    }));
    return { settled };
  }

  async onApplicationShutdown(): Promise<void> {
    this.mail.close();
    await this.sms.close();
  }

  private liveChannels(): MessageChannel[] {
    return [...(this.mail.mode === 'smtp' ? ['email' as const] : []), ...(this.sms.mode === 'outbox-only' ? [] : ['sms' as const])];
  }

  /** False when nothing is due. */
  private async next(live: readonly MessageChannel[], count: (state: MessageState | null) => void): Promise<boolean> {
    const unknown = await this.claims.unknown(live, this.clock.now());
    if (unknown) {
      count(await this.look(unknown));
      return true;
    }
    const due = await this.claims.due(live, this.clock.now());
    if (due) count(await this.send(due));
    return due !== undefined;
  }

  private async send(claimed: ClaimedMessage): Promise<MessageState | null> {
    const passed = await this.gate.pass(claimed);
    if (passed.kind === 'gone') return null;
    if (passed.kind === 'wait') {
      await this.settlement.postpone(claimed, passed.untilMs, passed.reason);
      return null;
    }
    if (passed.kind === 'suppress') {
      const after = { state: 'suppressed', dueAtMs: null, lookAtMs: null, lastError: passed.reason, cause: passed.cause } as const;
      return this.settlement.settle(claimed, 'queued', after, null);
    }
    const outcome = await this.handOver(passed.row, passed.content);
    return this.endTry(claimed, 'sending', claimed.attempts + 1, outcome);
  }

  private endTry(claimed: ClaimedMessage, from: MessageState, attempts: number, outcome: SendOutcome): Promise<MessageState | null> {
    const after = afterTry(outcome, { attempts, mustArrive: claimed.mustArrive }, this.clock.now());
    return this.settlement.settle(claimed, from, after, outcome.kind === 'sent' ? outcome.providerId ?? null : null);
  }

  private handOver(row: MessageRow, content: MessageContent): Promise<SendOutcome> {
    if (row.channel === 'sms') return this.sms.send(this.smsOf(row, content));
    const { recipient: to, subject, text, html, replyTo } = content;
    const { doors } = this.settings;
    // Only people outside of the organisation can have enough of it.
    const isToPerson = row.contactId !== null && row.token !== null;
    return this.mail.send({
      messageId: row.messageId, to, subject: subject ?? '', text, html, replyTo,
      unsubscribeUrl: isToPerson ? doors.unsubscribe(row.token) : null, returnTo: row.token === null ? null : doors.returnTo(row.token),
    });
  }

  private smsOf(row: MessageRow, content: MessageContent): Sms {
    return { to: content.recipient, text: content.text, reportTo: this.settings.doors.report(this.sms.mode, row.token ?? '') };
  }

  private lost({ channel }: ClaimedMessage, reason: string): SendOutcome {
    return { kind: 'unknown', reason, canAsk: channel === 'sms' && this.sms.mode !== 'outbox-only' };
  }

  /** Asks the provider about a message of unknown fate; sends it again only when the provider knows nothing of it. */
  private async look(claimed: ClaimedMessage): Promise<MessageState | null> {
    const found = await this.reader.find(claimed.tenantId, claimed.id);
    const settledAtMs = Number(found?.row.settledAtMs ?? this.clock.now());
    const ageMs = this.clock.now() - settledAtMs;
    const answer = found?.content ? await this.ask(this.smsOf(found.row, found.content), Number(found.row.dueAtMs)) : null;
    const after = found?.content === null
      ? { state: 'unknown', dueAtMs: null, lookAtMs: null, lastError: DIED, cause: null } as const
      : afterLook(answer, { attempts: claimed.attempts, ageMs }, this.clock.now());
    return this.settlement.settle(claimed, 'unknown', after, answer?.providerId ?? null);
  }

  /** It cannot have left before it was due. Undefined when the provider could not be asked. */
  private async ask(sms: Sms, dueAtMs: number): Promise<{ readonly providerId: string } | null | undefined> {
    try {
      return await this.sms.find(sms, dueAtMs - LOOK_BACK_MARGIN_MS);
    } catch {
      return undefined;
    }
  }
}
