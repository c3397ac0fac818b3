import { createHmac, timingSafeEqual } from 'node:crypto';

export interface LeverWebhook {
  readonly event: string;
  readonly triggeredAt: number;
  /** Unique per delivery. */
  readonly token: string;
  /** Unsigned: a hint where to look, never a truth (lever-api 6.2). Empty for the verify ping. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type WebhookReading = { readonly ok: true; readonly webhook: LeverWebhook } | { readonly ok: false; readonly reason: string };

/** Reads and verifies a delivery: HMAC-SHA256 over `token + triggeredAt`, any of the secrets, in constant time. Pure. */
export function readLeverWebhook(rawBody: Buffer, secrets: readonly string[]): WebhookReading {
  const body = parse(rawBody);
  if (!body) return { ok: false, reason: 'the body is no Lever webhook' };
  const { token, triggeredAt, signature, event } = body;
  if (typeof token !== 'string' || typeof triggeredAt !== 'number' || typeof event !== 'string' || token.length > 200) return { ok: false, reason: 'the body is no Lever webhook' };
  if (typeof signature !== 'string') return { ok: false, reason: 'the signature is missing' };
  const given = Buffer.from(signature, 'utf8');
  const matches = secrets.map((secret) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(`${token}${triggeredAt}`).digest('hex'), 'utf8');
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!matches.includes(true)) return { ok: false, reason: 'the signature does not match' };
  const data = body.data !== null && typeof body.data === 'object' ? body.data as Record<string, unknown> : {};
  return { ok: true, webhook: { event, triggeredAt, token, data } };
}

function parse(rawBody: Buffer): Record<string, unknown> | null {
  if (rawBody.length > 64 * 1024) return null;
  try {
    const value: unknown = JSON.parse(rawBody.toString('utf8'));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Record<string, unknown> : null;
  } catch {
    return null;
  }
}
