import { countStems } from '../lexical/stems.js';
import type { Word } from '../lexical/words.js';
import type { ProfileFlag, SkillEvidence } from './profile.js';

const TALKS_TO_READER = /\b(ignore (all |any )?(previous|prior|above|other) (instructions|prompts?|rules|candidates)|disregard (the |all )?(above|previous|instructions)|(rank|rate|score|mark|select|recommend) (this|the|me|my) (candidate|resume|résumé|cv|application|profile)?\s*(as|at|with|highest|first|top|100)|you are (a|an) (ai|assistant|recruiter|language model)|system prompt|as an ai)\b/i;
const SHORT_WORDS = 40;
const MANY_SKILLS = 35;
const MANY_REPEATS = 12;

/** Signs that a résumé was written for a machine, or says too little. Flags are shown; only stuffing touches the score. */
export function readFlags(text: string, words: readonly Word[], skills: ReadonlyMap<string, SkillEvidence>): ProfileFlag[] {
  const flags: ProfileFlag[] = [];
  if (isStuffed(words, skills)) flags.push('keyword-stuffing');
  if (TALKS_TO_READER.test(text)) flags.push('addresses-the-reader');
  if (words.length < SHORT_WORDS) flags.push('very-short');
  return flags;
}

function isStuffed(words: readonly Word[], skills: ReadonlyMap<string, SkillEvidence>): boolean {
  const all = [...skills.values()];
  const listedOnly = all.filter((s) => s.context === 'listed').length;
  const isListWithoutWork = listedOnly >= MANY_SKILLS && listedOnly / all.length > 0.85;
  const isRepeated = all.some((s) => s.context !== 'used' && s.mentions >= MANY_REPEATS);
  const most = Math.max(0, ...countStems(words).values());
  return isListWithoutWork || isRepeated || (words.length > 150 && most > 20 && most / words.length > 0.06);
}
