import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DerivedKeys } from '../../http/derived-keys.js';

/** Path of everything that people, providers and mail servers answer to. */
export const DOORS_PATH = '/hooks/messages';
const PROOF_LENGTH = 32;

export type ProvedDoor = 'elks-report' | 'elks-inbound' | 'bounces';

/** The addresses at which a message is answered. Some senders cannot sign: their addresses hold a proof that only the hub can make. */
export class DoorAddresses {
  /** `bounceAddress`: mailbox whose tagged addresses take mail that comes back; null sends it to the sender of the mail. */
  constructor(private readonly publicUrl: string, private readonly keys: DerivedKeys, private readonly bounceAddress: string | null) {}

  /** Opened by the recipient, or called by their mail program (RFC 8058). */
  unsubscribe(token: string): string {
    return `${this.publicUrl}${DOORS_PATH}/unsubscribe/${token}`;
  }

  /** Where an SMS provider reports what became of a message. */
  report(provider: string, token: string): string {
    const proof = provider === '46elks' ? `/${this.proof('elks-report', token)}` : '';
    return `${this.publicUrl}${DOORS_PATH}/${provider}/reports/${token}${proof}`;
  }

  /** Where an SMS provider brings what people answer; to be entered at the provider. */
  inbound(provider: 'twilio' | '46elks'): string {
    return `${this.publicUrl}${DOORS_PATH}/${provider}/inbound${provider === '46elks' ? `/${this.proof('elks-inbound', '')}` : ''}`;
  }

  /** Where a mail server reports mail that came back; to be entered there. */
  bounces(): string {
    return `${this.publicUrl}${DOORS_PATH}/bounces/${this.proof('bounces', '')}`;
  }

  /** The mail's own return address (VERP): whoever gets it back knows which mail it was. */
  returnTo(token: string): string | null {
    return this.bounceAddress === null ? null : this.bounceAddress.replace('@', `+${token}@`);
  }

  /** In constant time; proofs of older master keys still open. */
  opens(door: ProvedDoor, token: string, proof: string): boolean {
    return this.keys.all.some(({ key }) => {
      const expected = Buffer.from(proofOf(key, door, token));
      const given = Buffer.from(proof);
      return expected.length === given.length && timingSafeEqual(expected, given);
    });
  }

  private proof(door: ProvedDoor, token: string): string {
    return proofOf(this.keys.current.key, door, token);
  }
}

function proofOf(key: Parameters<typeof createHmac>[1], door: ProvedDoor, token: string): string {
  return createHmac('sha256', key).update(`${door}:${token}`).digest('base64url').slice(0, PROOF_LENGTH);
}
