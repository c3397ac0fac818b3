import { PhraseMatcher, type PhraseMatch } from '../lexical/phrase-matcher.js';
import type { Word } from '../lexical/words.js';
import { credentialAliases, languageAliases } from './taxonomy-file.js';

/** Licences and certificates named in a text, by their canonical names. */
export class CredentialLexicon {
  private readonly matcher = new PhraseMatcher<string>();

  constructor() {
    for (const line of credentialAliases()) {
      const [name, ...aliases] = line.split('|') as [string, ...string[]];
      for (const alias of [name, ...aliases]) this.matcher.add(alias, name);
    }
  }

  find(words: readonly Word[]): PhraseMatch<string>[] {
    return this.matcher.find(words);
  }
}

/** Human languages named in a text, by their English names. */
export class LanguageLexicon {
  private readonly matcher = new PhraseMatcher<string>();

  constructor() {
    for (const [name, aliases] of Object.entries(languageAliases())) {
      this.matcher.add(name, name);
      for (const alias of aliases.split('|')) this.matcher.add(alias, name);
    }
  }

  find(words: readonly Word[]): PhraseMatch<string>[] {
    return this.matcher.find(words);
  }
}
