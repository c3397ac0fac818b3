import { SandboxClock } from '../../kit/clock.js';
import { type LeverAccount, type LeverEmulator, type LeverOptions, startLever } from '../index.js';

export interface Row {
  readonly [field: string]: unknown;
  readonly id: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  /** `data` of the body, where it is one object. */
  readonly row: Row;
  /** `data` of the body, where it is a list. */
  readonly rows: Row[];
}

/** A plain HTTP client of one emulator, as any customer's script would be. */
export class LeverDriver {
  private constructor(readonly lever: LeverEmulator, readonly clock: SandboxClock) {}

  static async start(options: Partial<LeverOptions> = {}): Promise<LeverDriver> {
    const clock = options.clock ?? new SandboxClock();
    return new LeverDriver(await startLever({ rate: 'off', ...options, clock }), clock);
  }

  get account(): LeverAccount {
    return this.lever.store.account('acme');
  }

  /** Id of the first active user with the role. */
  userId(role = 'super admin'): string {
    const user = [...this.account.users.values()].find((candidate) => candidate.accessRole === role
      && candidate.deactivatedAt === null);
    if (user === undefined) throw new Error(`no ${role}`);
    return user.id;
  }

  postingId(state = 'published'): string {
    const posting = [...this.account.postings.values()].find((candidate) =>
      candidate.state === state && candidate.confidentiality === 'non-confidential' && candidate.customQuestions.length === 0);
    if (posting === undefined) throw new Error(`no ${state} posting`);
    return posting.id;
  }

  call(method: string, path: string, body?: object, authorization = basic('acme-full-key')): Promise<Reply> {
    const headers: Record<string, string> = { authorization };
    const isForm = body instanceof FormData || body instanceof URLSearchParams;
    if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
    const payload = body === undefined ? undefined : isForm ? body : JSON.stringify(body);
    return send(`${this.lever.baseUrl}${path}`, { method, headers, body: payload, redirect: 'manual' });
  }

  get(path: string, authorization?: string): Promise<Reply> {
    return this.call('GET', path, undefined, authorization);
  }

  control(method: string, path: string, body?: object): Promise<Reply> {
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return send(`${this.lever.controlUrl}${path}`, { method, headers, body: body && JSON.stringify(body) });
  }

  recruiter(method: string, path: string, body?: object): Promise<Reply> {
    return this.control(method, `/lever/accounts/acme${path}`, body);
  }

  /** Reads every page of a listing, following its tokens. */
  async all(path: string, limit: number): Promise<{ rows: Row[]; tokens: string[] }> {
    const rows: Row[] = [];
    const tokens: string[] = [];
    let offset = '';
    for (;;) {
      const joint = path.includes('?') ? '&' : '?';
      const page = await this.get(`${path}${joint}limit=${limit}${offset === '' ? '' : `&offset=${encodeURIComponent(offset)}`}`);
      rows.push(...page.rows);
      if (page.body.hasNext !== true) return { rows, tokens };
      offset = String(page.body.next);
      tokens.push(offset);
    }
  }

  close(): Promise<void> {
    return this.lever.close();
  }
}

export function basic(key: string): string {
  return `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
}

async function send(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
  return {
    status: response.status, headers: response.headers, body,
    row: (body.data ?? {}) as Row, rows: (Array.isArray(body.data) ? body.data : []) as Row[],
  };
}
