import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { PatchbayError } from '../sdk/errors.js';
import { associatedData, decrypt, encrypt, KEY_BYTES } from './cipher.js';

export interface MasterKeyMaterial {
  readonly id: string;
  readonly key: Buffer;
}

export interface WrappedKey {
  readonly masterKeyId: string;
  /** Base64 of nonce, ciphertext and tag. */
  readonly wrapped: string;
}

/** The key-encryption keys from the configuration: the current one wraps, older ones only unwrap. */
export class MasterKeys {
  readonly currentId: string;
  private readonly keys = new Map<string, KeyObject>();

  constructor(material: { readonly current: MasterKeyMaterial; readonly previous: readonly MasterKeyMaterial[] }) {
    this.currentId = material.current.id;
    for (const { id, key } of [...material.previous, material.current]) {
      if (key.length !== KEY_BYTES) throw new Error(`Master key ${id} must have ${KEY_BYTES} bytes.`);
      // A key of its own per purpose: the configured bytes themselves encrypt nothing.
      this.keys.set(id, createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'patchbay/key-wrap/1', KEY_BYTES))));
    }
  }

  wrap(place: readonly string[], key: Buffer): WrappedKey {
    const bytes = encrypt(this.keyOf(this.currentId), associatedData([...place, this.currentId]), key);
    return { masterKeyId: this.currentId, wrapped: bytes.toString('base64') };
  }

  /** Throws `SealBroken` for altered bytes and `master-key-missing` when the configuration lacks the key. */
  unwrap(place: readonly string[], { masterKeyId, wrapped }: WrappedKey): Buffer {
    return decrypt(this.keyOf(masterKeyId), associatedData([...place, masterKeyId]), Buffer.from(wrapped, 'base64'));
  }

  private keyOf(id: string): KeyObject {
    const key = this.keys.get(id);
    if (!key) {
      throw new PatchbayError('master-key-missing', 'ours', `The master key "${id}" is not configured; add it to PATCHBAY_MASTER_KEY.`, {
        retryable: false,
      });
    }
    return key;
  }
}
