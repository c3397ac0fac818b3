import { SignedSender, type PendingWork, type SandboxClock } from '../kit/index.js';
import { deliveryReport, enhancedStatus, type Bounce } from './delivery-report.js';
import { matchesAddress, type DeliveryRule } from './delivery-rules.js';
import { parseMail } from './mail-parsing.js';
import type { Mail, MailStore } from './mail-store.js';

export interface BounceSubscription {
  id: string;
  url: string;
  /** Only bounces of mail from these envelope senders; `*` is a wildcard. */
  sender: string;
}

interface Pending {
  bounce: Bounce;
  mail: Mail;
  dueMs: number;
}

/** Reports accepted mail as undeliverable: a delivery status mail to the envelope sender, and a call to each subscriber. */
export class Bounces {
  readonly sender: SignedSender;
  private readonly all: Bounce[] = [];
  private readonly waiting = new Set<Pending>();
  private subscriptions: BounceSubscription[] = [];
  private subscriptionCount = 0;
  private reporting = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly stopWatching: () => void;

  constructor(private readonly clock: SandboxClock, private readonly store: MailStore) {
    this.sender = new SignedSender({ clock, concurrency: 1 });
    this.stopWatching = clock.onChange(() => this.pump());
  }

  schedule(mail: Mail, recipient: string, rule: Pick<DeliveryRule, 'code' | 'message' | 'afterMs'>): Bounce {
    const dueMs = this.clock.now() + rule.afterMs;
    const bounce: Bounce = {
      id: `bounce-${this.all.length + 1}`,
      mailId: mail.id,
      messageId: mail.messageId,
      sender: mail.envelope.from,
      recipient,
      status: enhancedStatus(rule.code, rule.message),
      diagnostic: `${rule.code} ${rule.message}`,
      dueAt: new Date(dueMs).toISOString(),
      reportedAt: null,
    };
    this.all.push(bounce);
    this.waiting.add({ bounce, mail, dueMs });
    this.pump();
    return bounce;
  }

  list(): Bounce[] {
    return this.all.map((bounce) => ({ ...bounce }));
  }

  subscribe(url: string, sender = '*'): BounceSubscription {
    this.subscriptionCount += 1;
    const subscription = { id: `subscription-${this.subscriptionCount}`, url, sender };
    this.subscriptions.push(subscription);
    return subscription;
  }

  subscribers(): BounceSubscription[] {
    return [...this.subscriptions];
  }

  unsubscribe(id: string): boolean {
    const before = this.subscriptions.length;
    this.subscriptions = this.subscriptions.filter((one) => one.id !== id);
    return this.subscriptions.length < before;
  }

  pendingWork(): PendingWork {
    const nowMs = this.clock.now();
    const dues = [...this.waiting].map(({ dueMs }) => dueMs);
    const later = dues.filter((dueMs) => dueMs > nowMs);
    return { pending: this.reporting + dues.length - later.length, nextDueAt: later.length === 0 ? null : Math.min(...later) };
  }

  close(): void {
    this.stopWatching();
    if (this.timer) clearTimeout(this.timer);
    this.sender.close();
  }

  private pump(): void {
    const nowMs = this.clock.now();
    for (const pending of this.waiting) {
      if (pending.dueMs > nowMs) continue;
      this.waiting.delete(pending);
      void this.report(pending);
    }
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { nextDueAt } = this.pendingWork();
    if (nextDueAt === null) return;
    this.timer = setTimeout(() => this.pump(), Math.min(Math.max(nextDueAt - nowMs, 1), 60_000));
    this.timer.unref();
  }

  private async report({ bounce, mail }: Pending): Promise<void> {
    this.reporting += 1;
    const at = new Date(this.clock.now()).toISOString();
    bounce.reportedAt = at;
    // The empty sender of a report itself gets no report (RFC 5321, 6.1).
    if (bounce.sender !== '') {
      const raw = deliveryReport(bounce, mail);
      this.store.add(await parseMail(raw, { from: '', to: [bounce.sender] }, at));
    }
    const body = JSON.stringify({ type: 'bounced', ...bounce });
    for (const { id, url, sender } of this.subscriptions) {
      if (!matchesAddress(sender, bounce.sender)) continue;
      const headers = { 'content-type': 'application/json', 'user-agent': 'Sandbox-Mailbox' };
      this.sender.enqueue({ url, event: 'bounced', subscription: id, render: () => ({ body, headers }) });
    }
    this.reporting -= 1;
  }
}
