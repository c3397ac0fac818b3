import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { controlPrefix, createEmulator, SeededRandom, SignedSender, type Emulator, type SandboxClock } from '../kit/index.js';
import type { PhoneKind, PhoneNetwork } from '../phones/phone-network.js';
import { messageView, TwilioMessages, type TwilioMessage } from './messages.js';
import { twilioSignature } from './signature.js';

export interface TwilioDescription {
  baseUrl: string;
  controlUrl: string;
  accountSid: string;
  authToken: string;
  number: string;
}

export interface Twilio {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  describe(): TwilioDescription;
  close(): Promise<void>;
}

interface MessageForm { To?: string; From?: string; MessagingServiceSid?: string; Body?: string; StatusCallback?: string }

const NUMBER = '+46766861004';
const MAX_BODY = 1600;
const REFUSED: Readonly<Partial<Record<PhoneKind, [code: number, message: string]>>> = {
  invalid: [21211, "Invalid 'To' Phone Number"], landline: [21614, "'To' number is not a valid mobile number"],
};
const UNDELIVERED: Readonly<Partial<Record<PhoneKind, number>>> = { unreachable: 30003, dead: 30005 };
const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'];
const START = ['START', 'YES', 'UNSTOP'];

/** Starts the part of Twilio described in CONTRACT.md, with one account and one number. */
export async function startTwilio({ clock, port, phones }: { clock: SandboxClock; port?: number; phones: PhoneNetwork }): Promise<Twilio> {
  const emulator = await createEmulator({ name: 'twilio', clock, port });
  const service = new TwilioService(clock, phones);
  service.install(emulator.app);
  emulator.addPendingSource(() => service.sender.pendingWork());
  emulator.describeState(() => ({ messages: service.messages.list({}).length, stopped: [...service.stopped] }));
  await emulator.listen();
  const { accountSid, authToken } = service;
  return {
    emulator,
    get baseUrl() { return emulator.baseUrl; },
    get controlUrl() { return `${emulator.baseUrl}${controlPrefix}`; },
    describe: () => ({ baseUrl: emulator.baseUrl, controlUrl: `${emulator.baseUrl}${controlPrefix}`, accountSid, authToken, number: NUMBER }),
    async close() {
      service.sender.close();
      await emulator.close();
    },
  };
}

class TwilioService {
  /** The same on every start. */
  readonly accountSid = `AC${new SeededRandom('twilio-account').hex(32)}`;
  readonly authToken = new SeededRandom('twilio-token').hex(32);
  readonly messages: TwilioMessages;
  readonly sender: SignedSender;
  /** Phones that answered STOP: nothing more is taken for them (21610). */
  readonly stopped = new Set<string>();
  private inboundUrl: string | null = null;

  constructor(clock: SandboxClock, private readonly phones: PhoneNetwork) {
    this.messages = new TwilioMessages(clock, new SeededRandom(randomBytes(16).toString('hex')));
    // Reports of one message keep their order.
    this.sender = new SignedSender({ clock, concurrency: 1 });
    phones.connect(NUMBER, 'twilio', (message) => { this.receive(message); });
  }

  install(app: FastifyInstance): void {
    const path = '/2010-04-01/Accounts/:account';
    app.post<{ Params: { account: string }; Body?: MessageForm }>(`${path}/Messages.json`, async (request, reply) =>
      (await this.admit(request, reply)) ?? this.create(request.body ?? {}, reply));
    app.get<{ Params: { account: string }; Querystring: { To?: string; From?: string; PageSize?: string } }>(`${path}/Messages.json`, async (request, reply) =>
      (await this.admit(request, reply)) ?? this.list(request.query));
    app.get<{ Params: { account: string; sid: string } }>(`${path}/Messages/:sid.json`, async (request, reply) => {
      const found = this.messages.find(request.params.sid);
      return (await this.admit(request, reply)) ?? (found ? messageView(this.accountSid, found) : fault(reply, 404, 20404, 'The requested resource was not found'));
    });
    app.post<{ Body: { url: string | null } }>(`${controlPrefix}/inbound-url`, async (request) => {
      this.inboundUrl = request.body.url;
      return { url: this.inboundUrl };
    });
    app.get(`${controlPrefix}/deliveries`, async () => ({ data: this.sender.list() }));
  }

