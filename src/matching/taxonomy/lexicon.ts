import { PhraseMatcher } from '../lexical/phrase-matcher.js';
import { CredentialLexicon, LanguageLexicon } from './credentials.js';
import { OccupationLexicon } from './occupations.js';
import { SkillLexicon } from './skills.js';
import { softSkills, VERSION } from './taxonomy-file.js';

/** Everything the engine knows about the world of work, read once. */
export interface Lexicon {
  readonly version: string;
  readonly occupations: OccupationLexicon;
  readonly skills: SkillLexicon;
  readonly credentials: CredentialLexicon;
  readonly languages: LanguageLexicon;
  /** Personal qualities ("team player"). */
  readonly qualities: PhraseMatcher<string>;
}

let loaded: Lexicon | undefined;

/** The lexicon shipped with the project. Read from disk at first use (about 50 ms), then shared. */
export function lexicon(): Lexicon {
  loaded ??= load();
  return loaded;
}

function load(): Lexicon {
  const qualities = new PhraseMatcher<string>();
  for (const quality of softSkills().qualities) qualities.add(quality, quality);
  return {
    version: VERSION, qualities,
    occupations: new OccupationLexicon(), skills: new SkillLexicon(),
    credentials: new CredentialLexicon(), languages: new LanguageLexicon(),
  };
}
