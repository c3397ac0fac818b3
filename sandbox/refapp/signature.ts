import { createHmac } from 'node:crypto';

export const signatureHeader = 'x-refapp-signature';

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">` */
export function signatureOf(secret: string, rawBody: string | Buffer, unixSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${unixSeconds}.`).update(rawBody).digest('hex');
  return `t=${unixSeconds},v1=${digest}`;
}
