import { createTransport, type Transporter } from 'nodemailer';
import type { PendingWork } from '../kit/index.js';

export interface OutgoingMail {
  from: string;
  /** The envelope sender, to which later bounces go. */
  bounceAddress: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Kept over all attempts. */
  messageId: string;
  unsubscribeUrl: string;
}

export interface MailFailure {
  reason: string;
  code: number | null;
  bounceType: 'hard' | 'soft';
}

export interface MailOutcome {
  /** Asked before every attempt; false drops the mail without an outcome. */
  isWanted(): boolean;
  accepted(): void;
  failed(failure: MailFailure): void;
}

interface Attempt {
  mail: OutgoingMail;
  outcome: MailOutcome;
  tries: number;
}

/** Hands mail to the server, in the background; what the server puts off is tried again after short real-time gaps. */
export class MailQueue {
  private readonly transport: Transporter;
  private readonly timers = new Set<NodeJS.Timeout>();
  private open = 0;
  private isClosed = false;

  constructor(smtp: { host: string; port: number }, private readonly retryGapsMs: readonly number[]) {
    // One connection keeps mails in the order they were handed in.
    this.transport = createTransport({ ...smtp, pool: true, maxConnections: 1, ignoreTLS: true, connectionTimeout: 5000 });
  }

  send(mail: OutgoingMail, outcome: MailOutcome): void {
    this.open += 1;
    void this.attempt({ mail, outcome, tries: 0 });
  }

  pendingWork(): PendingWork {
    return { pending: this.open, nextDueAt: null };
  }

  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.transport.close();
  }

  private async attempt(attempt: Attempt): Promise<void> {
    const { mail, outcome } = attempt;
    if (this.isClosed || !outcome.isWanted()) return this.finish(() => undefined);
    try {
      await this.submit(mail);
    } catch (error) {
      return this.retryOrGiveUp(attempt, failureOf(error));
    }
    this.finish(() => outcome.accepted());
  }

  private submit(mail: OutgoingMail): Promise<unknown> {
    const { from, to, subject, text, html, messageId, bounceAddress, unsubscribeUrl } = mail;
    return this.transport.sendMail({
      from, to, subject, text, html, messageId,
      envelope: { from: bounceAddress, to },
      headers: {
        'Auto-Submitted': 'auto-generated',
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  }

  private retryOrGiveUp(attempt: Attempt, failure: MailFailure): void {
    const gapMs = this.retryGapsMs[attempt.tries];
    if (failure.bounceType === 'hard' || gapMs === undefined) return this.finish(() => attempt.outcome.failed(failure));
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.attempt({ ...attempt, tries: attempt.tries + 1 });
    }, gapMs);
    this.timers.add(timer);
  }

  private finish(settle: () => void): void {
    this.open -= 1;
    if (!this.isClosed) settle();
  }
}

function failureOf(error: unknown): MailFailure {
  const { responseCode, response, message } = error as { responseCode?: number; response?: string; message: string };
  const code = responseCode ?? null;
  return { code, reason: response ?? message, bounceType: code !== null && code >= 500 ? 'hard' : 'soft' };
}
