import type { Word } from '../lexical/words.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import type { Condition, LanguageLevel } from './requirement.js';

const CONTEXT = /\b(fluen\w+|native|spoken|written|speak\w*|language|languages|bilingual|multilingual|proficien\w+|command of|verbal|oral|communicat\w+|mother tongue|C1|C2|B1|B2|A1|A2|business level|conversational|skills|knowledge|flytande|språk|tal och skrift|kenntnisse|sprach\w*|fließend|muttersprach\w*|verhandlungssicher\w*|i tal|read(ing)?|write|writing|professional|working|good|excellent|strong|behärskar|kunskaper|translat\w+|interpret\w+|literacy|comprehension|upper intermediate|advanced|both|required|preferred|plus|basic|merit|asset|bonus|an advantage|useful|helpful|lovely|flawless|fluently|vorteil|meriterande|talar|skriver|sprechen)\b/i;
const NATIVE = /\b(native|mother tongue|C2|muttersprach\w*|modersmål)\b/i;
const FLUENT = /\b(fluen\w+|C1|flytande|fließend|verhandlungssicher\w*|excellent|bilingual|full professional|business[- ]level|advanced|tal och skrift|written and (spoken|verbal|oral)|spoken and written|perfect|proficient)\b/i;
const BASIC = /\b(basic|conversational|A1|A2|elementary|beginner|some|grundkenntnisse|grundläggande|limited)\b/i;

/** "Dutch clients", "French literature": not the language as a skill. */
export const OTHER_THING = /^\s+(language )?(teach|lesson|degree|literature|class|studies|instruct|cuisine|restaurant|food|market|customers?|clients?|history|compan|law|office|team|school)/i;

/** Language level named in a text; good working knowledge when it names none. */
export function languageLevel(text: string): LanguageLevel {
  if (NATIVE.test(text)) return 4;
  if (FLUENT.test(text)) return 3;
  return BASIC.test(text) ? 1 : 2;
}

/** Languages asked for in a clause. Names of languages count only in a linguistic context, or when the clause is nothing else. */
export function languageConditions(clause: string, words: readonly Word[], lexicon: Lexicon): Condition[] {
  const matches = lexicon.languages.find(words).filter((m) => !OTHER_THING.test(clause.slice(m.end)));
  if (matches.length === 0) return [];
  const isBare = words.length <= matches.length + 2;
  if (!isBare && !CONTEXT.test(clause)) return [];
  const isAlternative = matches.length > 1 && /\bor\b|\beller\b|\boder\b|\//i.test(clause.slice(matches[0]!.end, matches[matches.length - 1]!.start));
  const level = languageLevel(clause);
  const asked = isAlternative ? matches.slice(0, 1) : matches;
  return [...new Set(asked.map((m) => m.value))].map((language) => ({ kind: 'language', language, level }));
}
