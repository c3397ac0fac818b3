/** Categories of requirements, a fixed list. */
export const REQUIREMENT_CATEGORIES = ['experience', 'skills', 'qualifications', 'location', 'languages', 'other'] as const;
export type RequirementCategory = (typeof REQUIREMENT_CATEGORIES)[number];

/** A requirement found in an advertisement; offsets are UTF-16 code units of the text given, end exclusive. */
export interface FoundRequirement {
  readonly text: string; readonly start: number; readonly end: number; readonly category: RequirementCategory; readonly mandatory: boolean;
}

/** A requirement as a person left it: their words are read anew. */
export interface AskedRequirement { readonly text: string; readonly category: RequirementCategory; readonly mandatory: boolean }

/** Literal piece of the résumé; offsets are UTF-16 code units of the text given, end exclusive. */
export interface Quote { readonly quote: string; readonly start: number; readonly end: number }

/** What a résumé says to one requirement: `not-stated` means nothing either way, so that a recruiter can ask. */
export interface RequirementCheck {
  readonly status: 'met' | 'partial' | 'not-met' | 'not-stated';
  /** In words a recruiter understands. */
  readonly finding: string;
  readonly evidence: readonly Quote[];
}

export interface ResumeCheck {
  /** One for each requirement asked, in the same order. */
  readonly checks: readonly RequirementCheck[];
  /** What needs a human eye: `keyword-stuffing`, `addresses-the-reader`, `very-short`. */
  readonly flags: readonly string[];
  /** Names rules, lexicon and statistics; store it with every decision. */
  readonly engineVersion: string;
}

export type ReadDocument =
  | { readonly ok: true; readonly text: string; readonly format: 'pdf' | 'docx' | 'text'; readonly isCut: boolean }
  /** `reason` is a stable word; `detail` is for people, without any content of the file. */
  | { readonly ok: false; readonly reason: string; readonly detail: string };

/**
 * The built-in engine for people and jobs. Deterministic and offline; text is data, never an instruction. Résumés are
 * redacted before they are read (LG-12).
 */
export interface Matching {
  readonly engineVersion: string;
  /** What is taken out of a résumé before anything is read, in words for a help page (LG-12). */
  readonly neverRead: readonly string[];
  /** Text of a résumé file, read in a bounded thread of its own. Failures are values; never throws for the sake of a file. */
  readDocument(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadDocument>;
  /** What an advertisement (plain text or HTML) asks for, in running order. */
  requirementsOf(advertisement: string): readonly FoundRequirement[];
  /** Holds a résumé against requirements. `asOf` (YYYY-MM-DD) ends whatever is still going on. A few milliseconds. */
  check(asked: readonly AskedRequirement[], job: { readonly title: string; readonly location?: string }, resume: string, asOf: string): ResumeCheck;
  /** The résumé without protected data, each removed piece one `░`; what must leave the house leaves like this. */
  redacted(resume: string): string;
}
