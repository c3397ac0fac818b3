import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { controlPrefix, createEmulator, SeededRandom, SignedSender, type Emulator, type SandboxClock } from '../kit/index.js';
import type { PhoneKind, PhoneNetwork } from '../phones/phone-network.js';

export interface ElksDescription {
  baseUrl: string;
  controlUrl: string;
  username: string;
  password: string;
  number: string;
}

export interface Elks {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  describe(): ElksDescription;
  close(): Promise<void>;
}

interface SmsForm { from?: string; to?: string; message?: string; whendelivered?: string; dryrun?: string }

interface ElksMessage {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly from: string;
  readonly to: string;
  readonly message: string;
  /** UTC without zone, as 46elks writes it. */
  readonly created: string;
  status: 'created' | 'sent' | 'delivered' | 'failed' | 'received';
}

const NUMBER = '+46766861046';
const PAGE = 100;
const MAX_PAGE = 1000;

/** Starts the part of 46elks described in CONTRACT.md, with one account and one number. */
export async function startElks({ clock, port, phones }: { clock: SandboxClock; port?: number; phones: PhoneNetwork }): Promise<Elks> {
  const emulator = await createEmulator({ name: '46elks', clock, port });
  const service = new ElksService(clock, phones);
  service.install(emulator.app);
  emulator.addPendingSource(() => service.sender.pendingWork());
  emulator.describeState(() => ({ messages: service.count(), hasCredit: service.hasCredit }));
  await emulator.listen();
  const { username, password } = service;
  return {
    emulator,
    get baseUrl() { return emulator.baseUrl; },
    get controlUrl() { return `${emulator.baseUrl}${controlPrefix}`; },
    describe: () => ({ baseUrl: emulator.baseUrl, controlUrl: `${emulator.baseUrl}${controlPrefix}`, username, password, number: NUMBER }),
    async close() {
      service.sender.close();
      await emulator.close();
    },
  };
}

class ElksService {
  /** The same on every start. */
  readonly username = `u${new SeededRandom('46elks-user').hex(32)}`;
  readonly password = new SeededRandom('46elks-password').hex(32).toUpperCase();
  readonly sender: SignedSender;
  hasCredit = true;
  private smsUrl: string | null = null;
  private readonly kept: ElksMessage[] = [];
  private readonly random = new SeededRandom(randomBytes(16).toString('hex'));

  constructor(private readonly clock: SandboxClock, private readonly phones: PhoneNetwork) {
    this.sender = new SignedSender({ clock, concurrency: 1 });
    phones.connect(NUMBER, '46elks', (message) => { this.receive(message); });
  }

  install(app: FastifyInstance): void {
    app.post<{ Body?: SmsForm }>('/a1/sms', async (request, reply) => (await this.admit(request, reply)) ?? this.create(request.body ?? {}, reply));
    app.get<{ Querystring: { start?: string; limit?: string } }>('/a1/sms', async (request, reply) => (await this.admit(request, reply)) ?? this.history(request.query));
    app.get<{ Params: { id: string } }>('/a1/sms/:id', async (request, reply) =>
      (await this.admit(request, reply)) ?? this.kept.find(({ id }) => id === request.params.id) ?? reply.code(404).type('text/plain').send('No such sms'));
    app.post<{ Body: { smsUrl?: string | null; hasCredit?: boolean } }>(`${controlPrefix}/account`, async (request) => {
      if (request.body.smsUrl !== undefined) this.smsUrl = request.body.smsUrl;
      if (request.body.hasCredit !== undefined) this.hasCredit = request.body.hasCredit;
      return { smsUrl: this.smsUrl, hasCredit: this.hasCredit };
    });
    app.get(`${controlPrefix}/deliveries`, async () => ({ data: this.sender.list() }));
  }

  count(): number {
    return this.kept.length;
  }

  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | null> {
    if (request.headers.authorization !== `Basic ${Buffer.from(`${this.username}:${this.password}`).toString('base64')}`) {
      return reply.code(401).type('text/plain').send('API access requires Basic HTTP authentication');
    }
    request.credentialLabel = 'account';
    return null;
  }

  private create({ from = '', to = '', message = '', whendelivered, dryrun }: SmsForm, reply: FastifyReply): unknown {
    const refuse = (status: number, text: string) => reply.code(status).type('text/plain').send(text);
    const kind = this.phones.kindOf(to);
    if (!/^\+[1-9]\d{6,14}$/.test(to) || kind === 'invalid' || kind === 'landline') return refuse(400, 'Invalid to number');
    if (message === '') return refuse(400, 'Missing key message');
    if (from !== NUMBER && !/^[A-Za-z][A-Za-z0-9]{0,10}$/.test(from)) return refuse(400, 'Invalid sender');
    if (!this.hasCredit) return refuse(403, 'Not enough credits');
    if (dryrun === 'yes') return { direction: 'outgoing', from, to, message, status: 'created', estimated_cost: 5200, parts: 1 };
    const sms = this.add({ direction: 'outgoing', from, to, message, status: 'created' });
    const view = { ...sms, cost: 5200, parts: 1 };
    this.deliver(sms, kind, whendelivered ?? null);
    return view;
  }

  /** Newest first; `next` is the `start` of the next page. */
  private history({ start, limit }: { start?: string; limit?: string }): { data: readonly ElksMessage[]; next?: string } {
    const newest = this.kept.toReversed();
    const from = start === undefined ? 0 : newest.findIndex(({ id }) => id === start);
    const size = Math.min(Number(limit ?? PAGE), MAX_PAGE);
    const next = newest[from + size]?.id;
    return { data: from < 0 ? [] : newest.slice(from, from + size), ...(next !== undefined && { next }) };
  }

  private deliver(sms: ElksMessage, kind: PhoneKind | null, url: string | null): void {
    this.phones.carry('46elks', sms.from, sms.to, sms.message);
    sms.status = 'sent';
    this.report(sms, url);
    if (kind === 'silent') return;
    sms.status = kind === null ? 'delivered' : 'failed';
    this.report(sms, url);
  }

  private report({ id, status }: ElksMessage, url: string | null): void {
    if (url === null) return;
    this.post(url, `sms.${status}`, { id, status, ...(status === 'delivered' && { delivered: this.timestamp() }) });
  }

  private receive({ from, to, text }: { from: string; to: string; text: string }): void {
    const { id, created } = this.add({ direction: 'incoming', from, to, message: text, status: 'received' });
    if (this.smsUrl !== null) this.post(this.smsUrl, 'sms.received', { direction: 'incoming', id, from, to, message: text, created });
  }

  private add(sms: Omit<ElksMessage, 'id' | 'created'>): ElksMessage {
    const stored = { id: `s${this.random.hex(32)}`, created: this.timestamp(), ...sms };
    this.kept.push(stored);
    return stored;
  }

  private timestamp(): string {
    return new Date(this.clock.now()).toISOString().replace('Z', '000');
  }

  private post(url: string, event: string, fields: Readonly<Record<string, string>>): void {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': '46elks/0.2' };
    this.sender.enqueue({ url, event, render: () => ({ body: new URLSearchParams(fields).toString(), headers }) });
  }
}
