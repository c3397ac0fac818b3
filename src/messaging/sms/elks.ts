import type { DeliveryReport, SendOutcome } from '../message-state.js';
import { SmsTransport, type Sms } from '../sms-transport.js';
import { NoAnswer, SmsHttp, type SmsAnswer } from './sms-http.js';

export interface ElksOptions {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  /** E.164 of a number at 46elks: only a number can be answered with STOP. */
  readonly from: string;
  readonly timeoutMs?: number;
}

interface ElksMessage { readonly id: string; readonly direction: string; readonly to: string; readonly message: string; readonly created: string }

const MAY_HAVE_BEEN_TAKEN = 500;
const PATH = '/a1/sms';
const PAGES = 20;

/** 46elks, a provider in the Nordic countries. */
export class ElksTransport extends SmsTransport {
  readonly mode = '46elks';
  private readonly http: SmsHttp;

  constructor(private readonly options: ElksOptions) {
    super();
    this.http = new SmsHttp(options.baseUrl, options.username, options.password, options.timeoutMs);
  }

  async send(sms: Sms): Promise<SendOutcome> {
    try {
      return elksOutcome(await this.http.post(PATH, { from: this.options.from, to: sms.to, message: sms.text, whendelivered: sms.reportTo }));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return error.mayHaveLeft ? { kind: 'unknown', reason: error.message, canAsk: true } : { kind: 'not-now', reason: error.message };
    }
  }

  /** Reads the history, newest first, back to that time. */
  async find(sms: Sms, sinceMs: number): Promise<{ readonly providerId: string } | null> {
    let start: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const { status, body } = await this.http.get(PATH, start === undefined ? {} : { start });
      if (status !== 200) throw new Error(`46elks answered ${status}.`);
      const { data, next } = body as { data: readonly ElksMessage[]; next?: string };
      const recent = data.filter((message) => Date.parse(`${message.created}Z`) >= sinceMs);
      const found = recent.find((message) => message.direction === 'outgoing' && message.to === sms.to && message.message === sms.text);
      if (found) return { providerId: found.id };
      if (!next || recent.length < data.length) return null;
      start = next;
    }
    throw new Error('The history at 46elks is too long to be sure.');
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

/** What an answer to the request means. 46elks tells causes in words only. */
export function elksOutcome({ status, body }: SmsAnswer): SendOutcome {
  if (status >= 200 && status < 300) {
    const { id } = (typeof body === 'object' && body !== null ? body : {}) as { id?: string };
    return { kind: 'sent', ...(id && { providerId: id }) };
  }
  if (status >= MAY_HAVE_BEEN_TAKEN) return { kind: 'unknown', reason: `46elks answered ${status}.`, canAsk: true };
  if (status === 400) {
    const isNumber = typeof body === 'string' && /\bto\b/i.test(body);
    return { kind: 'refused', reason: isNumber ? '46elks 400: the number was refused.' : '46elks 400', ...(isNumber && { blocks: 'bounce' as const }) };
  }
  return { kind: 'not-now', reason: status === 401 ? '46elks 401: the credentials were refused.' : `46elks ${status}` };
}

/** What a delivery report means; null for a step on the way. */
export function elksReport(form: URLSearchParams): DeliveryReport | null {
  const status = form.get('status');
  if (status === 'delivered') return { kind: 'delivered' };
  return status === 'failed' ? { kind: 'failed', reason: '46elks could not deliver it.', blocks: null } : null;
}
