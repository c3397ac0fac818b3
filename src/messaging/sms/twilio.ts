import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DeliveryReport, SendOutcome } from '../message-state.js';
import { SmsTransport, type Sms } from '../sms-transport.js';
import { NoAnswer, SmsHttp, type SmsAnswer } from './sms-http.js';

export interface TwilioOptions {
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** E.164, or the id of a messaging service (`MG…`). */
  readonly from: string;
  readonly timeoutMs?: number;
}

/** Numbers that do not exist, are no mobiles, or are not reachable by SMS for good. */
const DEAD_NUMBER = [21211, 21214, 21217, 21614, 30005, 30006];
/** The recipient answered STOP. */
const STOPPED = 21610;
const MAY_HAVE_BEEN_TAKEN = 500;
const PAGE = 100;

interface TwilioMessage { readonly sid: string; readonly to: string; readonly body: string; readonly date_created: string; readonly status: string }

/** Twilio's Programmable Messaging. */
export class TwilioTransport extends SmsTransport {
  readonly mode = 'twilio';
  private readonly http: SmsHttp;
  private readonly path: string;

  constructor(private readonly options: TwilioOptions) {
    super();
    this.http = new SmsHttp(options.baseUrl, options.accountSid, options.authToken, options.timeoutMs);
    this.path = `/2010-04-01/Accounts/${encodeURIComponent(options.accountSid)}/Messages.json`;
  }

  async send(sms: Sms): Promise<SendOutcome> {
    const { from } = this.options;
    const sender: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
    try {
      return twilioOutcome(await this.http.post(this.path, { To: sms.to, Body: sms.text, StatusCallback: sms.reportTo, ...sender }));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return error.mayHaveLeft ? { kind: 'unknown', reason: error.message, canAsk: true } : { kind: 'not-now', reason: error.message };
    }
  }

  /** By number and words: the link in a text is the recipient's own. */
  async find(sms: Sms, sinceMs: number): Promise<{ readonly providerId: string } | null> {
    // Newest first; a filter by date sent would miss what still waits at Twilio.
    const { status, body } = await this.http.get(this.path, { To: sms.to, PageSize: String(PAGE) });
    if (status !== 200) throw new Error(`Twilio answered ${status}.`);
    const { messages } = body as { messages: readonly TwilioMessage[] };
    const found = messages.find((message) => message.to === sms.to && message.body === sms.text && Date.parse(message.date_created) >= sinceMs);
    return found ? { providerId: found.sid } : null;
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

/** What an answer to the request means. */
export function twilioOutcome({ status, body }: SmsAnswer): SendOutcome {
  const { sid, code } = (typeof body === 'object' && body !== null ? body : {}) as { sid?: string; code?: number };
  if (status >= 200 && status < 300) return { kind: 'sent', ...(sid && { providerId: sid }) };
  if (status >= MAY_HAVE_BEEN_TAKEN) return { kind: 'unknown', reason: `Twilio answered ${status}.`, canAsk: true };
  const reason = `Twilio ${code ?? status}`;
  if (status === 400) return { kind: 'refused', reason, ...blockedBy(code) };
  return { kind: 'not-now', reason: status === 401 || status === 403 ? `${reason}: the credentials were refused.` : reason };
}

/** What a status callback means; null for a step on the way. */
export function twilioReport(form: URLSearchParams): DeliveryReport | null {
  const status = form.get('MessageStatus');
  if (status === 'delivered' || status === 'read') return { kind: 'delivered' };
  if (status !== 'undelivered' && status !== 'failed' && status !== 'canceled') return null;
  const code = Number(form.get('ErrorCode') ?? Number.NaN);
  return { kind: 'failed', reason: `Twilio ${Number.isNaN(code) ? status : code}`, blocks: blockedBy(code).blocks ?? null };
}

function blockedBy(code: number | undefined): { readonly blocks?: 'bounce' | 'stop' } {
  if (code === STOPPED) return { blocks: 'stop' };
  return code !== undefined && DEAD_NUMBER.includes(code) ? { blocks: 'bounce' } : {};
}

/** `X-Twilio-Signature`: HMAC-SHA1 over the address and each sorted field, compared in constant time. */
export function isSignedByTwilio(authToken: string, url: string, form: URLSearchParams, signature: string | undefined): boolean {
  const fields = [...form.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([name, value]) => name + value).join('');
  const expected = createHmac('sha1', authToken).update(url + fields).digest();
  const given = Buffer.from(signature ?? '', 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
