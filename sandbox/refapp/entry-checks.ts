import type { Candidate, Language, RefereeContact } from './records.js';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const PHONE = /^\+[1-9]\d{7,14}$/;
const LANGUAGES: readonly string[] = ['sv', 'en', 'no', 'da', 'fi'];

export type EntryFault = 'name' | 'relation' | 'company' | 'contact' | 'email' | 'phone' | 'language' | 'is-candidate' | 'duplicate';

/** A referee as typed in; empty fields count as missing. */
export function contactOf(fields: Partial<Record<keyof RefereeContact, string>>): RefereeContact {
  const text = (value: string | undefined): string => (value ?? '').trim();
  const language = text(fields.language) || 'sv';
  return {
    name: text(fields.name), relation: text(fields.relation), company: text(fields.company), email: text(fields.email).toLowerCase() || null,
    phone: text(fields.phone).replace(/[\s()-]/g, '').replace(/^00/, '+') || null, language: (LANGUAGES.includes(language) ? language : 'en') as Language,
  };
}

/** What is wrong with the entry; empty when it can be used. */
export function faultsOf(entry: RefereeContact, candidate: Pick<Candidate, 'email' | 'phone'>, others: readonly Pick<RefereeContact, 'email' | 'phone'>[]): EntryFault[] {
  const faults: EntryFault[] = [];
  for (const field of ['name', 'relation', 'company'] as const) if (entry[field] === '') faults.push(field);
  if (entry.email === null && entry.phone === null) faults.push('contact');
  if (entry.email !== null && !EMAIL.test(entry.email)) faults.push('email');
  if (entry.phone !== null && !PHONE.test(entry.phone)) faults.push('phone');
  const isSame = (other: { email: string | null; phone: string | null }): boolean =>
    (entry.email !== null && entry.email === other.email?.toLowerCase()) || (entry.phone !== null && entry.phone === other.phone);
  if (isSame(candidate)) faults.push('is-candidate');
  if (others.some(isSame)) faults.push('duplicate');
  return faults;
}
