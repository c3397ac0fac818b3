export type Locale = 'en' | 'sv';

export interface ClosingMail { readonly subject: string; readonly text: string }

const SUBJECT: Readonly<Record<Locale, (position: string) => string>> = {
  en: (position) => `The position ${position} is no longer open`,
  sv: (position) => `Tjänsten ${position} är inte längre öppen`,
};
const TEXT: Readonly<Record<Locale, (position: string) => string>> = {
  en: (position) => `Thank you for your interest in ${position}. The position has been closed, so there is nothing more for you to do and the link in our earlier mail no longer leads on.`,
  sv: (position) => `Tack för ditt intresse för ${position}. Tjänsten är stängd, så du behöver inte göra något mer och länken i vårt tidigare mejl gäller inte längre.`,
};

/** The one mail to somebody who has not started when the posting closes (CP-37). `own`: the organisation's words, may be empty. */
export function closingMail(position: string, locale: Locale, own: string): ClosingMail {
  const title = position.replace(/\s+/g, ' ').trim();
  return { subject: SUBJECT[locale](title), text: own.trim() === '' ? TEXT[locale](title) : own.trim() };
}
