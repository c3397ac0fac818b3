import { stemmer } from 'stemmer';
import type { Word } from './words.js';

/** Words that carry no meaning for matching: function words and the furniture of advertisements and résumés. */
const STOP = new Set((
  'a an and or the of to in on for with by at from as is are be been was were will would can could should shall may might must '
  + 'have has had do does did not no nor if then than that this these those it its we our us you your they their them he she his her '
  + 'i my me who whom which what when where why how all any both each few more most other some such only own same so too very just '
  + 'about above after again against also am because before below between but during into out over through under until up while '
  + 'per via within across along among around etc e g ie eg able well including include includes using use used work working worked '
  + 'experience experienced year years month months role position job team company candidate candidates required requirement '
  + 'requirements responsible responsibility responsibilities duties duty skill skills ability strong good excellent great new '
  + 'looking join opportunity apply please plus preferred minimum least one two three four five six seven eight nine ten high level '
  + 'knowledge understanding name city state current present och att det som en ett av med till den har vi du er ar i pa for der die '
  + 'das und mit von zu den ein eine im ist sie wir'
).split(' '));

const cache = new Map<string, string>();

/** Porter stem of a folded word; empty for words without meaning and for bare numbers. */
export function stemOf(folded: string): string {
  const known = cache.get(folded);
  if (known !== undefined) return known;
  const stem = STOP.has(folded) || folded.length < 2 || /^\d+$/.test(folded) ? '' : stemmer(folded);
  if (cache.size > 200_000) cache.clear();
  cache.set(folded, stem);
  return stem;
}

/** Counts the stems of a text. */
export function countStems(words: readonly Word[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) {
    const stem = stemOf(word.folded);
    if (stem) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return counts;
}
