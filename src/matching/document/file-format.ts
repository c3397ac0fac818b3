import type { DocumentFormat } from './resume-document.js';

const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** Tells the format from the first bytes; names of files are not trusted. `encrypted-office` is a DOCX under a password. */
export function formatOf(bytes: Uint8Array): DocumentFormat | 'encrypted-office' | 'legacy-office' | 'rtf' | 'unknown' {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024));
  if (head.includes('%PDF-')) return 'pdf';
  if (head[0] === 0x50 && head[1] === 0x4b) return 'docx';
  if (OLE.every((byte, i) => head[i] === byte)) return isEncryptedPackage(bytes) ? 'encrypted-office' : 'legacy-office';
  if (head.subarray(0, 5).toString('latin1') === '{\\rtf') return 'rtf';
  return isText(bytes) ? 'text' : 'unknown';
}

function isEncryptedPackage(bytes: Uint8Array): boolean {
  const name = Buffer.from('EncryptedPackage', 'utf16le');
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536)).includes(name);
}

function isText(bytes: Uint8Array): boolean {
  if (hasUtf16Mark(bytes)) return true;
  const sample = bytes.subarray(0, 4096);
  let control = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (byte < 9 || (byte > 13 && byte < 32)) control += 1;
  }
  return sample.length === 0 || control / sample.length < 0.02;
}

function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Decodes a text file: UTF-8, UTF-16 by its mark, else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  if (hasUtf16Mark(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
