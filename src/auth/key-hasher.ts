import { createHmac } from 'node:crypto';
import type { DerivedKeys } from '../http/derived-keys.js';

/** HMAC-SHA-256 under a pepper from the master key: a copy of the database gives no key away and checks no guess. */
export class KeyHasher {
  constructor(private readonly peppers: DerivedKeys) {}

  /** For storing. */
  hash(key: string): string {
    return createHmac('sha256', this.peppers.current.key).update(key).digest('hex');
  }

  /** For looking up: under each master key still configured, newest first. */
  candidates(key: string): readonly string[] {
    return this.peppers.all.map((pepper) => createHmac('sha256', pepper.key).update(key).digest('hex'));
  }
}
