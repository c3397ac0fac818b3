import { createHash } from 'node:crypto';
import type { Mail } from './mail-store.js';

export interface Bounce {
  id: string;
  /** The id of the mail in this mailbox. */
  mailId: string;
  /** The Message-ID header of that mail. */
  messageId: string | null;
  /** The envelope sender the report goes to. */
  sender: string;
  recipient: string;
  /** Enhanced status code, e.g. `5.1.1`. */
  status: string;
  diagnostic: string;
  /** Sandbox time at which the report goes out, ISO 8601. */
  dueAt: string;
  reportedAt: string | null;
}

/** The mail that a mail server sends back when a message it accepted could not be delivered (RFC 3464). */
export function deliveryReport(bounce: Bounce, original: Mail): Buffer {
  const boundary = createHash('sha256').update(bounce.id).digest('hex').slice(0, 24);
  const part = (type: string, body: string[]): string[] => [`--${boundary}`, `Content-Type: ${type}`, '', ...body, ''];
  return Buffer.from([
    'From: Mail Delivery System <mailer-daemon@mailbox.sandbox.example>',
    `To: <${bounce.sender}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${bounce.id}@mailbox.sandbox.example>`,
    'Auto-Submitted: auto-replied',
    `References: ${original.messageId ?? ''}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    ...part('text/plain; charset=utf-8', [`Your message could not be delivered to ${bounce.recipient}.`, bounce.diagnostic]),
    ...part('message/delivery-status', [
      'Reporting-MTA: dns; mailbox.sandbox.example', '',
      `Final-Recipient: rfc822; ${bounce.recipient}`,
      'Action: failed',
      `Status: ${bounce.status}`,
      `Diagnostic-Code: smtp; ${bounce.diagnostic}`,
    ]),
    ...part('text/rfc822-headers', Object.entries(original.headers).map(([name, value]) => `${name}: ${value.split('\n')[0]}`)),
    `--${boundary}--`,
    '',
  ].join('\r\n'));
}

/** `550 5.1.1 No such user` → `5.1.1`; a plain code gives its class. */
export function enhancedStatus(code: number, message: string): string {
  return /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(message)?.[1] ?? `${String(code).slice(0, 1)}.0.0`;
}
