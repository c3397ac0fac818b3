import type { DegreeLevel } from '../education/degree-level.js';
import type { LanguageLevel } from '../posting/requirement.js';

/** A place in the original résumé text (UTF-16 code units, end exclusive). */
export interface Span { readonly start: number; readonly end: number }

/** One job of a résumé. Months are numbers since year 0; a position without dates has none. */
export interface Position extends Span {
  readonly title: string;
  readonly occupations: readonly { readonly id: string; readonly confidence: number }[];
  readonly titleStems: ReadonlyMap<string, number>;
  readonly level: number;
  readonly startMonth?: number;
  readonly endMonth?: number;
  readonly isCurrent: boolean;
  /** Internships, student and voluntary work: kept apart from paid experience. */
  readonly isTraining: boolean;
}

/** How a skill is spoken of; the strongest mention wins. */
export type SkillContext = 'used' | 'listed' | 'studied' | 'wished' | 'denied';

/** A skill of the lexicon found in a résumé. */
export interface SkillEvidence extends Span {
  readonly context: SkillContext;
  /** Last month in which it was used at work. */
  readonly lastUsed?: number;
  /** Months of the positions in which it is mentioned. */
  readonly months: number;
  readonly mentions: number;
}

export interface CredentialEvidence extends Span {
  readonly status: 'active' | 'in-progress' | 'expired' | 'denied';
}

export interface EducationEvidence extends Span {
  readonly level: DegreeLevel;
  readonly isCompleted: boolean;
  readonly fieldStems: ReadonlySet<string>;
}

export interface LanguageEvidence extends Span {
  readonly level: LanguageLevel;
}

/** What a résumé says about itself that needs a human eye. */
export type ProfileFlag = 'keyword-stuffing' | 'addresses-the-reader' | 'very-short';

/** A résumé, read. Holds nothing of what redaction removed. */
export interface Profile {
  readonly id: string;
  readonly positions: readonly Position[];
  /** Occupations named in the head and the summary, without dates. */
  readonly statedOccupations: readonly { readonly id: string; readonly confidence: number; readonly span: Span }[];
  readonly statedMonths?: { readonly months: number; readonly span: Span };
  readonly skills: ReadonlyMap<string, SkillEvidence>;
  readonly credentials: ReadonlyMap<string, CredentialEvidence>;
  readonly education: readonly EducationEvidence[];
  readonly languages: ReadonlyMap<string, LanguageEvidence>;
  readonly workRight?: Span & { readonly isGiven: boolean };
  readonly placeStems: ReadonlyMap<string, Span>;
  readonly openToMove?: Span;
  readonly stems: ReadonlyMap<string, number>;
  /** First place of each stem, for quoting. */
  readonly stemSpans: ReadonlyMap<string, Span>;
  /** Places redaction emptied: never read, never quoted. */
  readonly hidden: readonly Span[];
  readonly flags: readonly ProfileFlag[];
  /** The original text, for quoting only. */
  readonly text: string;
  readonly asOf: number;
}
