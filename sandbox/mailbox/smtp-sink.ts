import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { listenAddress } from '../kit/index.js';
import type { DeliveryRule, DeliveryRules } from './delivery-rules.js';
import { parseMail } from './mail-parsing.js';
import type { Mail, MailStore } from './mail-store.js';

export interface SmtpSinkOptions {
  rules: DeliveryRules;
  store: MailStore;
  /** Sandbox time, ISO 8601. */
  timestamp: () => string;
  onAccepted: (mail: Mail, bounces: { recipient: string; rule: DeliveryRule }[]) => void;
}

type Callback = (error?: Error | null, message?: string) => void;

/** Listens for SMTP on the loopback interface and keeps what it accepts. */
export class SmtpSink {
  private readonly server: SMTPServer;
  private readonly sockets = new Map<number, Socket>();
  private inFlight = 0;

  constructor(private readonly options: SmtpSinkOptions) {
    this.server = new SMTPServer({
      name: 'mailbox.sandbox.example',
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 200,
      size: 30 * 1024 * 1024,
      onRcptTo: (address, session, callback) => this.admit(address, session, callback),
      onData: (stream, session, callback) => void this.receive(stream, session, callback),
    });
    this.server.server.on('connection', (socket: Socket) => this.track(socket));
    // A sender that goes away in the middle of a command is that sender's affair.
    this.server.on('error', () => undefined);
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.server.once('error', reject);
      this.server.listen(port, listenAddress(), () => resolve((this.server.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** Messages that are being received at this moment. */
  receiving(): number {
    return this.inFlight;
  }

  private track(socket: Socket): void {
    const port = socket.remotePort;
    if (port === undefined) return;
    this.sockets.set(port, socket);
    socket.once('close', () => this.sockets.delete(port));
  }

  private admit(address: SMTPServerAddress, session: SMTPServerSession, callback: Callback): void {
    const rule = this.options.rules.take(address.address, ['refuse', 'defer', 'drop']);
    if (!rule) return callback();
    if (rule.kind === 'drop') return this.drop(session);
    callback(Object.assign(new Error(rule.message), { responseCode: rule.code }));
  }

  private async receive(stream: SMTPServerDataStream, session: SMTPServerSession, callback: Callback): Promise<void> {
    this.inFlight += 1;
    try {
      const raw = await readAll(stream);
      if (stream.sizeExceeded) return callback(Object.assign(new Error('5.3.4 Message too big'), { responseCode: 552 }));
      const mail = this.options.store.add(await parseMail(raw, envelopeOf(session), this.options.timestamp()));
      this.answer(mail, session, callback);
    } catch (error) {
      callback(Object.assign(new Error('4.3.0 Could not read the message', { cause: error }), { responseCode: 451 }));
    } finally {
      this.inFlight -= 1;
    }
  }

  private answer(mail: Mail, session: SMTPServerSession, callback: Callback): void {
    const { rules, onAccepted } = this.options;
    const bounces = mail.envelope.to.flatMap((recipient) => {
      const rule = rules.take(recipient, ['accept-then-bounce']);
      return rule ? [{ recipient, rule }] : [];
    });
    const isDropped = mail.envelope.to.some((recipient) => rules.take(recipient, ['accept-then-drop']));
    if (isDropped) this.drop(session);
    else callback(null, `Accepted as ${mail.id}`);
    onAccepted(mail, bounces);
  }

  private drop(session: SMTPServerSession): void {
    this.sockets.get(session.remotePort)?.destroy();
  }
}

function envelopeOf(session: SMTPServerSession): Mail['envelope'] {
  const { mailFrom, rcptTo } = session.envelope;
  return { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map((one) => one.address) };
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
