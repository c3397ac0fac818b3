import { createHmac } from 'node:crypto';

/** Hex HMAC-SHA256 over `token` followed by `triggeredAt`; the data is not covered. */
export function signatureOf(signatureToken: string, token: string, triggeredAt: number): string {
  return createHmac('sha256', signatureToken).update(`${token}${triggeredAt}`).digest('hex');
}
