import { controlPrefix, createEmulator, hostName, type Emulator, type SandboxClock } from '../kit/index.js';
import { Bounces, type BounceSubscription } from './bounces.js';
import { DeliveryRules, type DeliveryRule, type RuleRequest } from './delivery-rules.js';
import { MailStore, matchesFilter, type Mail, type MailFilter } from './mail-store.js';
import { installMailboxControl } from './mailbox-control.routes.js';
import { installMailRoutes } from './mailbox.routes.js';
import { SmtpSink } from './smtp-sink.js';
import { PhoneNetwork } from '../phones/phone-network.js';
import { installPhoneRoutes } from '../phones/phone.routes.js';

export interface MailboxOptions {
  clock: SandboxClock;
  /** HTTP port; 0 or absent: any free one. */
  port?: number;
  /** SMTP port; 0 or absent: any free one. */
  smtpPort?: number;
}

export interface Mailbox {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  readonly smtpHost: string;
  readonly smtpPort: number;
  /** The phones beside the mailbox. */
  readonly phones: PhoneNetwork;
  /** Accepted mail, oldest first. */
  messages(filter?: MailFilter): Mail[];
  /** Resolves with the first mail that matches, past or to come; rejects after `timeoutMs` of real time (default 5000). */
  waitForMail(filter: MailFilter, timeoutMs?: number): Promise<Mail>;
  addRule(rule: RuleRequest): DeliveryRule;
  /** Calls `url` whenever mail of a matching envelope sender bounces after acceptance. */
  subscribeToBounces(url: string, sender?: string): BounceSubscription;
  describe(): Record<string, unknown>;
  close(): Promise<void>;
}

class RunningMailbox implements Mailbox {
  readonly smtpHost = hostName();

  constructor(
    readonly emulator: Emulator,
    readonly smtpPort: number,
    readonly phones: PhoneNetwork,
    private readonly parts: { rules: DeliveryRules; store: MailStore; bounces: Bounces; sink: SmtpSink },
  ) {}

  get baseUrl(): string {
    return this.emulator.baseUrl;
  }

  get controlUrl(): string {
    return `${this.baseUrl}${controlPrefix}`;
  }

  messages(filter: MailFilter = {}): Mail[] {
    return this.parts.store.find(filter);
  }

  waitForMail(filter: MailFilter, timeoutMs = 5000): Promise<Mail> {
    const present = this.messages(filter)[0];
    if (present) return Promise.resolve(present);
    return new Promise((resolve, reject) => {
      const stop = this.parts.store.onMail((mail) => {
        if (!matchesFilter(mail, filter)) return;
        stop();
        clearTimeout(timer);
        resolve(mail);
      });
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`No mail matched ${JSON.stringify(filter)} within ${timeoutMs} ms.`));
      }, timeoutMs);
    });
  }

  addRule(rule: RuleRequest): DeliveryRule {
    return this.parts.rules.add(rule);
  }

  subscribeToBounces(url: string, sender?: string): BounceSubscription {
    return this.parts.bounces.subscribe(url, sender);
  }

  describe(): Record<string, unknown> {
    return { baseUrl: this.baseUrl, controlUrl: this.controlUrl, smtpHost: this.smtpHost, smtpPort: this.smtpPort, phonesUrl: `${this.baseUrl}/phones` };
  }

  async close(): Promise<void> {
    this.parts.bounces.close();
    await Promise.all([this.parts.sink.close(), this.emulator.close()]);
  }
}

/** Starts an SMTP sink and the HTTP side that shows what it received. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { clock } = options;
  const emulator = await createEmulator({ name: 'mailbox', clock, port: options.port });
  const rules = new DeliveryRules();
  const store = new MailStore();
  const bounces = new Bounces(clock, store);
  const sink = new SmtpSink({
    rules, store,
    timestamp: () => new Date(clock.now()).toISOString(),
    onAccepted: (mail, failures) => {
      for (const { recipient, rule } of failures) bounces.schedule(mail, recipient, rule);
    },
  });
  installMailRoutes(emulator.app, store, bounces);
  const phones = new PhoneNetwork(() => new Date(clock.now()).toISOString());
  installMailboxControl(emulator.app, { rules, store, bounces });
  installPhoneRoutes(emulator.app, phones);
  emulator.addPendingSource(() => ({ pending: sink.receiving(), nextDueAt: null }));
  emulator.addPendingSource(() => bounces.pendingWork());
  emulator.addPendingSource(() => bounces.sender.pendingWork());
  emulator.describeState(() => ({ mails: store.find().length, sms: phones.messages().length, rules: rules.list(), bounces: bounces.list().length }));
  await emulator.listen();
  const smtpPort = await sink.listen(options.smtpPort ?? 0).catch(async (error: unknown) => {
    bounces.close();
    await emulator.close();
    throw error;
  });
  return new RunningMailbox(emulator, smtpPort, phones, { rules, store, bounces, sink });
}
