import { z } from 'zod';
import type { DeliveryReport } from '../message-state.js';

/** What a mail server posts about a mail that came back (RFC 3464 fields as JSON). */
export const bounceBody = z.object({
  /** Message-ID header of the mail, with or without angle brackets. */
  messageId: z.string().nullish(),
  /** Envelope sender of the mail: the return address, tagged. */
  sender: z.string().nullish(),
  /** Enhanced status code, e.g. `5.1.1`. */
  status: z.string().regex(/^[245]\.\d{1,3}\.\d{1,3}$/),
});

export type BounceBody = z.infer<typeof bounceBody>;

/** Codes that say that there is no such mailbox: it is not written to again. A full mailbox or a policy may change. */
const NO_MAILBOX = /^5\.(1\.[0-46]|2\.1|0\.0|4\.4)$/;
const UUID = /^<?([0-9a-f-]{36})@/;

/** Null when the mail arrived after all. */
export function bounceReport({ status }: BounceBody): DeliveryReport | null {
  if (status.startsWith('2')) return null;
  return { kind: 'failed', reason: `The mail came back (${status}).`, blocks: NO_MAILBOX.test(status) ? 'bounce' : null };
}

/** How the report names the mail: the tag of the return address, else the Message-ID. */
export function bouncedMail({ sender, messageId }: BounceBody): { readonly token: string } | { readonly id: string } | null {
  const token = /\+([\w-]{20,})@/.exec(sender ?? '')?.[1];
  if (token) return { token };
  const id = UUID.exec(messageId ?? '')?.[1];
  return id ? { id } : null;
}
