import type { Category } from '../posting/requirement.js';
import type { ProfileFlag } from '../resume/profile.js';

/** Literal piece of the résumé that shows something. Offsets are UTF-16 code units of the text given, end exclusive. */
export interface Evidence {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

/** met, partly met, not met (the résumé says otherwise), not stated (nothing either way: a recruiter can ask). */
export type Status = 'met' | 'partial' | 'not-met' | 'not-stated';

export type ReasonKind = 'title' | 'experience' | 'skill' | 'qualification' | 'language' | 'location' | 'quality' | 'wording';

/** One line of the account: what was asked, what was found, and how many points of the score it carries. */
export interface Reason {
  readonly kind: ReasonKind;
  /** A sentence for a recruiter. */
  readonly text: string;
  /** Points of the score this line carries, one decimal. The lines add up to the score exactly. */
  readonly weight: number;
  /** Points it would carry at best, one decimal. */
  readonly outOf: number;
  readonly matched: boolean;
  readonly status: Status;
  readonly mandatory: boolean;
  readonly requirement?: { readonly text: string; readonly start: number; readonly end: number; readonly category: Category };
  readonly evidence: readonly Evidence[];
}

/** What holds a score down as a whole: an unmet must-have. `factor` multiplies the score. */
export interface Limit {
  readonly text: string;
  readonly factor: number;
}

/** The comparison of one résumé with one advertisement. Same input, same bytes. */
export interface Evaluation {
  readonly candidate: string;
  readonly posting: string;
  /** 0-100, one decimal. */
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly limits: readonly Limit[];
  /** Fit of the occupation, 0-1. */
  readonly occupationFit: number;
  /** Must-haves the résumé contradicts or falls short of. */
  readonly unmet: number;
  /** Must-haves the résumé says nothing about, personal qualities and places apart. */
  readonly notStated: number;
  /** True when nothing obligatory is missing: the posting's must-haves are met as far as a résumé can show it. */
  readonly meetsMandatory: boolean;
  readonly flags: readonly ProfileFlag[];
  readonly engineVersion: string;
}
