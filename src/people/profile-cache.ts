import type { Profile } from '../matching/index.js';

const MOST = 4_000;

/** Résumés read lately, by the hash of their text and the date they were read for: reading is pure. */
export class ProfileCache {
  private readonly profiles = new Map<string, Profile>();

  has(hash: string, asOf: string): boolean {
    return this.profiles.has(`${hash}:${asOf}`);
  }

  get(hash: string, asOf: string, read: () => Profile): Profile {
    const key = `${hash}:${asOf}`;
    const profile = this.profiles.get(key) ?? read();
    this.profiles.delete(key);
    this.profiles.set(key, profile);
    if (this.profiles.size > MOST) this.profiles.delete(this.profiles.keys().next().value ?? '');
    return profile;
  }

  clear(): void {
    this.profiles.clear();
  }
}
