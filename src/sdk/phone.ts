import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** `+46701234567`. */
  readonly e164: string;
  /** Whether an SMS can reach it; a landline in most countries cannot be told apart for sure and counts as no. */
  readonly isMobile: boolean;
}

/** Reads a number as people write it; `country` (ISO code) is for numbers without country code. Null when it is no possible number. */
export function phoneNumber(text: string, country: string): PhoneNumber | null {
  const parsed = parsePhoneNumberFromString(text, country as CountryCode);
  if (!parsed?.isValid()) return null;
  const type = parsed.getType();
  return { e164: parsed.number, isMobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' };
}
