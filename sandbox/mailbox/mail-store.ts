import { matchesAddress } from './delivery-rules.js';

export interface MailAttachment {
  filename: string | null;
  contentType: string;
  sizeBytes: number;
}

export interface Mail {
  id: string;
  /** Sandbox time of acceptance, ISO 8601. */
  receivedAt: string;
  envelope: { from: string; to: string[] };
  from: string;
  to: string[];
  subject: string;
  messageId: string | null;
  /** Header names in lower case; a header that occurs more than once is joined with line breaks. */
  headers: Record<string, string>;
  text: string;
  html: string | null;
  /** Every http(s) address in the text or the HTML, in order, each once. */
  links: string[];
  attachments: MailAttachment[];
}

export type MailSummary = Pick<Mail, 'id' | 'receivedAt' | 'envelope' | 'from' | 'to' | 'subject' | 'messageId'>;

export interface MailFilter {
  /** An envelope recipient; `*` is a wildcard. */
  to?: string;
  from?: string;
  /** Part of the subject, case ignored. */
  subject?: string;
  messageId?: string;
  /** Only mail received at or after this instant (epoch milliseconds). */
  since?: number;
}

export interface MailPage {
  data: Mail[];
  total: number;
  next: string | null;
}

export function summaryOf(mail: Mail): MailSummary {
  const { id, receivedAt, envelope, from, to, subject, messageId } = mail;
  return { id, receivedAt, envelope, from, to, subject, messageId };
}

export function matchesFilter(mail: Mail, filter: MailFilter): boolean {
  const { to, from, subject, messageId, since } = filter;
  if (to !== undefined && !mail.envelope.to.some((address) => matchesAddress(to, address))) return false;
  if (from !== undefined && !matchesAddress(from, mail.envelope.from) && !matchesAddress(from, mail.from)) return false;
  if (subject !== undefined && !mail.subject.toLowerCase().includes(subject.toLowerCase())) return false;
  if (messageId !== undefined && mail.messageId !== messageId) return false;
  return since === undefined || Date.parse(mail.receivedAt) >= since;
}

/** Accepted mail in order of acceptance, in memory. */
export class MailStore {
  private mails: Mail[] = [];
  private count = 0;
  private readonly listeners = new Set<(mail: Mail) => void>();

  add(mail: Omit<Mail, 'id'>): Mail {
    this.count += 1;
    const stored: Mail = { id: `mail-${this.count}`, ...mail };
    this.mails.push(stored);
    for (const listener of this.listeners) listener(stored);
    return stored;
  }

  get(id: string): Mail | undefined {
    return this.mails.find((mail) => mail.id === id);
  }

  find(filter: MailFilter = {}): Mail[] {
    return this.mails.filter((mail) => matchesFilter(mail, filter));
  }

  /** Oldest first; `after` is the id of the last mail of the page before. */
  page(filter: MailFilter, limit: number, after?: string): MailPage {
    const found = this.find(filter);
    const start = after === undefined ? 0 : found.findIndex((mail) => serialOf(mail.id) > serialOf(after));
    const data = start === -1 ? [] : found.slice(start, start + limit);
    const last = data.at(-1);
    const hasMore = last !== undefined && found.at(-1) !== last;
    return { data, total: found.length, next: hasMore ? last.id : null };
  }

  clear(filter: MailFilter = {}): number {
    const before = this.mails.length;
    this.mails = this.mails.filter((mail) => !matchesFilter(mail, filter));
    return before - this.mails.length;
  }

  onMail(listener: (mail: Mail) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

function serialOf(id: string): number {
  return Number(id.slice('mail-'.length));
}
