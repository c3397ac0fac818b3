import { monotonicNow } from '../clock/system-clock.js';
import { RecentKeys } from '../secrets/recent-keys.js';
import type { HookDoor, Hooks } from './hooks.js';

const FRESH_MS = 5_000;
const REMEMBERED = 2_000;

interface Remembered { readonly door: Promise<HookDoor | null>; readonly until: number }

/**
 * Doors as they were at most five seconds ago, so that a burst of deliveries reads its door once. Who finds a signature
 * wrong asks `again`: a secret that was just added counts at once, one that was taken away for five seconds more.
 */
export class RecentDoors {
  private readonly recent = new RecentKeys<Remembered>(REMEMBERED);

  constructor(private readonly hooks: Hooks) {}

  /** Null for an unknown or malformed token. */
  async find(token: string): Promise<HookDoor | null> {
    const known = this.recent.get(token);
    return known && known.until > monotonicNow() ? known.door : this.again(token);
  }

  /** As it is now. */
  async again(token: string): Promise<HookDoor | null> {
    const reading = this.hooks.find(token);
    const remembered = { door: reading, until: monotonicNow() + FRESH_MS };
    this.recent.set(token, remembered);
    try {
      const door = await reading;
      if (!door) this.forget(token, remembered);
      return door;
    } catch (error) {
      this.forget(token, remembered);
      throw error;
    }
  }

  private forget(token: string, remembered: Remembered): void {
    if (this.recent.get(token) === remembered) this.recent.delete(token);
  }
}
