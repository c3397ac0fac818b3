import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { AppConfig } from '../../config/app-config.js';

export interface DerivedKey {
  /** Id of the master key it comes from. */
  readonly id: string;
  readonly key: KeyObject;
}

const KEY_BYTES = 32;

/** One key per master key and purpose: the newest signs, older ones still verify while the master key is being rotated. */
export class DerivedKeys {
  readonly current: DerivedKey;
  /** Newest first. */
  readonly all: readonly DerivedKey[];

  constructor(material: AppConfig['keys'], purpose: string) {
    const derive = ({ id, key }: { id: string; key: Buffer }): DerivedKey => (
      { id, key: createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `patchbay/${purpose}`, KEY_BYTES))) });
    this.current = derive(material.current);
    this.all = [this.current, ...material.previous.map(derive)];
  }

  byId(id: string): KeyObject | undefined {
    return this.all.find((entry) => entry.id === id)?.key;
  }
}
