import type { SendOutcome } from './message-state.js';

export interface Sms {
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** Where the provider reports what became of it. */
  readonly reportTo: string;
}

/** Hands one SMS to a provider and tells what is known about its fate; never throws for a failed try. */
export abstract class SmsTransport {
  /** `outbox-only`: no provider is configured, so nothing leaves and everything stays `queued` (ME-8). */
  abstract readonly mode: 'twilio' | '46elks' | 'outbox-only';
  abstract send(sms: Sms): Promise<SendOutcome>;
  /** Whether the provider has taken this SMS since then (business time, epoch ms): its id, or null for no. Throws when it cannot be asked now. */
  abstract find(sms: Sms, sinceMs: number): Promise<{ readonly providerId: string } | null>;
  abstract close(): Promise<void>;
}

export class SmsOutboxOnly extends SmsTransport {
  readonly mode = 'outbox-only';

  send(): Promise<SendOutcome> {
    return Promise.resolve({ kind: 'not-now', reason: 'No SMS provider is configured.' });
  }

  find(): Promise<null> {
    return Promise.reject(new Error('No SMS provider is configured.'));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
