import { describe, expect, it } from '@jest/globals';
import { createSecretKey, randomBytes } from 'node:crypto';
import { associatedData, decrypt, encrypt, NONCE_BYTES, SealBroken, TAG_BYTES } from './cipher.js';
import { MasterKeys } from './master-keys.js';
import { RecentKeys } from './recent-keys.js';
import { readSealed, writeSealed } from './sealed-text.js';

const key = createSecretKey(randomBytes(32));

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

function refusals(work: (bit: number) => unknown, bits: number): number {
  let refused = 0;
  for (let bit = 0; bit < bits; bit += 1) {
    try {
      work(bit);
    } catch (error) {
      if (error instanceof SealBroken) refused += 1;
    }
  }
  return refused;
}

describe('sealing of bytes', () => {
  it('opens what it sealed, also nothing at all', () => {
    for (const text of ['', 'x', 'Grüße', 'a'.repeat(10_000)]) {
      const aad = associatedData(['t', 'connection', 'credential', 'row', '1']);
      expect(decrypt(key, aad, encrypt(key, aad, Buffer.from(text))).toString()).toBe(text);
    }
  });

  it('refuses every flipped bit of nonce, ciphertext, tag and place for 100 secrets', () => {
    for (let index = 0; index < 100; index += 1) {
      const aad = associatedData([`tenant-${index}`, 'connection', 'credential', `row-${index}`, '1']);
      const sealed = encrypt(key, aad, randomBytes(24));
      expect(sealed).toHaveLength(NONCE_BYTES + 24 + TAG_BYTES);
      expect(refusals((bit) => decrypt(key, aad, flipped(sealed, bit)), sealed.length * 8)).toBe(sealed.length * 8);
      expect(refusals((bit) => decrypt(key, flipped(aad, bit), sealed), aad.length * 8)).toBe(aad.length * 8);
    }
  });

  it('refuses a text cut anywhere', () => {
    const aad = associatedData(['t']);
    const sealed = encrypt(key, aad, Buffer.from('secret'));
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => decrypt(key, aad, sealed.subarray(0, length))).toThrow(SealBroken);
    }
  });

  it('never gives two lists of parts the same associated data', () => {
    expect(associatedData(['ab', 'c'])).not.toEqual(associatedData(['a', 'bc']));
    expect(associatedData(['a', ''])).not.toEqual(associatedData(['a']));
  });
});

describe('the written form', () => {
  it('has one spelling only', () => {
    const text = writeSealed({ kind: 's', version: 12, bytes: randomBytes(31) });
    expect(readSealed(text, 's').version).toBe(12);
    for (const other of [`${text}=`, `${text}\n`, text.replace('s1.12.', 's1.012.'), text.replace('s1.', 'p1.'), ` ${text}`, '']) {
      expect(() => readSealed(other, 's')).toThrow(SealBroken);
    }
    // 31 bytes leave two meaningful bits in the last letter.
    const lastBits = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter((letter) => {
      try {
        readSealed(text.slice(0, -1) + letter, 's');
        return true;
      } catch {
        return false;
      }
    });
    expect(lastBits).toHaveLength(4);
  });
});

describe('master keys', () => {
  const old = { id: '2025', key: randomBytes(32) };
  const next = { id: '2026', key: randomBytes(32) };
  const place = ['data_key', 'tenant', '1'];

  it('unwrap with any configured key and wrap with the current one', () => {
    const dataKey = randomBytes(32);
    const wrapped = new MasterKeys({ current: old, previous: [] }).wrap(place, dataKey);
    const both = new MasterKeys({ current: next, previous: [old] });
    expect(both.unwrap(place, wrapped)).toEqual(dataKey);
    expect(both.wrap(place, dataKey).masterKeyId).toBe('2026');
  });

  it('refuse another tenant, another id for the same key, and a key they do not know', () => {
    const keys = new MasterKeys({ current: old, previous: [next] });
    const wrapped = keys.wrap(place, randomBytes(32));
    expect(() => keys.unwrap(['data_key', 'other', '1'], wrapped)).toThrow(SealBroken);
    expect(() => keys.unwrap(place, { ...wrapped, masterKeyId: '2026' })).toThrow(SealBroken);
    expect(() => new MasterKeys({ current: next, previous: [] }).unwrap(place, wrapped)).toThrow(/"2025" is not configured/);
  });

  it('refuse key material of the wrong size', () => {
    expect(() => new MasterKeys({ current: { id: 'short', key: randomBytes(16) }, previous: [] })).toThrow(/32 bytes/);
  });
});

describe('remembered keys', () => {
  it('are the most recently used few', () => {
    const recent = new RecentKeys<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    expect(recent.get('a')).toBe(1);
    recent.set('c', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c'), recent.size]).toEqual([1, undefined, 3, 2]);
  });
});
