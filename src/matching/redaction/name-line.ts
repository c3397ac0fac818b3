import { foldWord } from '../lexical/words.js';
import type { Lexicon } from '../taxonomy/lexicon.js';

/** Where the name of the person stands in the head of a résumé. */
export interface NameSpan { readonly start: number; readonly end: number }

const HEAD_LINES = 4;
const NAME = /^(?:(?:dr|prof)\.?\s+)?(?:\p{Lu}[\p{L}'’.-]*)(?:\s+(?:(?:de|da|van|von|der|den|bin|al|el|la|del|dos)\s+)?\p{Lu}[\p{L}'’.-]*){1,3}$/u;
const NO_NAME = /^(curriculum vitae|resume|résumé|cv|lebenslauf|meritförteckning|personal (details|information)|contact( information| details)?|profile|summary|professional summary|objective|career objective|experience|work history|education|skills|highlights|key skills|core competencies|about me|executive (summary|profile)|professional (profile|experience|overview)|career (overview|summary|focus)|work experience|overview)$/i;
/** "ROE, Jane" */
const TURNED = /^\s*(\p{Lu}[\p{L}'’-]+,\s+\p{Lu}[\p{L}'’-]+)(?=\s*(?:$|[|—–(]|\s-\s|\s{3,}))/u;
const LABEL = /^\s*(?:(?:full |candidate )?name|namn|first name|last name|surname)\s*[:–-]\s*(.{2,60}?)\s*$/i;
/** Given names that are also ordinary words. */
const ALSO_NAMES = new Set('amber april art ash aspen austin autumn bill bishop brook brooke carter chance chandler chase chelsea christian cooper crystal dale dallas dawn dean destiny drew earl faith florence forest forrest frank gene georgia ginger glen grace grant guy harmony harper hazel heath heather hope hunter iris ivy jack jade jasmine joy june justice kit lance lane leo lily logan mark mason max may mercy miles miller misty moses nick olive page paris parker pat pearl penny piper porter preston ray rich river rob robin rose rowan ruby rusty sage sailor sandy scott sky skip sierra sonny sue summer sunny taylor terry trinity tyler victor violet virginia wade warren will willow woody'.split(' '));

/** Finds the name in the head of a résumé: a labelled one, or the first line that reads like a name and not like a title. */
export function findName(text: string, lexicon: Lexicon, isVocabulary: (folded: string) => boolean): NameSpan | undefined {
  let at = 0;
  let seen = 0;
  for (const line of text.split('\n')) {
    const start = at;
    at += line.length + 1;
    const label = LABEL.exec(line);
    if (label) return spanOf(start + line.indexOf(label[1]!), label[1]!);
    if (line.trim() === '' || seen >= HEAD_LINES) continue;
    seen += 1;
    const head = /^\s*([^|,•·–()\d@\n]+?)(?=\s*(?:[|,•·–(]|\s-\s|\s{3,}|$))/u.exec(line)?.[1];
    if (head === undefined) continue;
    if (NO_NAME.test(head.trim())) {
      if (/^(curriculum|resume|résumé|cv|lebenslauf|meritf|personal|contact)/i.test(head.trim())) continue;
      return undefined;
    }
    const turned = TURNED.exec(line)?.[1];
    if (turned !== undefined && !turned.split(/,?\s+/).some((token) => isVocabulary(foldWord(token)))) return spanOf(start + line.indexOf(turned), turned);
    const name = withoutPostNominals(head.trim(), isVocabulary);
    if (isName(name, lexicon, isVocabulary)) return spanOf(start + line.indexOf(name), name);
  }
  return undefined;
}

function isName(line: string, lexicon: Lexicon, isVocabulary: (folded: string) => boolean): boolean {
  if (!NAME.test(line)) return false;
  const tokens = line.split(/\s+/);
  const folded = tokens.map((token) => foldWord(token.replace(/\.$/, '')));
  if (ALSO_NAMES.has(folded[0]!)) return true;
  const known = folded.filter(isVocabulary).length;
  if (known === 0) return true;
  const isLastKnown = known === 1 && isVocabulary(folded[folded.length - 1]!);
  return isLastKnown && lexicon.occupations.readTitle(tokens[tokens.length - 1]!).length > 0;
}

/** "Jane Roe RN": the licence stays. */
function withoutPostNominals(line: string, isVocabulary: (folded: string) => boolean): string {
  const tokens = line.split(/\s+/);
  const isShouted = line === line.toUpperCase();
  while (!isShouted && tokens.length > 2 && /^[A-Z.]{2,6}$/.test(tokens[tokens.length - 1]!) && isVocabulary(foldWord(tokens[tokens.length - 1]!))) tokens.pop();
  return tokens.length === line.split(/\s+/).length ? line : line.slice(0, line.lastIndexOf(tokens[tokens.length - 1]!) + tokens[tokens.length - 1]!.length);
}

function spanOf(start: number, text: string): NameSpan {
  return { start, end: start + text.length };
}
