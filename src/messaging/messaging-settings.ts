import type { Channels } from '../sdk/messages.js';
import type { DoorAddresses } from './doors/door-addresses.js';

/** What writing and sending messages needs of the configuration. */
export abstract class MessagingSettings {
  /** `Name <box@host>` or `box@host`. */
  abstract readonly from: string;
  /** ISO code for phone numbers without country code. */
  abstract readonly country: string;
  abstract readonly channels: Channels;
  abstract readonly doors: DoorAddresses;
}

/** Of `Name <box@host>` or `box@host`. */
export function domainOf(from: string): string {
  return /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
}
