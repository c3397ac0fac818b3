import type { SandboxClock } from '../../kit/clock.js';
import { type Delivery, SignedSender, type SignedSenderOptions } from '../../kit/signed-sender.js';
import type { LeverAccount, LeverEvent } from '../account.js';
import type { Webhook } from '../model/access.js';
import { signatureOf } from './signature.js';

export interface WebhookOptions extends Omit<SignedSenderOptions, 'clock'> {
  /** Signs each retry anew, with another token and time; otherwise a retry repeats the same bytes. */
  readonly freshOnRetry?: boolean;
}

interface Envelope {
  readonly token: string;
  readonly triggeredAt: number;
}

/** Turns what happens in the accounts into signed deliveries to whoever subscribed. */
export class WebhookDispatcher {
  readonly sender: SignedSender;
  private freshOnRetry: boolean;

  constructor(clock: SandboxClock, options: WebhookOptions = {}) {
    const { freshOnRetry, ...senderOptions } = options;
    this.sender = new SignedSender({ clock, ...senderOptions });
    this.freshOnRetry = freshOnRetry ?? false;
  }

  watch(account: LeverAccount): void {
    account.onEvent((event) => {
      if (account.mutedEvents.has(event.event)) return;
      for (const webhook of account.webhooks.values()) {
        if (wants(webhook, event)) this.deliver(account, webhook, event.data);
      }
    });
  }

  setFreshOnRetry(isFresh: boolean): void {
    this.freshOnRetry = isFresh;
  }

  /** The test call of the settings page: the usual envelope with empty data. */
  verify(account: LeverAccount, webhook: Webhook): Delivery {
    return this.deliver(account, webhook, {});
  }

  private deliver(account: LeverAccount, webhook: Webhook, data: Readonly<Record<string, unknown>>): Delivery {
    const draw = (triggeredAt: number): Envelope => ({ token: account.random.hex(48), triggeredAt });
    const first = draw(account.now());
    const { event, url, signatureToken, id } = webhook;
    return this.sender.enqueue({
      url, event, subscription: id,
      render: (attempt, nowMs) => {
        const envelope = attempt > 1 && this.freshOnRetry ? draw(nowMs) : first;
        return {
          headers: { 'content-type': 'application/json', 'user-agent': 'Lever-Webhooks' },
          body: JSON.stringify({
            id, event, triggeredAt: envelope.triggeredAt, token: envelope.token,
            ...(signatureToken === null ? {} : { signature: signatureOf(signatureToken, envelope.token, envelope.triggeredAt) }),
            data,
          }),
        };
      },
    });
  }
}

function wants(webhook: Webhook, event: LeverEvent): boolean {
  if (webhook.event !== event.event) return false;
  return webhook.origins === null || event.origin === null || webhook.origins.includes(event.origin);
}
