import { PhraseMatcher, type PhraseMatch } from '../lexical/phrase-matcher.js';
import type { Word } from '../lexical/words.js';
import { skillFiles, softSkills } from './taxonomy-file.js';

/** Skills of the lexicon: canonical names, where they are named in a text, and how they relate. */
export class SkillLexicon {
  private readonly matcher = new PhraseMatcher<string>();
  private readonly near = new Map<string, Set<string>>();
  private readonly implied = new Map<string, string[]>();
  private readonly soft = new Set(softSkills().soft);
  readonly size: number;

  constructor() {
    let size = 0;
    for (const file of skillFiles()) {
      for (const line of file.skills) {
        const [name, ...aliases] = line.split('|') as [string, ...string[]];
        if (!aliases.some((alias) => /^[=~?]/.test(alias) && alias.slice(1) === name)) this.matcher.add(name, name);
        for (const alias of aliases) this.matcher.add(alias, name);
        size += 1;
      }
      for (const group of file.near) this.relate(group.split('|'));
      for (const [skill, others] of Object.entries(file.implies)) this.implied.set(skill, others.split('|'));
    }
    this.size = size;
  }

  /** Skills named by these words. Ambiguous names count only alone in their list entry or beside another skill. */
  find(words: readonly Word[], text: string): PhraseMatch<string>[] {
    const matches = this.matcher.find(words);
    return matches.filter((match) => !match.needsCompany || hasCompany(match, matches, words, text));
  }

  /** The skill itself and everything that having it shows as well. */
  shownBy(skill: string): string[] {
    const all = new Set([skill]);
    for (const one of all) for (const other of this.implied.get(one) ?? []) all.add(other);
    return [...all];
  }

  neighbours(skill: string): ReadonlySet<string> {
    return this.near.get(skill) ?? new Set();
  }

  isSoft(skill: string): boolean {
    return this.soft.has(skill);
  }

  private relate(group: readonly string[]): void {
    for (const skill of group) {
      const known = this.near.get(skill) ?? new Set<string>();
      for (const other of group) if (other !== skill) known.add(other);
      this.near.set(skill, known);
    }
  }
}

const COMPANY_WORDS = 6;

function hasCompany(match: PhraseMatch<string>, all: readonly PhraseMatch<string>[], words: readonly Word[], text: string): boolean {
  const after = text.slice(match.end, match.end + 2);
  const before = text.slice(Math.max(0, match.start - 2), match.start);
  if (/^\s?[&'’]/.test(after) || /[&'’]\s?$/.test(before) || /^\.\p{L}/u.test(after) || /^\s\d/.test(after)) return false;
  const standsAlone = words[match.from]!.afterBreak && (match.to === words.length || words[match.to]!.afterBreak);
  if (standsAlone && isListed(text, match)) return true;
  if (CUE_BEFORE.test(text.slice(Math.max(0, match.start - 40), match.start)) || CUE_AFTER.test(text.slice(match.end, match.end + 20))) return true;
  return all.some((other) => other !== match && !other.needsCompany && gapBetween(other, match) <= COMPANY_WORDS);
}

const CUE_BEFORE = /\b(strong|proven|advanced|basic|intermediate|expert(ise)?( in| with)?|proficien\w+( in| with)?|knowledge (of|in)|experience (with|in|using)|skilled in|fluent in)\s+$/i;
const CUE_AFTER = /^\s+(programming|language|developer|engineer|skills|scripting|macros|code|codebase|formulas)\b/i;

function isListed(text: string, match: PhraseMatch<string>): boolean {
  const before = text.slice(0, match.start);
  const after = text.slice(match.end);
  return /([,;|•*/:\n-]\s*|^\s*)$/.test(before.slice(-6)) && /^\s*([,;|/•\n.]|$)/.test(after.slice(0, 6));
}

function gapBetween(a: PhraseMatch<string>, b: PhraseMatch<string>): number {
  return a.from >= b.to ? a.from - b.to : b.from - a.to;
}
