import { createHmac } from 'node:crypto';

/** `X-Twilio-Signature`: HMAC-SHA1 with the auth token over the address and the fields, sorted by name, each name and value after the other. */
export function twilioSignature(authToken: string, url: string, fields: Readonly<Record<string, string>>): string {
  const data = url + Object.keys(fields).sort().map((name) => `${name}${fields[name]}`).join('');
  return createHmac('sha1', authToken).update(data).digest('base64');
}
