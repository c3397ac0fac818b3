import type { Transporter } from 'nodemailer';
import type { SendOutcome } from './message-state.js';
import { outcomeOfFailure, type SmtpFailure } from './smtp-outcome.js';

export interface Mail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | null;
  readonly replyTo?: string | null;
  /** One click at this address ends it (RFC 8058). */
  readonly unsubscribeUrl?: string | null;
  /** Where the mail comes back to when it cannot be delivered; the sender when absent. */
  readonly returnTo?: string | null;
}

/** Hands one mail to a mail server and tells what is known about its fate; never throws for a failed try. */
export abstract class MailTransport {
  /** `outbox-only`: nothing is configured, so nothing leaves and everything stays `queued` (ME-8). */
  abstract readonly mode: 'smtp' | 'outbox-only';
  abstract send(mail: Mail): Promise<SendOutcome>;
  abstract close(): void;
}

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000, dnsTimeout: 10_000 };

function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

export class SmtpTransport extends MailTransport {
  readonly mode = 'smtp';
  private transporter: Promise<Transporter> | null = null;
  private readonly handedOver = new Set<string>();

  constructor(private readonly url: string, private readonly from: string) { super(); }

  async send(mail: Mail): Promise<SendOutcome> {
    try {
      const transporter = await (this.transporter ??= this.open());
      await transporter.sendMail({
        from: this.from, to: mail.to, subject: mail.subject, text: mail.text, messageId: mail.messageId,
        ...(mail.html && { html: mail.html }), ...(mail.replyTo && { replyTo: mail.replyTo }),
        ...(mail.returnTo && { envelope: { from: mail.returnTo, to: mail.to } }),
        headers: { 'Auto-Submitted': 'auto-generated', ...(mail.unsubscribeUrl && unsubscribeHeaders(mail.unsubscribeUrl)) },
      });
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOfFailure(error as SmtpFailure, this.handedOver.has(mail.messageId));
    } finally {
      this.handedOver.delete(mail.messageId);
    }
  }

  close(): void {
    void this.transporter?.then((transporter) => transporter.close());
  }

  /** The library is loaded with the first mail. */
  private async open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    const transporter = createTransport({ url: this.url, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
    transporter.use('stream', (mail, done) => {
      const open = mail.message.createReadStream.bind(mail.message);
      mail.message.createReadStream = (options) => open(options).once('end', () => this.handedOver.add(mail.message.messageId()));
      done();
    });
    return transporter;
  }
}

export class OutboxOnly extends MailTransport {
  readonly mode = 'outbox-only';

  send(): Promise<SendOutcome> {
    return Promise.resolve({ kind: 'not-now', reason: 'No SMTP_URL is configured.' });
  }

  close(): void {
    // Nothing was opened.
  }
}
