import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { PatchbayError } from '../sdk/errors.js';

export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** The ciphertext was altered, moved to another place, or made with another key. Never says which. */
export class SealBroken extends PatchbayError {
  constructor(cause?: unknown) {
    super('seal-broken', 'ours', 'A stored secret could not be opened.', { retryable: false, cause });
  }
}

/** Length-prefixed, so that no two lists of parts give the same bytes. */
export function associatedData(parts: readonly string[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => {
    const text = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return [length, text];
  }));
}

/** AES-256-GCM under a fresh random nonce; answers nonce, ciphertext and tag in one piece. */
export function encrypt(key: KeyObject, aad: Buffer, plaintext: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `SealBroken` unless every bit of key, place and text is as it was sealed. */
export function decrypt(key: KeyObject, aad: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(aad);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new SealBroken(cause);
  }
}
