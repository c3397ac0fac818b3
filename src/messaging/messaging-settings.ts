import type { Channels } from '../sdk/messages.js';

/** What writing messages needs of the configuration. */
export abstract class MessagingSettings {
  /** `Name <box@host>` or `box@host`. */
  abstract readonly from: string;
  /** Where people and providers reach the hub. */
  abstract readonly publicUrl: string;
  /** ISO code for phone numbers without country code. */
  abstract readonly country: string;
  abstract readonly channels: Channels;
}

/** Of `Name <box@host>` or `box@host`. */
export function domainOf(from: string): string {
  return /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}

const DOORS = '/hooks/messages';

/** Where people and providers answer to a message; the token says which. */
export const doors = {
  unsubscribe: (publicUrl: string, token: string) => `${publicUrl}${DOORS}/unsubscribe/${token}`,
} as const;
