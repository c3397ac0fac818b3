import { createHmac } from 'node:crypto';

export const signatureHeader = 'x-signature';

/** HMAC-SHA256 over the raw body, in hex. */
export function signatureOf(secret: string, rawBody: string | Buffer, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHmac('sha256', secret).update(rawBody).digest(encoding);
}
