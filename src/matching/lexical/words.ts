/** One word of a text with its place in it. Offsets are UTF-16 code units, end exclusive. */
export interface Word {
  /** Folded form: lower case, no accents, singular, American spelling. */
  readonly folded: string;
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** True when punctuation, a line end or a wide gap separates this word from the one before: no phrase crosses it. */
  readonly afterBreak: boolean;
}

const WORD = /\.NET\b|[\p{L}\p{N}]+(?:['’][\p{L}]+)?(?:\+\+|\+(?![\p{L}\p{N}])|#)?/gu;
const BREAK = /[,;:()[\]{}|•●▪◦·*\n\t!?…"“”<>]|\.\s|\s[-–—]\s|\s{3,}/;
const MARKS = /\p{M}/gu;

/** Splits a text into words; never changes the text, so that every word can be quoted from it. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let previousEnd = 0;
  for (const match of text.matchAll(WORD)) {
    const raw = match[0];
    const start = match.index;
    words.push({
      folded: foldWord(raw), raw, start, end: start + raw.length,
      afterBreak: words.length === 0 || BREAK.test(text.slice(previousEnd, start)),
    });
    previousEnd = start + raw.length;
  }
  return words;
}

const folds = new Map<string, string>();

/** Folds one word, so that "Organisations" and "organization" become the same. */
export function foldWord(raw: string): string {
  const known = folds.get(raw);
  if (known !== undefined) return known;
  const plain = raw.normalize('NFD').replace(MARKS, '').toLowerCase().replace(/ß/g, 'ss').replace(/['’]s?$|['’](?=\p{L})/gu, '');
  const folded = genderless(american(singular(plain.replace(/['’]s$/, ''))));
  if (folds.size > 200_000) folds.clear();
  folds.set(raw, folded);
  return folded;
}

function singular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function american(word: string): string {
  if (word.length < 6) return word;
  return word
    .replace(/is(e|ed|er|ing|ation)$/, 'iz$1')
    .replace(/our(ed|ing|al|er)?$/, 'or$1')
    .replace(/ll(ed|ing|er|or)$/, 'l$1')
    .replace(/^programme$/, 'program')
    .replace(/ence$/, 'ense')
    .replace(/^(pa|gyna|ana)e/, '$1e')
    .replace(/aed/, 'ed');
}

/** Job words with a gender fold to one form: "waitress" and "waiter" are the same work. */
function genderless(word: string): string {
  if (word.length < 6) return word;
  return word.replace(/women$|woman$|men$/, 'man').replace(/^(wait|act|heir)ress$/, (_, stem: string) => (stem === 'act' ? 'actor' : `${stem}er`))
    .replace(/^(host|steward)ess$/, '$1').replace(/^headmistress$/, 'headmaster').replace(/^(seamstress)$/, 'seamster');
}
