import { Agent } from 'undici';
import { ExchangeFailure, HttpExchange } from '../../lever/client/http-exchange.js';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface SmsAnswer {
  readonly status: number;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
}

/** No answer. `mayHaveLeft` false proves that the request never went out. */
export class NoAnswer extends Error {
  constructor(readonly mayHaveLeft: boolean, readonly outage: string) {
    super(`No answer from the SMS provider (${outage}).`);
  }
}

/** Calls to one SMS provider with Basic authentication; retries nothing. */
export class SmsHttp {
  private readonly agent = new Agent({ connect: { timeout: 10_000 } });
  private readonly exchange: HttpExchange;
  private readonly authorization: string;

  constructor(private readonly baseUrl: string, user: string, secret: string, timeoutMs = TIMEOUT_MS) {
    this.exchange = new HttpExchange({ dispatcher: this.agent, timeoutMs, maxAnswerBytes: MAX_ANSWER_BYTES });
    this.authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  }

  post(path: string, form: Readonly<Record<string, string>>): Promise<SmsAnswer> {
    return this.call('POST', new URL(this.baseUrl + path), new URLSearchParams(form).toString());
  }

  get(path: string, query: Readonly<Record<string, string>>): Promise<SmsAnswer> {
    const url = new URL(this.baseUrl + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return this.call('GET', url);
  }

  async close(): Promise<void> {
    await this.agent.close();
  }

  private async call(method: 'GET' | 'POST', url: URL, body?: string): Promise<SmsAnswer> {
    const headers = {
      accept: 'application/json', authorization: this.authorization, ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    try {
      const answer = await this.exchange.run({ method, url, headers, body });
      return { status: answer.status, body: parsed(answer.body.toString('utf8')) };
    } catch (error) {
      if (error instanceof ExchangeFailure) throw new NoAnswer(error.sent, error.outage);
      throw error;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
