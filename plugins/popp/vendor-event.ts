import { createHmac, timingSafeEqual } from 'node:crypto';
import type { InboundRequest, VendorEvent } from 'patchbay/sdk';
import { z } from 'zod';
import { COMPLETED } from './popp.client.js';

export const SIGNATURE_HEADER = 'x-signature';
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/** HMAC-SHA256 over the bytes as received. Popp's documents do not say hex or base64: both are understood. Parses nothing. */
export function verifySignature(request: InboundRequest): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  const given = (request.headers[SIGNATURE_HEADER] ?? '').trim();
  const bytes = HEX.test(given) ? Buffer.from(given, 'hex') : BASE64.test(given) ? Buffer.from(given, 'base64') : null;
  if (!bytes) return { ok: false, reason: `no ${SIGNATURE_HEADER} header with an HMAC-SHA256` };
  const isOurs = request.secrets.some((secret) => timingSafeEqual(createHmac('sha256', secret).update(request.rawBody).digest(), bytes));
  return isOurs ? { ok: true } : { ok: false, reason: 'the signature does not match' };
}

/** Who the resume belongs to and which asking it was: the newest wins. */
export const externalIdOf = (one: { readonly opportunityId: string; readonly id: string; readonly run: number }): string => `${one.opportunityId}:${one.id}:${one.run}`;

export function readExternalId(text: string): { opportunityId: string; candidateId: string; run: number } | null {
  const [opportunityId, candidateId, run] = text.split(':');
  return opportunityId && candidateId && run && /^\d+$/.test(run) ? { opportunityId, candidateId, run: Number(run) } : null;
}

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const completed = z.object({
  externalId: z.string().max(300), externalAnalysisId: z.string().max(200).nullish(), analysisCandidateUrl: z.string().max(2_000).nullish(),
  totalScoreScaled: z.number().min(0).max(100), isAllMandatoryRequirementsMet: z.boolean(),
  requirementOutcomes: z.array(z.object({
    requirement: z.string().max(4_000), isMandatory: z.boolean(), isMet: z.boolean(), evidence: z.string().max(8_000).nullish(),
  })).max(200),
});
const envelope = z.object({ event: z.string().max(100), eventId: z.string().min(1).max(200), eventTimestamp: instant, data: z.looseObject({}) });

export type Completed = z.output<typeof completed>;

/** One delivery holds one event; those about one opportunity stay in order. Throws for a body of another shape. */
export function parseEvents(rawBody: Buffer): readonly VendorEvent[] {
  const { event, eventId, eventTimestamp, data } = envelope.parse(JSON.parse(rawBody.toString('utf8')));
  const lane = event === COMPLETED ? `opportunity:${readExternalId(completed.parse(data).externalId)?.opportunityId ?? 'unknown'}` : `popp:${event}`;
  return [{ id: eventId, type: event, occurredAt: eventTimestamp, lane, payload: data }];
}

/** The event's data again, as it was parsed when it came in. */
export const completedOf = (event: VendorEvent): Completed => completed.parse(event.payload);
