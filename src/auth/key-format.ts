import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Whose key it is: a member's, an operator's, a vendor's. */
export type KeyKind = 'mem' | 'op' | 'ven';

export interface ReadKey {
  readonly kind: KeyKind;
  /** What may be shown. */
  readonly prefix: string;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SHOWN_LENGTH = 8;
const SHAPE = /^(pb_(mem|op|ven)_([0-9A-Za-z]{30}))_([0-9A-Za-z]{6})$/;

/** `pb_<kind>_<30 base62>_<6 base62 of CRC32>`: about 178 random bits that secret scanners can recognise. */
export function makeKey(kind: KeyKind): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return withChecksum(`pb_${kind}_${random}`);
}

/** The checksum proves nothing but a slip of the pen: anybody can compute it. */
export function withChecksum(body: string): string {
  return `${body}_${checksum(body)}`;
}

/** Null for text that no hub ever gave out: told without looking anything up. */
export function readKey(text: string): ReadKey | null {
  const [, body, kind, random, sum] = SHAPE.exec(text) ?? [];
  if (body === undefined || random === undefined || sum !== checksum(body)) return null;
  return { kind: kind as KeyKind, prefix: prefixOf(text) };
}

export function prefixOf(key: string): string {
  const start = key.indexOf('_', 3) + 1;
  return key.slice(0, start + SHOWN_LENGTH);
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    text = ALPHABET[rest % ALPHABET.length]! + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}