  private async admit(request: FastifyRequest<{ Params: { account: string } }>, reply: FastifyReply): Promise<FastifyReply | null> {
    const expected = `Basic ${Buffer.from(`${this.accountSid}:${this.authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected || request.params.account !== this.accountSid) return fault(reply, 401, 20003, 'Authenticate');
    request.credentialLabel = 'account';
    return null;
  }

  private create({ To: to = '', From: from = '', MessagingServiceSid: service, Body: body = '', StatusCallback: callback }: MessageForm, reply: FastifyReply): unknown {
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return fault(reply, 400, 21211, "Invalid 'To' Phone Number");
    if (body === '') return fault(reply, 400, 21602, 'Message body is required');
    if (body.length > MAX_BODY) return fault(reply, 400, 21617, 'The concatenated message body exceeds the 1600 character limit');
    if (service === undefined && from !== NUMBER) return fault(reply, 400, 21606, `The 'From' phone number ${from} is not a valid, SMS-capable inbound phone number`);
    const kind = this.phones.kindOf(to);
    const refused = kind && REFUSED[kind];
    if (refused) return fault(reply, 400, refused[0], refused[1]);
    if (this.stopped.has(to)) return fault(reply, 400, 21610, 'Attempt to send to unsubscribed recipient');
    const message = this.messages.add({ to, from: NUMBER, body, direction: 'outbound-api', statusCallback: callback ?? null, status: 'queued' });
    const view = messageView(this.accountSid, message);
    this.deliver(message, kind);
    return reply.code(201).send(view);
  }

  private list({ To, From, PageSize }: { To?: string; From?: string; PageSize?: string }): object {
    const found = this.messages.list({ ...(To && { To }), ...(From && { From }) }).slice(0, Number(PageSize ?? 50));
    return { messages: found.map((message) => messageView(this.accountSid, message)), page: 0, page_size: Number(PageSize ?? 50), next_page_uri: null };
  }

  private deliver(message: TwilioMessage, kind: PhoneKind | null): void {
    this.phones.carry('twilio', message.from, message.to, message.body);
    this.report(message, 'sent');
    if (kind === 'silent') return;
    const errorCode = kind && UNDELIVERED[kind];
    this.report(message, errorCode ? 'undelivered' : 'delivered', errorCode ?? null);
  }

  private report(message: TwilioMessage, status: 'sent' | 'delivered' | 'undelivered', errorCode: number | null = null): void {
    message.status = status;
    message.errorCode = errorCode;
    if (message.statusCallback === null) return;
    this.post(message.statusCallback, `message.${status}`, {
      AccountSid: this.accountSid, ApiVersion: '2010-04-01', From: message.from, To: message.to, MessageSid: message.sid, SmsSid: message.sid,
      MessageStatus: status, SmsStatus: status, ...(errorCode !== null && { ErrorCode: String(errorCode) }),
    });
  }

  private receive({ from, to, text }: { from: string; to: string; text: string }): void {
    const message = this.messages.add({ to, from, body: text, direction: 'inbound', statusCallback: null, status: 'received' });
    const word = text.trim().toUpperCase();
    const optOut = STOP.includes(word) ? 'STOP' : START.includes(word) ? 'START' : null;
    if (optOut === 'STOP') this.stopped.add(from);
    if (optOut === 'START') this.stopped.delete(from);
    if (this.inboundUrl === null) return;
    this.post(this.inboundUrl, 'message.received', {
      AccountSid: this.accountSid, ApiVersion: '2010-04-01', MessageSid: message.sid, SmsSid: message.sid, SmsStatus: 'received', From: from, To: to, Body: text,
      NumMedia: '0', NumSegments: '1', ...(optOut && { OptOutType: optOut }),
    });
  }

  private post(url: string, event: string, fields: Readonly<Record<string, string>>): void {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': twilioSignature(this.authToken, url, fields), 'user-agent': 'TwilioProxy/1.1' };
    this.sender.enqueue({ url, event, render: () => ({ body: new URLSearchParams(fields).toString(), headers }) });
  }
}

function fault(reply: FastifyReply, status: number, code: number, message: string): FastifyReply {
  return reply.code(status).send({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
