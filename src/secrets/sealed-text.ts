import { SealBroken } from './cipher.js';

/** `s` is sealed under the tenant's data key of that version, `p` under one person's key. */
export type SealKind = 's' | 'p';

export interface SealedText {
  readonly kind: SealKind;
  /** Version of the data key; 0 for a person's key, which has one version only. */
  readonly version: number;
  readonly bytes: Buffer;
}

const SHAPE = /^([sp])1\.(\d{1,9})\.([A-Za-z0-9_-]+)$/;

export function writeSealed(sealed: SealedText): string {
  return `${sealed.kind}1.${sealed.version}.${sealed.bytes.toString('base64url')}`;
}

/** Refuses any second spelling of the same bytes, so that a stored text cannot be changed unnoticed. */
export function readSealed(text: string, kind: SealKind): SealedText {
  const match = SHAPE.exec(text);
  if (!match || match[1] !== kind) throw new SealBroken();
  const sealed = { kind, version: Number(match[2]), bytes: Buffer.from(match[3] ?? '', 'base64url') };
  if (writeSealed(sealed) !== text) throw new SealBroken();
  return sealed;
}
