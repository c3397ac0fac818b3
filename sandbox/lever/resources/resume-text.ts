import { extensionOf } from '../actions/store-file.js';
import type { Phone } from '../model/people.js';

export interface PersonInResume {
  readonly name?: string;
  readonly headline?: string;
  readonly emails?: string[];
  readonly phones?: Phone[];
}

/** What `parse=true` can fill in. Only plain text is read; other formats are stored without being parsed. */
export function personInResume(filename: string, content: Buffer): PersonInResume {
  if (extensionOf(filename) !== 'txt') return {};
  const text = content.toString('utf8');
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
  const email = /[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}/i.exec(text)?.[0];
  const phone = /\+?\d[\d ()-]{6,}\d/.exec(text)?.[0];
  return {
    name: lines[0],
    headline: lines[1]?.split('|', 1)[0]?.trim(),
    emails: email === undefined ? undefined : [email],
    phones: phone === undefined ? undefined : [{ type: null, value: phone.trim() }],
  };
}
