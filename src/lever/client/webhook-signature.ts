import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** A delivery whose signature was checked. */
export interface LeverDelivery {
  readonly event: string;
  /** Epoch ms, part of the signature. */
  readonly triggeredAt: number;
  /** Unique per delivery. */
  readonly token: string;
  readonly signature: string;
  /** Unsigned: a hint where to look, never a truth (lever-api 6.2). Empty for the test call of Lever's settings page. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type WebhookFault = 'too-large' | 'not-a-webhook' | 'signature-missing' | 'signature-wrong';

export type WebhookReading =
  | { readonly ok: true; readonly webhook: LeverDelivery; readonly isTestCall: boolean }
  | { readonly ok: false; readonly reason: WebhookFault };

const MAX_BYTES = 64 * 1024;

const delivery = z.object({
  event: z.string().min(1).max(100),
  triggeredAt: z.union([z.int().nonnegative(), z.string().regex(/^\d{1,16}$/).transform(Number)]),
  token: z.string().min(1).max(200),
  signature: z.string().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Reads a raw delivery and checks it: hex HMAC-SHA256 over `token` followed by decimal `triggeredAt`, with any of the
 * secrets (two while a new one is being rolled out), in constant time. Pure.
 */
export function readLeverWebhook(rawBody: Uint8Array, secrets: readonly string[]): WebhookReading {
  if (rawBody.byteLength > MAX_BYTES) return { ok: false, reason: 'too-large' };
  const read = delivery.safeParse(parsed(rawBody));
  if (!read.success) return { ok: false, reason: 'not-a-webhook' };
  const { event, triggeredAt, token, signature } = read.data;
  if (!signature) return { ok: false, reason: 'signature-missing' };
  const given = /^[0-9a-f]{64}$/i.test(signature) ? Buffer.from(signature, 'hex') : Buffer.alloc(32);
  // Every secret is tried whatever the first says, so that the time tells nothing.
  const matches = secrets.map((secret) => timingSafeEqual(given, signatureOf(secret, token, triggeredAt)));
  if (!matches.includes(true)) return { ok: false, reason: 'signature-wrong' };
  const data = read.data.data ?? {};
  return { ok: true, webhook: { event, triggeredAt, token, signature, data }, isTestCall: Object.keys(data).length === 0 };
}

function signatureOf(secret: string, token: string, triggeredAt: number): Buffer {
  return createHmac('sha256', secret).update(`${token}${triggeredAt}`).digest();
}

function parsed(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    return null;
  }
}
