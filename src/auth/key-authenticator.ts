import { tooMany } from '../http/anonymous-limit.js';
import type { Clock } from '../sdk/clock.js';
import { RecentKeys } from '../secrets/recent-keys.js';
import type { AttemptLimits } from './attempt-limits.js';
import type { Authenticated } from './authenticated.js';
import { readKey } from './key-format.js';
import type { KeyHasher } from './key-hasher.js';
import { principalOf } from './key-holder.js';
import type { KeyHolders } from './key-holders.js';

const REMEMBERED = 10_000;

/**
 * Checks API keys. A right key is never refused for what strangers did: the limit per prefix only answers wrong
 * keys, and a network over its limit may still use keys that were right before. Unknown, revoked and expired
 * keys take the same path and get the same answer.
 */
export class KeyAuthenticator {
  private readonly good = new RecentKeys<true>(REMEMBERED);

  constructor(
    private readonly hasher: KeyHasher, private readonly holders: KeyHolders,
    private readonly limits: AttemptLimits, private readonly clock: Clock,
  ) {}

  /** Null for a key that does not work; throws 429 once its network or prefix has failed too often. */
  async authenticate(text: string, address: string): Promise<Authenticated | null> {
    const key = readKey(text);
    if (!key) return this.refuse(address, null);
    const hashes = this.hasher.candidates(text);
    const mark = hashes[0] ?? '';
    const wait = this.good.get(mark) ? 0 : await this.limits.waitOf(address);
    if (wait > 0) throw tooMany(wait);
    const holder = await this.holders.byHash(hashes);
    const principal = holder && principalOf(holder, this.clock.now());
    if (!holder || !principal) return this.refuse(address, key.prefix);
    this.good.set(mark, true);
    await this.holders.touch(holder);
    return { principal, keyId: holder.keyId, by: 'key' };
  }

  private async refuse(address: string, prefix: string | null): Promise<null> {
    const wait = await this.limits.failed(address, prefix);
    if (wait > 0) throw tooMany(wait);
    return null;
  }
}
