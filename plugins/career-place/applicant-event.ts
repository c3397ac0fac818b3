import { createHmac, timingSafeEqual } from 'node:crypto';
import type { InboundRequest, VendorEvent } from 'patchbay/sdk';
import { z } from 'zod';
import { reasonSchema } from './career-place.client.js';
import type { Bounce } from './bounce.js';
import type { Step, StepKind } from './funnel.js';

export const SIGNATURE_HEADER = 'x-careerplace-signature';
const TOLERANCE_MS = 5 * 60_000;
const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** Checks the signature over the bytes as received, and that it is at most five minutes old. Parses nothing. */
export function verifySignature(request: InboundRequest): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  const [, seconds, given] = SIGNATURE.exec(request.headers[SIGNATURE_HEADER] ?? '') ?? [];
  if (seconds === undefined || given === undefined) return { ok: false, reason: `no ${SIGNATURE_HEADER} header of the form t=…,v1=…` };
  if (Math.abs(request.now - Number(seconds) * 1_000) > TOLERANCE_MS) return { ok: false, reason: 'the signature is older than five minutes or from the future' };
  const bytes = Buffer.from(given, 'hex');
  const isOurs = request.secrets.some((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(`${seconds}.`).update(request.rawBody).digest(), bytes));
  return isOurs ? { ok: true } : { ok: false, reason: 'the signature does not match' };
}

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const dataSchema = z.object({
  applicantId: z.string().min(1).max(200), externalId: z.string().min(1).max(200), jobId: z.string().min(1).max(200),
  transition: z.int().min(0), round: z.int().min(0), cardUrl: z.url().max(2000),
  kind: z.enum(['homework', 'video']).optional(),
  reasons: z.array(reasonSchema).max(200).optional(),
  override: z.object({ by: z.string().max(200), reason: z.string().max(2000) }).optional(),
  by: z.enum(['organisation', 'candidate']).optional(),
  n: z.int().optional(),
  reason: z.string().max(2000).optional(), bounceType: z.enum(['hard', 'soft']).optional(), mail: z.enum(['invitation', 'reminder']).optional(),
});
const envelopeSchema = z.object({ id: z.string().min(1).max(200), type: z.string().max(100), occurredAt: instant, data: dataSchema });

export type ApplicantEvent = z.output<typeof dataSchema>;

/** One delivery holds one event; those of one opportunity stay in order. Throws for a body of another shape. */
export function parseEvents(rawBody: Buffer): readonly VendorEvent[] {
  const { id, type, occurredAt, data } = envelopeSchema.parse(JSON.parse(rawBody.toString('utf8')));
  return [{ id, type, occurredAt, lane: `opportunity:${data.externalId}`, payload: data }];
}

/** The event's data again, as it was parsed when it came in. */
export function applicantOf(event: VendorEvent): ApplicantEvent {
  return dataSchema.parse(event.payload);
}

export const STEP_OF_EVENT = {
  'applicant.invited': 'invited', 'applicant.started': 'started', 'applicant.submitted': 'submitted', 'applicant.review_started': 'review_started',
  'applicant.qualified': 'qualified', 'applicant.unqualified': 'unqualified', 'applicant.opted_out': 'opted_out', 'applicant.withdrawn': 'withdrawn',
} as const satisfies Record<string, StepKind>;

export function stepOf(kind: StepKind, occurredAt: number, data: ApplicantEvent): Step {
  return {
    kind, at: occurredAt, transition: data.transition, round: data.round, reviewKind: data.kind, reasons: data.reasons, override: data.override, by: data.by,
  };
}

export function bounceOf(data: ApplicantEvent): Bounce {
  return { mail: data.mail ?? 'invitation', bounceType: data.bounceType ?? 'soft', reason: data.reason ?? 'the mail server gave no reason' };
}
