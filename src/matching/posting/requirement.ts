import type { DegreeLevel } from '../education/degree-level.js';

/** Categories of requirements, a fixed list. */
export type Category = 'experience' | 'skills' | 'qualifications' | 'location' | 'languages' | 'other';

/** Something a résumé can be held against. Alternatives are met by any one of them. */
export type Condition =
  | { readonly kind: 'experience'; readonly months: number; readonly occupations: readonly string[]; readonly skills: readonly string[]; readonly stems: readonly string[] }
  | { readonly kind: 'skill'; readonly anyOf: readonly string[]; /** Stems of the words the advertisement uses, one set for each name that is plain enough. */ readonly wordings: readonly (readonly string[])[] }
  | { readonly kind: 'education'; readonly level: DegreeLevel; readonly fields: readonly string[]; readonly orExperience: boolean }
  | { readonly kind: 'credential'; readonly anyOf: readonly string[] }
  | { readonly kind: 'language'; readonly language: string; readonly level: LanguageLevel }
  | { readonly kind: 'work-right' }
  | { readonly kind: 'place'; readonly stems: readonly string[] }
  | { readonly kind: 'quality' }
  | { readonly kind: 'text'; readonly stems: readonly string[] };

/** 1 basic, 2 good working knowledge, 3 fluent, 4 native. */
export type LanguageLevel = 1 | 2 | 3 | 4;

/** A requirement read from an advertisement. `text` is literally what stands at `start`-`end` (for HTML: its readable form). */
export interface Requirement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly category: Category;
  readonly mandatory: boolean;
}

/** A requirement with what it means for the evaluator: all of its conditions. */
export interface UnderstoodRequirement extends Requirement {
  readonly conditions: readonly Condition[];
}
