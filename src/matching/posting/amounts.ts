const NUMBERS: Record<string, number> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12, fifteen: 15, several: 3, a: 1,
  ett: 1, två: 2, tre: 3, fyra: 4, fem: 5, ein: 1, zwei: 2, drei: 3, vier: 4, fünf: 5,
  mehrjährige: 3, flera: 3, mehrere: 3,
};
const AMOUNT = /(?<![\d.,/])(\d{1,2}(?:[.,]5)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|several|ett|två|tre|fyra|fem|ein|zwei|drei|vier|fünf|flera|mehrere|a)\s*(?:\(\d{1,2}\)\s*)?(?:\+|plus|or more)?\s*(?:(?:-|–|to|or|and|bis|till)\s*(?:\d{1,2}|one|two|three|four|five|six|seven|eight|ten)\+?\s*)?(?:full |calendar |solid |consecutive )?[-\s]?(years?|yrs?|år|jahren?|jahre|months?|månader|monate)(?:['’])?\b/giu;
const HOW_OFTEN = /\b(once|twice|times|hours?|days?|weeks?|weekends?|per|\d) $/i;
const NOT_EXPERIENCE = /^\s*(old|of age|from now|degree|college|university|contract|fixed|in business|program|diploma|warranty|maternity)/i;

/** The experience a text asks for or states, in months; the lowest end of a range; undefined when it names none. */
export function monthsAsked(text: string): number | undefined {
  for (const match of text.matchAll(AMOUNT)) {
    const after = text.slice(match.index + match[0].length);
    if (NOT_EXPERIENCE.test(after) || /\b(age|aged|over|under) $/i.test(text.slice(0, match.index).slice(-6))) continue;
    if (match[1]!.toLowerCase() === 'a' && HOW_OFTEN.test(text.slice(0, match.index))) continue;
    const amount = NUMBERS[match[1]!.toLowerCase()] ?? Number(match[1]!.replace(',', '.'));
    return Math.round(/^(m)/i.test(match[2]!) ? amount : amount * 12);
  }
  return /\bmehrjährige\b|\bflerårig\b/i.test(text) ? 36 : undefined;
}
