import type { SeededRandom, SandboxClock } from '../kit/index.js';

export type Status = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received';

export interface TwilioMessage {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly direction: 'outbound-api' | 'inbound';
  readonly createdMs: number;
  readonly statusCallback: string | null;
  status: Status;
  errorCode: number | null;
}

/** The messages of one account, in memory, newest first when listed. */
export class TwilioMessages {
  private readonly kept: TwilioMessage[] = [];

  constructor(private readonly clock: SandboxClock, private readonly random: SeededRandom) {}

  add(message: Pick<TwilioMessage, 'to' | 'from' | 'body' | 'direction' | 'statusCallback' | 'status'>): TwilioMessage {
    const stored = { ...message, sid: `SM${this.random.hex(32)}`, createdMs: this.clock.now(), errorCode: null };
    this.kept.push(stored);
    return stored;
  }

  find(sid: string): TwilioMessage | undefined {
    return this.kept.find((message) => message.sid === sid);
  }

  list(filter: { To?: string; From?: string }): TwilioMessage[] {
    const { To = null, From = null } = filter;
    return this.kept.filter(({ to, from }) => (To === null || To === to) && (From === null || From === from)).toReversed();
  }
}

/** As Twilio shows a message; dates as in RFC 2822. */
export function messageView(accountSid: string, message: TwilioMessage): Record<string, unknown> {
  const date = new Date(message.createdMs).toUTCString().replace('GMT', '+0000');
  return {
    sid: message.sid, account_sid: accountSid, api_version: '2010-04-01', to: message.to, from: message.from, body: message.body,
    direction: message.direction,
    status: message.status, error_code: message.errorCode, error_message: null, date_created: date, date_updated: date,
    date_sent: message.status === 'queued' ? null : date,
    num_segments: '1', num_media: '0', messaging_service_sid: null, price: null, price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}.json`,
  };
}
