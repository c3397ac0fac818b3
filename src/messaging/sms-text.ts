/** What fits: further segments cost more and arrive apart. */
export const MAX_SEGMENTS = 2;

const GSM = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** These take two places. */
const GSM_EXTENDED = new Set('\f^{}\\[~]|€');

export interface SmsSize {
  readonly encoding: 'gsm-7' | 'ucs-2';
  readonly segments: number;
}

/** How many segments a text takes: 160 characters alone or 153 each in GSM-7, 70 or 67 in UCS-2. */
export function smsSize(text: string): SmsSize {
  const characters = [...text];
  if (characters.every((character) => GSM.has(character) || GSM_EXTENDED.has(character))) {
    const places = characters.map((character) => (GSM_EXTENDED.has(character) ? 2 : 1));
    return { encoding: 'gsm-7', segments: packed(places, 160, 153) };
  }
  return { encoding: 'ucs-2', segments: packed(characters.map((character) => character.length), 70, 67) };
}

/** No character is cut in two at the end of a segment. */
function packed(places: readonly number[], alone: number, each: number): number {
  if (places.reduce((sum, place) => sum + place, 0) <= alone) return 1;
  let segments = 1;
  let used = 0;
  for (const place of places) {
    if (used + place > each) {
      segments += 1;
      used = 0;
    }
    used += place;
  }
  return segments;
}

const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '–': '-', '—': '-', '…': '...', '\u00a0': ' ', '\t': ' ',
};

/** Typographic signs as their plain ones, which alone would halve what fits. */
export function plainSigns(text: string): string {
  return [...text].map((character) => PLAIN[character] ?? character).join('');
}

const STOP_HINT: Readonly<Record<string, string>> = { sv: 'Svara STOPP för att slippa fler sms.', en: 'Reply STOP to opt out.' };

/** Who writes, what, and how to stop. */
export function composeSms(organisation: string, text: string, locale: string): string {
  return plainSigns(`${organisation}: ${text.trim()} ${STOP_HINT[locale] ?? STOP_HINT.en}`);
}
