import type { EntityManager } from '@mikro-orm/postgresql';
import type { MessageChannel } from '../sdk/messages.js';
import { phoneNumber } from '../sdk/phone.js';
import type { Pseudonyms } from '../secrets/pseudonyms.js';

const MAIL = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

export type Address = { readonly ok: true; readonly address: string } | { readonly ok: false; readonly fault: string };

/** The one form of an address; `country` is for numbers without country code. */
export function addressOf(channel: MessageChannel, text: string, country: string): Address {
  if (channel === 'email') {
    const address = text.trim();
    return MAIL.test(address) && address.length <= 254 ? { ok: true, address } : { ok: false, fault: 'The address cannot be used.' };
  }
  const number = phoneNumber(text, country);
  if (!number) return { ok: false, fault: 'The phone number cannot be used.' };
  return number.isMobile ? { ok: true, address: number.e164 } : { ok: false, fault: 'The phone number is no mobile number.' };
}

/** Keyed hash of where a message goes: the same for the same address, whatever its capitals. */
export function addressHash(pseudonyms: Pseudonyms, em: EntityManager, tenantId: string, channel: MessageChannel, address: string): Promise<string> {
  return pseudonyms.of(em, tenantId, 'address', `${channel}:${address.toLowerCase()}`);
}
