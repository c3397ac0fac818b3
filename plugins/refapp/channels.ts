import type { ChannelChoice } from './step-settings.js';

export type Channel = 'email' | 'sms';

export interface Reachable { readonly email: string | null; readonly phone: string | null }

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const E164 = /^\+[1-9]\d{7,14}$/;

export const isEmail = (text: string | null): text is string => text !== null && EMAIL.test(text);
export const isPhone = (text: string | null): text is string => text !== null && E164.test(text);

/** The channels on which somebody can be reached at all. */
export function possibleChannels({ email, phone }: Reachable): Channel[] {
  return [...(isEmail(email) ? ['email' as const] : []), ...(isPhone(phone) ? ['sms' as const] : [])];
}

/**
 * The channels to use. A chosen one that is impossible is left out for the other one (RE-18); empty when nobody can be
 * reached, or when nothing is to be sent.
 */
export function channelsFor(choice: ChannelChoice, person: Reachable): Channel[] {
  if (choice === 'none') return [];
  const possible = possibleChannels(person);
  const wanted = choice === 'both' ? possible : possible.filter((channel) => channel === choice);
  return wanted.length > 0 ? wanted : possible;
}

export const addressOn = (channel: Channel, { email, phone }: Reachable): string => (channel === 'email' ? email : phone) ?? '';
