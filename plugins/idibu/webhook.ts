import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InboundRequest, VendorEvent } from 'patchbay/sdk';
import { z } from 'zod';
import { KEY } from './idibu.context.js';

const eventSchema = z.object({
  delivery: z.string(), event: z.enum(['candidate.create', 'candidate.update', 'candidate.delete']), occurred_at: z.iso.datetime({ offset: true }),
  candidate: z.object({ id: z.union([z.string(), z.int()]).transform(String) }),
});

/** Cursor with the address that idibu was given. */
export const WEBHOOK_URL = 'webhook-url';
export const newSecret = (): string => randomBytes(32).toString('hex');

/** HMAC-SHA256 of the body in the `authorization` header, as idibu signs subscriptions that have a secret. */
export function verifySignature({ headers, rawBody, secrets }: InboundRequest): { ok: true } | { ok: false; reason: string } {
  const given = Buffer.from(headers.authorization ?? '', 'utf8');
  const isSigned = secrets.some((secret) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(rawBody).digest('hex'), 'utf8');
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  return isSigned ? { ok: true } : { ok: false, reason: 'the signature does not fit' };
}

/** The body only says whom to look at: the candidate is read anew. */
export function parseEvents(rawBody: Buffer): readonly VendorEvent[] {
  const event = eventSchema.parse(JSON.parse(rawBody.toString('utf8')));
  return [{
    id: `${KEY}:${event.delivery}`, type: event.event, occurredAt: Date.parse(event.occurred_at), lane: `idibu-contact:${event.candidate.id}`,
    payload: { candidateId: event.candidate.id },
  }];
}
