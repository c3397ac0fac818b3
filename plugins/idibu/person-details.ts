import { phoneNumber } from 'patchbay/sdk';

/** What is known of a person, as it is sent into the CRM (ID-30). */
export interface PersonDetails {
  readonly firstName: string;
  readonly lastName: string;
  /** Lower case. */
  readonly emails: readonly string[];
  /** E.164. */
  readonly phones: readonly string[];
  readonly location: string | null;
  readonly headline: string | null;
  readonly links: readonly string[];
  /** Board or site. */
  readonly source: string;
  readonly screening: readonly { readonly question: string; readonly answer: string }[];
  /** In words; null when the source tells nothing. */
  readonly consent: string | null;
  readonly isOptedOut: boolean;
}

/** First word and the rest; one word counts as surname too, which CRMs demand. Pure. */
export function namesOf(name: string): { firstName: string; lastName: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  return { firstName: first, lastName: rest.length > 0 ? rest.join(' ') : first };
}

/** Addresses in lower case, each once. Pure. */
export function addresses(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => (value?.includes('@') ? [value.trim().toLowerCase()] : [])))];
}

/** Numbers in E.164, each once; what is no number is left out. Pure. */
export function phoneNumbers(values: readonly (string | null | undefined)[], country: string): string[] {
  return [...new Set(values.flatMap((value) => {
    const found = value ? phoneNumber(value, country) : null;
    return found ? [found.e164] : [];
  }))];
}
